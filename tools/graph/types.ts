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
  /** What the evaluation had to assume, and what the program warns of. Sentences. */
  readonly notes: readonly string[];
  /** What the program asked AWS or another stack for, and nobody could answer here. */
  readonly unanswered: readonly Question[];
}

/** What a program asks for that is not part of it. */
export type Question =
  | {
      readonly kind: "function";
      readonly token: string;
      readonly args: Properties;
      readonly results: readonly string[];
    }
  | { readonly kind: "resource"; readonly type: string; readonly id: string }
  | { readonly kind: "stack"; readonly stack: string };

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
  /** Whether the program only reads it: it exists already, and belongs to somebody else. */
  readonly external?: boolean;
  readonly protect: boolean;
  /** The URNs that must exist first, whatever the reason. */
  readonly dependsOn: readonly string[];
  readonly inputs: Properties;
  /** For each input, the URNs of the resources that its value came from. */
  readonly sources: Readonly<Record<string, readonly string[]>>;
  /** Where the program makes it, as far as the SDK tells; the innermost line outside of `node_modules`. */
  readonly source?: { readonly file: string; readonly line: number };
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
  | { readonly asset: "uri"; readonly uri: string }
  | { readonly asset: "archive"; readonly files: Readonly<Record<string, AssetValue>> };

/** What makes a resource, or pretends to. */
export interface Backend {
  /** Makes one custom resource, whose dependencies exist by now. */
  readonly create: (resource: ResourceRequest) => Promise<Made>;
  /** Answers a provider function; undefined if it cannot. Throws a `ProgramError` if the provider would refuse. */
  readonly invoke: (call: FunctionCall) => Promise<Properties | undefined>;
  /** Reads an existing resource; undefined if its properties cannot be told. */
  readonly read: (resource: ReadRequest) => Promise<Properties | undefined>;
}

export interface Made {
  readonly id: string;
  readonly outputs: Properties;
}

/** A call of a provider function. */
export interface FunctionCall {
  /** Such as `aws:index/getCallerIdentity:getCallerIdentity`. */
  readonly token: string;
  readonly args: Properties;
  readonly region: string;
}

/** A request for an existing resource (`Bucket.get`), or for another stack's outputs (`StackReference`). */
export interface ReadRequest {
  readonly type: string;
  readonly id: string;
  readonly inputs: Properties;
  readonly region: string;
}

export type ResourceRequest = Omit<Resource, "id" | "outputs">;

/** How a program is run. */
export interface RunOptions {
  /** The folder of `Pulumi.yaml`. */
  readonly directory: string;
  readonly stack: string;
  /** Whether the program runs as in a preview of a new stack: what AWS would answer is not known yet. */
  readonly preview?: boolean;
  /** Whether resources are really made. What is not known is then an error. */
  readonly update?: boolean;
  /** The Pulumi organisation, for `pulumi.getOrganization()`. Default: `organization`, as the engine has it without one. */
  readonly organization?: string;
  /** Seconds after which a program that has not ended is stopped. Default: 120. */
  readonly timeout?: number;
  /** Configuration values that are encrypted in the stack's file, by full key, such as `app:password`. */
  readonly secrets?: Readonly<Record<string, string>>;
}
