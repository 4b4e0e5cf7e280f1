import type { Resource } from "../types";
import type { Unseen } from "../unseen";
import { partsOf } from "./deployment";

/** The major versions of the AWS provider whose types the rules know. v6 and v7 call some S3 types `*V2`. */
const majors = [5, 6, 7];

const awsProvider = "pulumi:providers:aws";

/** `default_7_48_0` is the name of the default provider of version 7.48.0. */
const versionIn = (urn: string): string | undefined => {
  const { type, name } = partsOf(urn);
  return type === awsProvider ? /^default_(\d+)_/.exec(name)?.[1] : undefined;
};

const versionOf = ({ urn, type, inputs }: Resource): string | undefined =>
  type === awsProvider ? (versionIn(urn) ?? /^v?(\d+)\./.exec(String(inputs.version))?.[1]) : undefined;

/** What a file says of AWS providers that the rules do not know. `plugins` are versions that its head names. */
export const unknownProviders = (resources: readonly Resource[], plugins: readonly string[] = []): Unseen[] => {
  const found = new Set(
    resources
      .flatMap((resource) => [versionOf(resource), versionIn(resource.provider)])
      .concat(plugins.map((version) => /^v?(\d+)\./.exec(version)?.[1]))
      .filter((major) => major !== undefined),
  );
  return [...found]
    .filter((major) => !majors.includes(Number(major)))
    .map((major) => ({
      kind: "source",
      cause: `Resources are made by version ${major} of the AWS provider, whose properties the rules do not know.`,
      remedy: `Use version ${majors.join(", ")} of @pulumi/aws.`,
    }));
};
