import type { Unseen } from "./unseen";

/** What one program would deploy. */
export interface Graph {
  readonly project: string;
  readonly stack: string;
  /** In the order of their registration; a parent comes before its children. */
  readonly resources: readonly Resource[];
  /** What the program exports. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** What is missing from this graph, or only guessed. Empty if it shows all that the engine would see. */
  readonly unseen: readonly Unseen[];
}

export interface Resource {
  readonly urn: string;
  /** Pulumi's type token, such as `aws:s3/bucket:Bucket`. */
  readonly type: string;
  /** The logical name. */
  readonly name: string;
  /** False for components, which exist in the program only. */
  readonly custom: boolean;
  /** The URN of the resource that it belongs to; empty for the stack. */
  readonly parent: string;
  /** The explicit provider's URN; empty for the default one. */
  readonly provider: string;
  /** The AWS region that it is in. */
  readonly region: string;
  readonly protect: boolean;
  /** The URNs that must exist first, whatever the reason. */
  readonly dependsOn: readonly string[];
  readonly inputs: Properties;
  /** For each input, the URNs of the resources that its value came from. */
  readonly sources: Readonly<Record<string, readonly string[]>>;
  /** The provider's id; empty for components. */
  readonly id: string;
  /** All properties: the inputs and what the provider adds. */
  readonly outputs: Properties;
}

/** JSON, with files as {@link AssetValue}s; in a preview, {@link unknown} where a value is not known yet. */
export type Properties = Readonly<Record<string, unknown>>;

/** Stands for a value that is known only after deployment. */
export const unknown = "[not known yet]";

/** A file, or an archive of files, as a resource takes it. */
export type AssetValue =
  | { readonly asset: "text"; readonly text: string }
  | { readonly asset: "path"; readonly path: string }
  | { readonly asset: "archive"; readonly files: Readonly<Record<string, AssetValue>> };

/** What makes a resource, or pretends to. */
export interface Backend {
  /** Makes one custom resource, whose dependencies exist by now. */
  readonly create: (resource: ResourceRequest) => Promise<{ readonly id: string; readonly outputs: Properties }>;
  /** Answers a provider function, such as `aws:index/getCallerIdentity:getCallerIdentity`. */
  readonly invoke: (token: string, args: Properties) => Promise<Properties>;
}

export type ResourceRequest = Omit<Resource, "id" | "outputs">;

/** How a program is run. */
export interface RunOptions {
  /** The folder of `Pulumi.yaml`. */
  readonly directory: string;
  readonly stack: string;
  /** Whether the program runs as in a preview of a new stack: what AWS would answer is not known yet. */
  readonly preview?: boolean;
}
