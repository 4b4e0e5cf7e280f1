import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { ApiConfig } from "../../functions/api/config";
import type { GatewayEvent } from "../../functions/api/handler";
import { type Privilege, routeKey, routeList } from "../../functions/api/routes";
import { accountOf } from "../internal/account";
import { executions, routeThrottle, type Throttle } from "../internal/api-capacity";
import { checkRange, refuseAll } from "../internal/argument-errors";
import { type ChildOptions, withChildren } from "../internal/children";
import { defaults } from "../internal/defaults";
import { keyOf } from "../internal/key-arn";
import { limits } from "../internal/limits";
import { checkKeyPrefix, longestWith, resourceName } from "../internal/names";
import type { Naming } from "../internal/naming";
import { isProtected, protectedByDefault, unprotected } from "../internal/protection";
import { roleNames } from "../internal/roles/role-names";
import { corsProblems } from "../secure-bucket/validation";
import { type ApiBucket, type ApiFunctionArgs, apiFunction } from "./api-function";
import { type ApiCors, corsConfiguration } from "./cors";

const children = {
  api: { type: aws.apigatewayv2.Api },
  stage: { type: aws.apigatewayv2.Stage },
  accessLog: { type: aws.cloudwatch.LogGroup, suffix: "-access" },
  uploads: { type: aws.dynamodb.Table },
  functions: { type: aws.lambda.Function },
  roles: { type: aws.iam.Role },
  routes: { type: aws.apigatewayv2.Route },
} as const;

export interface AccessApiArgs extends ChildOptions<typeof children> {
  /** Company, environment and region of the stack, which every name begins with. */
  readonly naming: Naming;
  /** The last part of the API's name, with which the names of all that belongs to it begin. Default: `api`. */
  readonly purpose?: string;
  /** The purpose of the `RoleTrio` whose callers it serves. Default: that of a trio without one. */
  readonly roles?: string;
  /** The bucket that holds the objects, and its key. */
  readonly bucket: ApiBucket;
  /** Web pages that may call the API from a browser, by origin. Default: none. */
  readonly cors?: ApiCors;
  /** The index in which a completed upload is recorded. */
  readonly index: { readonly recorderArn: pulumi.Input<string> };
  /** The key for logs and environment variables: one with the grants `logs` and `lambda`. Default: the bucket's. */
  readonly keyArn?: pulumi.Input<string>;
  /** Where the API's objects live in the bucket; ends in `/`, at most 256 characters. Default: `uploads/`. */
  readonly prefix?: string;
  /** Whether uploads land below the caller's own name or anywhere below the prefix. Default: `per-caller`. */
  readonly layout?: ApiConfig["layout"];
  /** The longest life of a presigned URL in seconds, 1 to 3,300. Default: 900. */
  readonly urlSeconds?: number;
  /** The largest object that may be uploaded, in bytes; at most 5,368,709,120,000. Default: 1 TiB. */
  readonly largestObject?: number;
  /** The most uploads in progress of one caller, 1 to 10,000. Default: 1,000. */
  readonly openUploads?: number;
  /** Days in which an upload can be resumed; fewer than the bucket keeps unfinished ones. Default: 3. */
  readonly resumeDays?: number;
  /** Whether sessions of the stack's custodian may call it; the role that does not exist may not. Default: false. */
  readonly custodian?: boolean;
  /**
   * Requests a second, and at once, that each route lets through over all callers; a route that is called now and then
   * only, a quarter of it. Default: 20 and 20.
   */
  readonly throttle?: Throttle;
  /**
   * Executions kept for, and allowed to, each of the three functions at once, up to 1,000. Default: for each function
   * what its routes let through, 110, 110 and 30 by default; fewer are refused, for callers would get a 5xx.
   */
  readonly concurrency?: number | undefined;
  /** Days that logs are kept, one of the periods that CloudWatch knows. Default: 365. */
  readonly logRetentionDays?: number;
}

/** The longest suffixes that functions, roles and table add to the API's name. */
const longestName = longestWith({ role: "-write-presigner", function: "-write", table: "-uploads", api: "" });

/**
 * The API by which callers reach the bucket: an HTTP API with IAM authorisation on every route, throttled and logged,
 * served by one Lambda function for each privilege (read, write, admin), each with a role of its own. The table of
 * uploads in progress is protected by default: give `{ protect: false }` to be able to delete it.
 *
 * @example
 * ```ts
 * import { AccessApi, EncryptionKey, ObjectIndex } from "coffer";
 *
 * const naming = { company: "acme", environment: "dev", region: "eu-central-1" };
 * const key = new EncryptionKey("key", { naming, purpose: "main", grants: [{ to: "s3" }, { to: "logs" }, { to: "lambda" }] });
 * const bucket = { name: "acme-files", arn: "arn:aws:s3:::acme-files", keyArn: key.arn };
 * const index = new ObjectIndex("index", { naming, bucket });
 * export const api = new AccessApi("access", { naming, bucket, index: { recorderArn: index.recorder.arn }, urlSeconds: 600 });
 * ```
 */
export class AccessApi extends pulumi.ComponentResource {
  /** Where the API answers, without a slash at its end. */
  readonly endpoint: pulumi.Output<string>;
  /** What `execute-api:Invoke` is granted on: stage, method and path follow it. */
  readonly executionArn: pulumi.Output<string>;
  /** The id of the HTTP API. */
  readonly apiId: pulumi.Output<string>;
  /** The names of the functions, by privilege. */
  readonly functionNames: Readonly<Record<Privilege, pulumi.Output<string>>>;
  /** The names of the roles by which objects are read. */
  readonly readerRoles: readonly pulumi.Output<string>[];
  /** The names of the roles by which uploads are listed, and nothing is read. */
  readonly listerRoles: readonly pulumi.Output<string>[];
  readonly #api: aws.apigatewayv2.Api;
  readonly #stage: aws.apigatewayv2.Stage;
  readonly #accessLog: aws.cloudwatch.LogGroup;
  readonly #uploads: aws.dynamodb.Table;
  readonly #functions: Readonly<Record<Privilege, ReturnType<typeof apiFunction>>>;
  readonly #routes: Readonly<Record<string, aws.apigatewayv2.Route>>;

  constructor(name: string, args: AccessApiArgs, opts?: pulumi.ComponentResourceOptions) {
    super("coffer:index:AccessApi", name, {}, withChildren(children, args, protectedByDefault(opts)));
    const owner = { component: this, name };
    const { naming, prefix = "uploads/" } = args;
    const bucket = { ...args.bucket, keyArn: keyOf(owner, "bucket.keyArn", args.bucket.keyArn, naming.region) };
    const keyArn = args.keyArn === undefined ? bucket.keyArn : keyOf(owner, "keyArn", args.keyArn, naming.region);
    const { urlSeconds = defaults.api.urlSeconds, largestObject = defaults.api.largestObject } = args;
    const { concurrency, throttle = defaults.api.throttle } = args;
    const { openUploads = defaults.api.openUploads, resumeDays = defaults.bucket.resumeDays } = args;
    const { logRetentionDays = defaults.logs.retentionDays } = args;
    checkKeyPrefix(owner, prefix);
    refuseAll(owner, corsProblems(args.cors));
    checkRange(owner, "urlSeconds", urlSeconds, limits.urlSeconds);
    checkRange(owner, "largestObject", largestObject, limits.largestObject);
    checkRange(owner, "openUploads", openUploads, limits.openUploads);
    checkRange(owner, "resumeDays", resumeDays, limits.resumeDays);
    if (concurrency !== undefined) checkRange(owner, "concurrency", concurrency, limits.concurrency);
    checkRange(owner, "throttle.rate", throttle.rate, limits.throttleRate);
    checkRange(owner, "throttle.burst", throttle.burst, limits.throttleBurst);
    const atOnce = executions(owner, throttle, concurrency);
    const physicalName = resourceName(owner, naming, args.purpose ?? "api", longestName);

    const config: ApiConfig = {
      prefix,
      layout: args.layout ?? "per-caller",
      urlSeconds,
      largestObject,
      openUploads,
      overwriteUrlSeconds: defaults.api.overwriteUrlSeconds,
      planning: defaults.api.planning,
      resumeDays,
      sessionSeconds: defaults.roles.sessionSeconds,
      roleNames: roleNames(owner, naming, { custodian: args.custodian ?? false, purpose: args.roles }),
    };
    this.#uploads = new aws.dynamodb.Table(
      `${name}-uploads`,
      {
        name: `${physicalName}-uploads`,
        billingMode: "PAY_PER_REQUEST",
        hashKey: "caller",
        rangeKey: "uploadId",
        attributes: [
          { name: "caller", type: "S" },
          { name: "uploadId", type: "S" },
        ],
        ttl: { attributeName: "expires", enabled: true },
        pointInTimeRecovery: { enabled: true },
        serverSideEncryption: { enabled: true, kmsKeyArn: bucket.keyArn },
        deletionProtectionEnabled: isProtected(this),
      },
      { parent: this },
    );
    const common = {
      physicalName,
      account: accountOf(owner, naming),
      bucket,
      prefix,
      uploadsTable: this.#uploads,
      recorderArn: args.index.recorderArn,
      keyArn,
      memoryMiB: defaults.api.memoryMiB,
      timeoutSeconds: defaults.api.timeoutSeconds,
      logRetentionDays,
      folder: __dirname,
    };
    const make = (privilege: Privilege, callback: ApiFunctionArgs<GatewayEvent, object>["callback"]) =>
      apiFunction(`${name}-${privilege}`, { ...common, privilege, callback, concurrency: atOnce[privilege] }, this);
    this.#functions = {
      read: make("read", async (event) => (await import("../../functions/read")).readApi(config)(event)),
      write: make("write", async (event) => (await import("../../functions/write")).writeApi(config)(event)),
      admin: make("admin", async (event) => (await import("../../functions/admin")).adminApi(config)(event)),
    };

    const options = { parent: this, ...unprotected };
    this.#api = new aws.apigatewayv2.Api(
      name,
      {
        name: physicalName,
        protocolType: "HTTP",
        description: "Coffer: upload, list and fetch private files",
        ...(args.cors === undefined ? {} : { corsConfiguration: corsConfiguration(args.cors) }),
      },
      options,
    );
    this.#accessLog = new aws.cloudwatch.LogGroup(
      `${name}-access`,
      { name: `/aws/vendedlogs/${physicalName}`, retentionInDays: logRetentionDays, kmsKeyId: keyArn },
      options,
    );
    this.#routes = this.#makeRoutes(name);
    this.#stage = new aws.apigatewayv2.Stage(
      name,
      {
        apiId: this.#api.id,
        name: "$default",
        autoDeploy: true,
        // For a route that somebody adds. The API's own have theirs, so that no route uses up another's.
        defaultRouteSettings: {
          ...throttling(routeThrottle({ privilege: "read", quiet: true }, throttle)),
          // Nothing reads the metrics of single routes, which cost extra; those of the whole API stay.
          detailedMetricsEnabled: false,
        },
        routeSettings: routeList.map((route) => ({
          routeKey: routeKey(route),
          ...throttling(routeThrottle(route, throttle)),
        })),
        accessLogSettings: { destinationArn: this.#accessLog.arn, format: accessLogFormat },
      },
      { ...options, dependsOn: Object.values(this.#routes) },
    );

    this.endpoint = this.#stage.invokeUrl.apply((url) => url.replace(/\/$/, ""));
    this.executionArn = this.#api.executionArn;
    this.apiId = this.#api.id;
    const { read, write, admin } = this.#functions;
    this.functionNames = { read: read.lambda.name, write: write.lambda.name, admin: admin.lambda.name };
    this.readerRoles = [read.presigner.name, admin.presigner.name];
    this.listerRoles = [write.presigner.name];
    this.registerOutputs({ endpoint: this.endpoint, executionArn: this.executionArn });
  }

  #makeRoutes(name: string): Record<string, aws.apigatewayv2.Route> {
    const apiId = this.#api.id;
    const options = { parent: this, ...unprotected };
    const integrate = (privilege: Privilege) => {
      const { lambda } = this.#functions[privilege];
      const permission = new aws.lambda.Permission(
        `${name}-${privilege}`,
        {
          action: "lambda:InvokeFunction",
          function: lambda.name,
          principal: "apigateway.amazonaws.com",
          sourceArn: pulumi.interpolate`${this.#api.executionArn}/*/*`,
        },
        options,
      );
      return new aws.apigatewayv2.Integration(
        `${name}-${privilege}`,
        {
          apiId,
          integrationType: "AWS_PROXY",
          integrationUri: lambda.arn,
          payloadFormatVersion: "2.0",
          timeoutMilliseconds: 29_000,
        },
        { ...options, dependsOn: [permission] },
      );
    };
    const integrations = { read: integrate("read"), write: integrate("write"), admin: integrate("admin") };
    const routes = routeList.map(({ operation, ...route }) => {
      const target = pulumi.interpolate`integrations/${integrations[route.privilege].id}`;
      const args = { apiId, routeKey: routeKey(route), authorizationType: "AWS_IAM", target };
      return [operation, new aws.apigatewayv2.Route(`${name}-${operation}`, args, options)];
    });
    return Object.fromEntries(routes);
  }

  /** The raw resources, for what the component does not offer. */
  get nodes() {
    return {
      api: this.#api,
      stage: this.#stage,
      accessLog: this.#accessLog,
      uploads: this.#uploads,
      functions: this.#functions,
      routes: this.#routes,
    };
  }
}

const throttling = ({ rate, burst }: Throttle) => ({ throttlingRateLimit: rate, throttlingBurstLimit: burst });

// Who asked for what, and how it went. Not the path: it holds keys.
const accessLogFormat = JSON.stringify({
  requestId: "$context.requestId",
  time: "$context.requestTime",
  caller: "$context.identity.userArn",
  address: "$context.identity.sourceIp",
  route: "$context.routeKey",
  status: "$context.status",
  bytes: "$context.responseLength",
  milliseconds: "$context.responseLatency",
  error: "$context.error.message",
});
