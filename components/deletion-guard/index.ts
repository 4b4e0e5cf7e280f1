import * as pulumi from "@pulumi/pulumi";
import { isProtected, protectedByDefault } from "../internal/protection";

export interface DeletionGuardArgs {
  /** What is deleted together or not at all: every component and resource of the stack. */
  readonly of: readonly pulumi.Resource[];
  /** What would be lost, by name, such as the buckets. For the `notice`. */
  readonly keeps: readonly pulumi.Input<string>[];
  /** How to allow the deletion. For the `notice`. Default: to give the components `{ protect: false }`. */
  readonly letGo?: string;
}

const byOption = "give the components and this guard { protect: false }, run pulumi up, then pulumi destroy";

/**
 * Makes `pulumi destroy` delete all of a stack or nothing. The engine deletes what nothing depends on first, and goes on
 * past a protected resource with everything that this one does not depend on: functions, alarms and the trail would go,
 * and the buckets would stay without them. This component depends on everything and is protected, so the engine reaches
 * it first, and spares what it depends on. It exists in the stack's state only, and costs nothing. Make it last.
 *
 * Protected by default; give it the same `protect` as what it guards.
 *
 * @example
 * ```ts
 * import { DeletionGuard, EncryptionKey } from "coffer";
 *
 * const naming = { company: "acme", environment: "dev", region: "eu-central-1" };
 * const key = new EncryptionKey("key", { naming, purpose: "main" , grants: [{ to: "s3" }] });
 * export const guard = new DeletionGuard("guard", { of: [key], keeps: [key.arn] });
 * ```
 */
export class DeletionGuard extends pulumi.ComponentResource {
  /** What `pulumi destroy` would do, and how to change it. */
  readonly notice: pulumi.Output<string>;

  constructor(name: string, args: DeletionGuardArgs, opts?: pulumi.ComponentResourceOptions) {
    super(
      "coffer:index:DeletionGuard",
      name,
      {},
      pulumi.mergeOptions(protectedByDefault(opts), { dependsOn: [...args.of] }),
    );
    const names = pulumi.all([...args.keeps]).apply((keeps) => keeps.join(", "));
    this.notice = isProtected(this)
      ? pulumi.interpolate`pulumi destroy is refused: this stack keeps ${names}. To delete them, ${args.letGo ?? byOption}.`
      : pulumi.interpolate`pulumi destroy deletes everything, with all that is in ${names}.`;
    this.registerOutputs({ notice: this.notice });
  }
}
