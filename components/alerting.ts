import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { accountOf } from "./internal/account";
import { type AlarmSettings, logAlarm, serviceAlarm } from "./internal/alerts/alarms";
import { type AlertingArgs, checkAlerting } from "./internal/alerts/args";
import { logAlarmIds } from "./internal/alerts/catalogue";
import { chatChannels } from "./internal/alerts/chat";
import { dashboardBody } from "./internal/alerts/dashboard";
import { type NoticeArgs, noticeRules } from "./internal/alerts/notices";
import { queryIds, queryText } from "./internal/alerts/queries";
import { isChat, subscribe } from "./internal/alerts/subscribers";
import { alertTopic } from "./internal/alerts/topic";
import { resourceName } from "./internal/names";

/**
 * Nothing happens unseen: alarms on the trail's records (those of the CIS AWS Foundations Benchmark that apply, and the
 * system's own) and on what the services measure, each with its own switch and figures; notices of what is done on the
 * bucket; an encrypted topic for whoever is to hear of it; saved queries and a dashboard to look into it.
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
  readonly #notices: ReturnType<typeof noticeRules> | undefined;
  readonly #queries: readonly aws.cloudwatch.QueryDefinition[];
  readonly #dashboard: aws.cloudwatch.Dashboard;

  constructor(name: string, args: AlertingArgs, opts?: pulumi.ComponentResourceOptions) {
    super("coffer:index:Alerting", name, {}, opts);
    const owner = { component: this, name };
    checkAlerting(owner, args);
    const { naming, logGroupName, bucket, copies = [], readers, keyArn, subscribers = [], notices = "all" } = args;
    const { company, environment, region } = naming;
    const account = accountOf(this);
    const topicName = resourceName(owner, naming, "alerts");
    const prefix = topicName.slice(0, -"alerts".length);
    const options = { parent: this };
    const buckets = pulumi.all([bucket, ...copies]);

    const place = { keyArn, account, region };
    this.#topic = alertTopic(name, { ...place, topicName }, options);
    this.#subscriptions = subscribe(name, subscribers, this.#topic.topic, options);
    // AWS Chatbot drops plain text, and nobody wants to read its JSON in a mail: chats have a topic of their own.
    const chats = subscribers.filter(isChat);
    const topics: NoticeArgs["topics"][string][] = [{ arn: this.#topic.topic.arn, form: "text" }];
    if (chats.length > 0) {
      this.#chatTopic = alertTopic(`${name}-chat`, { ...place, topicName: `${topicName}-chat` }, options);
      const { arn } = this.#chatTopic.topic;
      topics.push({ arn, form: "chat" });
      const physicalName = `${prefix}chat`;
      this.#chat = chatChannels(name, { subscribers: chats, physicalName, topicArn: arn, account }, options);
    }

    const namespace = `Coffer/${company}-${environment}-${region}`;
    const overrides = args.alarms ?? {};
    const topicArns = topics.map(({ arn }) => arn);
    const settings: AlarmSettings = { owner, environment, prefix, namespace, overrides, topicArns };
    const scope = pulumi.output({ buckets, stackPrefix: `${company}-${environment}-`, readers: [...readers] });
    this.#logAlarms = logAlarmIds.flatMap((id) => logAlarm(name, id, { logGroupName, scope }, settings, options) ?? []);
    const { api, replicationFailures, deadLetters = {} } = args;
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

    if (notices !== "none") {
      const byForm = Object.fromEntries(topics.map((topic) => [topic.form, topic]));
      const physicalName = `${prefix}notice`;
      this.#notices = noticeRules(name, { bucket, notices, physicalName, topics: byForm }, options);
    }
    this.#queries = queryIds.map(
      (id) =>
        new aws.cloudwatch.QueryDefinition(
          `${name}-${id}`,
          {
            name: `coffer/${environment}/${id}`,
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
