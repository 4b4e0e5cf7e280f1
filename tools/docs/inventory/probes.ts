import { isFields } from "../../../policies/framework/fields";
import type { DeclaredProperty } from "./declarations";
import type { Kind } from "./kinds";

/** Values of which a rule that judges a property must tell at least two apart. */
type Probes = readonly unknown[];

const document = (statement: object): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Sid: "Probe", Effect: "Allow", ...statement }] });

const own = "arn:aws:iam::123456789012:role/reader";
const foreign = "210987654321";

const documents: Probes = [
  undefined,
  document({ Principal: { AWS: own }, Action: "s3:GetObject", Resource: "arn:aws:s3:::example-dev-files/*" }),
  document({ Principal: "*", Action: "*", Resource: "*" }),
  document({ Action: "*", Resource: "*" }),
  document({ Principal: { Service: "s3.amazonaws.com" }, Action: "sts:AssumeRole", Resource: "*" }),
];

const principals: Probes = [undefined, own, "*", "all", foreign, `arn:aws:iam::${foreign}:root`, "s3.amazonaws.com"];

const keyArn = "key/00000000-0000-4000-8000-000000000000";
const keys: Probes = [
  undefined,
  "alias/aws/s3",
  `arn:aws:kms:eu-central-1:123456789012:${keyArn}`,
  `arn:aws:kms:eu-west-1:${foreign}:${keyArn}`,
];

const switches: Probes = [undefined, true, false, "NONE", "public-read", "192.0.2.0/24", { subnetIds: ["subnet-1"] }];

/** The values that a property's documentation names in backticks. */
const namedIn = ({ doc }: DeclaredProperty): Probes =>
  [...doc.matchAll(/`"?([\w-]+)"?`/g)].map(([, value]) => value).slice(0, 12);

/** Whether a property takes a list of texts. A list of blocks is read as one block is. */
const isList = ({ declared }: DeclaredProperty): boolean => /\[\]/.test(declared) && !/inputs\./.test(declared);

/** The values to try for a property, as lists where it takes one. */
export const probesFor = (kind: Kind, property: DeclaredProperty): Probes => {
  const plain: Probes = {
    "policy document": documents,
    principal: principals,
    region: ["eu-central-1", "us-east-1"],
    key: keys,
    "public switch": [...switches, ...namedIn(property)],
  }[kind];
  return isList(property) ? plain.map((value) => (value === undefined ? value : [value])) : plain;
};

/** Inputs with a value at a path. Blocks on the way are switched on where they can be. */
export const withValue = (
  inputs: Readonly<Record<string, unknown>>,
  path: string,
  value: unknown,
): Readonly<Record<string, unknown>> => {
  const [step = "", ...rest] = path.split(".");
  if (rest.length === 0) return { ...inputs, [step]: value };
  const there = inputs[step];
  const [first, ...others]: readonly unknown[] = Array.isArray(there) ? there : [there];
  const block = withValue(isFields(first) ? first : { enabled: true }, rest.join("."), value);
  return { ...inputs, [step]: Array.isArray(there) ? [block, ...others] : block };
};
