import { createHash } from "node:crypto";
import { ProgramError } from "../program-error";
import { type FunctionCall, type Properties, unknown } from "../types";

/** Where a function is asked. */
interface Asked {
  readonly account: string;
  readonly region: string;
  readonly args: Properties;
}

interface Partition {
  readonly partition: string;
  readonly dnsSuffix: string;
  readonly reverseDnsPrefix: string;
}

/** AWS's partitions, by how their regions begin (botocore's `endpoints.json`). */
const partitions: readonly (readonly [begin: string, Partition])[] = [
  ["cn-", { partition: "aws-cn", dnsSuffix: "amazonaws.com.cn", reverseDnsPrefix: "cn.com.amazonaws" }],
  ["us-gov-", { partition: "aws-us-gov", dnsSuffix: "amazonaws.com", reverseDnsPrefix: "com.amazonaws" }],
  ["us-iso-", { partition: "aws-iso", dnsSuffix: "c2s.ic.gov", reverseDnsPrefix: "gov.ic.c2s" }],
  ["us-isob-", { partition: "aws-iso-b", dnsSuffix: "sc2s.sgov.gov", reverseDnsPrefix: "gov.sgov.sc2s" }],
  ["eusc-", { partition: "aws-eusc", dnsSuffix: "amazonaws.eu", reverseDnsPrefix: "eu.amazonaws" }],
  ["", { partition: "aws", dnsSuffix: "amazonaws.com", reverseDnsPrefix: "com.amazonaws" }],
];

const partitionOf = (region: string): Partition =>
  partitions.find(([begin]) => region.startsWith(begin))?.[1] ?? {
    partition: "aws",
    dnsSuffix: "amazonaws.com",
    reverseDnsPrefix: "com.amazonaws",
  };

const textOf = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

/** The account of AWS that writes billing reports (Billing User Guide, "Cost and Usage Reports": the same everywhere). */
const billingAccount = "386209384616";

const parseArn = (given: unknown): Properties => {
  const arn = textOf(given) ?? "";
  const [mark, partition, service, region, account, ...resource] = arn.split(":");
  if (mark !== "arn" || resource.length === 0)
    throw new ProgramError(`'${arn}' is no ARN: it needs six parts, with ':'.`);
  return { partition, service, region, account, resource: resource.join(":") };
};

const regionOf = ({ region, args }: Asked): Properties => {
  const fromEndpoint = /^ec2\.([a-z0-9-]+)\./.exec(textOf(args.endpoint) ?? "")?.[1];
  const name = textOf(args.region) ?? textOf(args.name) ?? textOf(args.id) ?? fromEndpoint ?? region;
  const endpoint = `ec2.${name}.${partitionOf(name).dnsSuffix}`;
  // The region's name for people is nowhere in a program's way; nobody tells it here.
  return { id: name, name, region: name, endpoint, description: unknown };
};

const serviceOf = ({ region, args }: Asked): Properties => {
  const reverse = textOf(args.reverseDnsName) ?? textOf(args.dnsName)?.split(".").reverse().join(".");
  const parts = reverse?.split(".") ?? [];
  const prefix = textOf(args.reverseDnsPrefix) ?? (parts.length > 2 ? parts.slice(0, -2).join(".") : undefined);
  const place = textOf(args.region) ?? parts.at(-2) ?? region;
  const serviceId = textOf(args.serviceId) ?? parts.at(-1);
  if (serviceId === undefined) throw new ProgramError("aws.getService: give serviceId, dnsName or reverseDnsName.");
  const { partition, reverseDnsPrefix } = partitionOf(place);
  const reverseDnsName = `${prefix ?? reverseDnsPrefix}.${place}.${serviceId}`;
  const dnsName = reverseDnsName.split(".").reverse().join(".");
  return {
    ...{ id: reverseDnsName, serviceId, region: place, partition, dnsName, reverseDnsName },
    reverseDnsPrefix: prefix ?? reverseDnsPrefix,
    supported: unknown,
  };
};

/** Three zones, a to c, as all but a few regions have them for an account; the provider's filters are not known here. */
const zonesOf = ({ region, args }: Asked): Properties | undefined => {
  const { filters, state, excludeNames = [], excludeZoneIds } = args;
  if (filters !== undefined || excludeZoneIds !== undefined || args.allAvailabilityZones === true) return undefined;
  if (state !== undefined && state !== "available") return undefined;
  const excluded = Array.isArray(excludeNames) ? excludeNames : [];
  const names = ["a", "b", "c"].map((letter) => region + letter).filter((name) => !excluded.includes(name));
  return { ...args, id: region, region, names, groupNames: [region], zoneIds: unknown };
};

const zoneOf = ({ region, args }: Asked): Properties | undefined => {
  const name = textOf(args.name);
  if (name === undefined || args.filters !== undefined || !/^[a-z]+(-[a-z]+)+-\d[a-z]$/.test(name)) return undefined;
  const own = name.slice(0, -1);
  return {
    ...{ id: name, name, region: textOf(args.region) ?? region, groupName: own, networkBorderGroup: own },
    ...{
      nameSuffix: name.slice(-1),
      state: "available",
      optInStatus: unknown,
      zoneId: unknown,
      zoneType: "availability-zone",
    },
    ...{ parentZoneId: "", parentZoneName: "", groupLongName: unknown },
  };
};

const sessionOf = ({ args }: Asked): Properties => {
  const arn = textOf(args.arn) ?? "";
  const { partition, account, resource } = parseArn(arn);
  const [kind, role = "", session = ""] = String(resource).split("/");
  return kind === "assumed-role"
    ? {
        ...{ arn, id: arn, issuerName: role, sessionName: session, issuerId: unknown },
        issuerArn: `arn:${partition}:iam::${account}:role/${role}`,
      }
    : { arn, id: arn, issuerArn: arn, issuerId: "", issuerName: "", sessionName: "" };
};

/** What AWS or its provider answers from nothing but the arguments, the account and the region. */
const functions: Readonly<Record<string, (asked: Asked) => Properties | undefined>> = {
  "aws:index/getCallerIdentity:getCallerIdentity": ({ account, region }) => ({
    ...{ id: account, accountId: account, userId: account },
    arn: `arn:${partitionOf(region).partition}:iam::${account}:root`,
  }),
  "aws:index/getRegion:getRegion": regionOf,
  "aws:index/getPartition:getPartition": ({ region }) => {
    const own = partitionOf(region);
    return { ...own, id: own.partition };
  },
  "aws:index/getArn:getArn": ({ args }) => ({ ...parseArn(args.arn), arn: args.arn, id: args.arn }),
  "aws:index/arnParse:arnParse": ({ args }) => {
    const { account, ...arn } = parseArn(args.arn);
    return { ...arn, accountId: account };
  },
  "aws:index/arnBuild:arnBuild": ({ args: { partition, service, region, accountId, resource } }) => ({
    result: ["arn", partition, service, region, accountId, resource].join(":"),
  }),
  "aws:index/trimIamRolePath:trimIamRolePath": ({ args }) => {
    const { partition, account, resource } = parseArn(args.arn);
    return { result: `arn:${partition}:iam::${account}:role/${String(resource).split("/").at(-1)}` };
  },
  "aws:index/getService:getService": serviceOf,
  "aws:index/getServicePrincipal:getServicePrincipal": ({ region, args }) => {
    const place = textOf(args.region) ?? region;
    const { partition } = partitionOf(place);
    // Outside of the commercial partition the names are as many as the services.
    if (partition !== "aws") return undefined;
    const [serviceName, suffix] = [textOf(args.serviceName) ?? "", "amazonaws.com"];
    return {
      id: `${serviceName}.${place}.${suffix}`,
      name: `${serviceName}.${suffix}`,
      serviceName,
      suffix,
      region: place,
    };
  },
  "aws:index/getBillingServiceAccount:getBillingServiceAccount": ({ region }) => ({
    id: billingAccount,
    arn: `arn:${partitionOf(region).partition}:iam::${billingAccount}:root`,
  }),
  "aws:index/getAvailabilityZones:getAvailabilityZones": zonesOf,
  "aws:index/getAvailabilityZone:getAvailabilityZone": zoneOf,
  "aws:s3/getCanonicalUserId:getCanonicalUserId": ({ account }) => ({
    id: createHash("sha256").update(`canonical user ${account}`).digest("hex"),
    displayName: "",
  }),
  "aws:iam/getSessionContext:getSessionContext": sessionOf,
};

/** The functions that can be answered from the account and the region. */
export const regionFunctions: readonly string[] = Object.keys(functions);

/** Answers a function from an account and the call's region; undefined if that is not enough. */
export const answerFromRegion = (account: string, { token, args, region }: FunctionCall): Properties | undefined =>
  functions[token]?.({ account, args, region: textOf(args.region) ?? region });
