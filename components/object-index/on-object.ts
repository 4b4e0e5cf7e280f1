import type * as pulumi from "@pulumi/pulumi";
import { type ObjectReady, objectReadyEvent } from "../../functions/records/object-ready";
import type { ApiBucket } from "../access-api/api-function";
import { check, checkRange, type Owner } from "../internal/argument-errors";
import { defaults } from "../internal/defaults";
import type { InlineCallback } from "../internal/inline-function";
import { limits } from "../internal/limits";
import { longestWith, resourceName } from "../internal/names";
import type { Naming } from "../internal/naming";
import type { Statement } from "../internal/policy-document";
import { queueWorker, readStatements, type WorkerContext } from "../internal/queue-worker";
import { keyPattern } from "./object-key-pattern";

export interface OnObjectArgs {
  /** Handles one object. An error makes it come again, five times in all; then it is a dead letter. */
  readonly callback: InlineCallback<ObjectReady, void>;
  /** Where the callback's source file is: give `__dirname`. */
  readonly folder: string;
  /** Only keys that begin with it, from the index's own prefix on. Default: the index's prefix. */
  readonly prefix?: string;
  /** Only keys that end in it, such as `.jpg`. Default: all. */
  readonly suffix?: string;
  /** Whether it may read the objects below `prefix`. Default: false. */
  readonly read?: boolean;
  /** What else it may do. Default: nothing. */
  readonly statements?: readonly Statement[];
  /** Seconds for one batch of up to ten objects, 1 to 900. Default: 30. */
  readonly timeoutSeconds?: number;
  /** Memory in MiB, 128 to 10,240. Default: 256. */
  readonly memoryMiB?: number;
  /** The function's environment variables. Default: none. */
  readonly environment?: Readonly<Record<string, pulumi.Input<string>>>;
}

/** The index whose objects are handled. */
export interface ObjectSource {
  readonly component: pulumi.ComponentResource;
  /** The component's logical name. */
  readonly name: string;
  /** The index's purpose, where it is not the default. */
  readonly purpose: string | undefined;
  readonly place: WorkerContext;
  readonly bucket: ApiBucket;
  readonly prefix: string;
  /** The bus of `ObjectReady`, by name. */
  readonly bus: pulumi.Input<string>;
}

/** The physical name of a worker and of all that belongs to it, of which an index of its own purpose has its own. */
const workerName = (owner: Owner, naming: Naming, name: string, purpose: string | undefined): string => {
  const plain = resourceName(owner, naming, `on-${name}`);
  if (purpose === undefined) return plain;
  const suffix = `-on-${name}`;
  return `${resourceName(owner, naming, purpose, longestWith({ role: suffix, function: suffix, rule: suffix }))}${suffix}`;
};

/** Makes the worker that calls a callback for each `ObjectReady`; see `ObjectIndex.onObject`. */
export const objectWorker = (name: string, args: OnObjectArgs, source: ObjectSource) => {
  const { component, place, bucket } = source;
  const owner = { component, name: `${source.name}-${name}` };
  const { prefix = source.prefix, suffix = "", read = false, statements = [] } = args;
  const { timeoutSeconds = defaults.index.timeoutSeconds, memoryMiB = defaults.index.memoryMiB } = args;
  check(owner, prefix.startsWith(source.prefix), "prefix", prefix, `a prefix that begins with '${source.prefix}'`);
  // S3 policies and EventBridge patterns would read them as wildcards.
  check(owner, !/[*?]|\$\{/.test(prefix), "prefix", prefix, "a prefix without '*', '?' and '${'");
  checkRange(owner, "timeoutSeconds", timeoutSeconds, limits.functionSeconds);
  checkRange(owner, "memoryMiB", memoryMiB, limits.functionMemory);
  return queueWorker(
    owner.name,
    {
      ...place,
      physicalName: workerName(owner, place.naming, name, source.purpose),
      description: `Coffer: calls ${name} for every object that arrives`,
      bus: source.bus,
      eventPattern: JSON.stringify({
        source: [objectReadyEvent.source],
        "detail-type": [objectReadyEvent.detailType],
        detail: { key: keyPattern(prefix, suffix) },
      }),
      callback: args.callback,
      folder: args.folder,
      wrapper: { file: "records/deliver", name: "deliver" },
      statements: [...(read ? readStatements(bucket, prefix, place.naming) : []), ...statements],
      environment: args.environment ?? {},
      memoryMiB,
      timeoutSeconds,
      concurrency: defaults.index.concurrency,
    },
    component,
  );
};
