import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { accountOf } from "../internal/account";
import { withChildren } from "../internal/children";
import { keyOf } from "../internal/key-arn";
import { longestWith, namePrefix, resourceName } from "../internal/names";
import { type LogAlarmId, logAlarmIds, logAlarms } from "./alarm-catalogue";
import type { AlertScope } from "./alarm-definition";
import { type AlarmSettings, logAlarm, serviceAlarm } from "./alarms";
import { type AlertingArgs, checkAlerting, children, noticesQueue } from "./args";
import { dashboardBody } from "./dashboard";
import { noticeWorker } from "./notices";
import { queryIds, queryText } from "./saved-queries";
import { chatChannels, isChat, subscribe } from "./subscribers";
import { alertTopic } from "./topic";

const defaultPurpose = "alerts";

/** The longest suffixes that rules, the chat's role and its topic add to the topic's name. */
const longestName = longestWith({
  rule: "-notices",
  role: "-notices",
  function: "-notices",
  queue: "-notices-dead",
  topic: "-chat",
  dashboard: "-overview",
});

/** With the default purpose, the suffixes stand in the place of it. */
const longestDefault =
  longestWith({ rule: "notices", role: "notices", function: "notices", queue: "notices-dead", topic: "chat" }) +
  defaultPurpose.length;

/**
 * Nothing happens unseen: alarms on the trail's records (those of the CIS AWS Foundations Benchmark that apply, and the
 * system's own) and on what the services measure, each with its own switch and figures; notices of what is done on the
 * bucket; an encrypted topic for whoever is to hear of it; saved queries and a dashboard to look into it.
 *
 * @example
 * ```ts
 * import { Alerting, EncryptionKey } from "coffer";
 *
 * const naming = { company: "acme", environment: "dev", region: "eu-central-1" };
 * const key = new EncryptionKey("key", {
 *   naming,
 *   purpose: "main",
 *   grants: [{ to: "alarms" }, { to: "sns" }, { to: "events" }, { to: "sqs" }, { to: "logs" }, { to: "lambda" }],
 * });
 * export const alerts = new Alerting("alerts", {
 *   naming,
 *   logGroupName: "/aws/cloudtrail/acme",
 *   bucket: "acme-files",
 *   readers: ["acme-viewer"],
 *   keyArn: key.arn,
 *   subscribers: [{ kind: "email", address: "security@example.com" }],
 * });
 * ```
 */
export class Alerting extends pulumi.ComponentResource {
  /** The topic to which alarms and notices go. */
  readonly topicArn: pulumi.Output<string>;
  readonly #topic: ReturnType<typeof alertTopic>;
  readonly #chatTopic: ReturnType<typeof alertTopic> | undefined;
  readonly #chat: ReturnType<typeof chatChannels> | undefined;
  readonly #subscriptions: Readonly<Record<string, aws.sns.TopicSubscription>>;
  readonly #logAlarms: readonly NonNullable<ReturnType<typeof logAlarm>>[];
  readonly #serviceAlarms: readonly aws.cloudwatch.MetricAlarm[];
  readonly #notices: ReturnType<typeof noticeWorker> | undefined;
  readonly #queries: readonly aws.cloudwatch.QueryDefinition[];
  readonly #dashboard: aws.cloudwatch.Dashboard;

  constructor(name: string, args: AlertingArgs, opts?: pulumi.ComponentResourceOptions) {
    super("coffer:index:Alerting", name, {}, withChildren(children, args, opts ?? {}));
    const owner = { component: this, name };
    checkAlerting(owner, args);
    const keyArn = keyOf(owner, "keyArn", args.keyArn, args.naming.region);
    const { naming, logGroupName, bucket, copies = [], subscribers = [], notices = "all" } = args;
    const { readers, listers = [], keys = [keyArn], api } = args;
    const { company, environment, region } = naming;
    const account = accountOf(owner, naming);
    const { purpose = defaultPurpose } = args;
    const own = purpose === defaultPurpose ? "" : purpose;
    const topicName = resourceName(owner, naming, purpose, own === "" ? longestDefault : longestName);
    const prefix = own === "" ? namePrefix(naming) : `${topicName}-`;
    const options = { parent: this };
    const buckets = pulumi.all([bucket, ...copies]);

    const noticesName = notices === "none" ? undefined : `${prefix}notices`;
    const place = { keyArn, account, region, notifier: noticesName };
    this.#topic = alertTopic(name, { ...place, topicName }, options);
    this.#subscriptions = subscribe(name, subscribers, this.#topic.topic, options);
    // AWS Chatbot drops plain text, and nobody wants to read its JSON in a mail: chats have a topic of their own.
    const chats = subscribers.filter(isChat);
    const topicArns = [this.#topic.topic.arn];
    if (chats.length > 0) {
      this.#chatTopic = alertTopic(`${name}-chat`, { ...place, topicName: `${topicName}-chat` }, options);
      const { arn } = this.#chatTopic.topic;
      topicArns.push(arn);
      const physicalName = `${prefix}chat`;
      this.#chat = chatChannels(name, { subscribers: chats, physicalName, topicArn: arn, account }, options);
    }

    const namespace = ["Coffer", `${company}-${environment}-${region}`, own].filter((part) => part !== "").join("/");
    const overrides = args.alarms ?? {};
    const settings: AlarmSettings = { owner, environment, prefix, namespace, overrides, topicArns };
    const known = { stackPrefix: `${company}-${environment}-`, account: "", logGroupName: "" };
    const scope: pulumi.Output<AlertScope> = pulumi.output({
      ...known,
      account: account.id,
      logGroupName,
      buckets,
      keys: [...keys],
      apiId: api?.id,
      readers: [...readers],
      listers: [...listers],
    });
    // How many filters there are must be known in a preview, in which most names are not.
    const shape: AlertScope = {
      ...known,
      buckets: ["", ...copies.map(() => "")],
      keys: keys.map(() => ""),
      apiId: api && "",
      readers: readers.map(() => ""),
      listers: listers.map(() => ""),
    };
    const filters = (id: LogAlarmId): number => logAlarms[id].patterns(shape).length;
    const source = { logGroupName, scope, filters };
    this.#logAlarms = logAlarmIds.flatMap((id) => logAlarm(name, id, source, settings, options) ?? []);
    if (noticesName !== undefined && notices !== "none") {
      const [textTopic = "", chatTopic] = topicArns;
      const noticeArgs = { naming, account, keyArn, bucket, notices, physicalName: noticesName, textTopic, chatTopic };
      this.#notices = noticeWorker(name, noticeArgs, this);
    }
    const { replicationFailures } = args;
    const deadLetters = {
      ...(this.#notices ? { [noticesQueue]: this.#notices.deadLetters.name } : {}),
      ...args.deadLetters,
    };
    const ofApi: Record<string, Record<string, pulumi.Input<string>>> = api ? { "": { ApiId: api.id } } : {};
    const named = (dimension: string, things: Readonly<Record<string, pulumi.Input<string>>>) =>
      Object.fromEntries(Object.entries(things).map(([thing, value]) => [thing, { [dimension]: value }]));
    this.#serviceAlarms = [
      ...serviceAlarm(
        name,
        "replication-failing",
        replicationFailures ? { "": replicationFailures.dimensions } : {},
        settings,
        options,
      ),
      ...serviceAlarm(name, "dead-letters", named("QueueName", deadLetters), settings, options),
      ...serviceAlarm(name, "api-4xx", ofApi, settings, options),
      ...serviceAlarm(name, "api-5xx", ofApi, settings, options),
      ...serviceAlarm(name, "throttling", named("FunctionName", api?.functions ?? {}), settings, options),
    ];

    this.#queries = queryIds.map(
      (id) =>
        new aws.cloudwatch.QueryDefinition(
          `${name}-${id}`,
          {
            name: ["coffer", environment, own, id].filter((part) => part !== "").join("/"),
            logGroupNames: [logGroupName],
            queryString: buckets.apply((names) => queryText(id, names)),
          },
          options,
        ),
    );
    this.#dashboard = new aws.cloudwatch.Dashboard(
      name,
      {
        dashboardName: `${prefix}overview`,
        dashboardBody: pulumi
          .all([buckets, logGroupName, pulumi.output(api?.id), pulumi.output(replicationFailures?.dimensions)])
          .apply(([names, group, apiId, dimensions]) =>
            dashboardBody({
              region,
              logGroupName: group,
              buckets: names,
              copyRegion: args.copyRegion ?? region,
              namespace,
              refusals: (["unauthorised-api-calls", "failed-uploads"] as const).filter((id) => overrides[id] !== false),
              ...(apiId === undefined ? {} : { apiId }),
              ...(dimensions === undefined ? {} : { replication: dimensions }),
            }),
          ),
      },
      options,
    );

    this.topicArn = this.#topic.topic.arn;
    this.registerOutputs({ topicArn: this.topicArn });
  }

  /** The raw resources, for what the component does not offer. */
  get nodes() {
    return {
      topic: this.#topic,
      chatTopic: this.#chatTopic,
      chat: this.#chat,
      subscriptions: this.#subscriptions,
      logAlarms: this.#logAlarms,
      serviceAlarms: this.#serviceAlarms,
      notices: this.#notices,
      queries: this.#queries,
      dashboard: this.#dashboard,
    };
  }
}
