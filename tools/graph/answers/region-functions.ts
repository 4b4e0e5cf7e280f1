import { createHash } from "node:crypto";
import { ProgramError } from "../program-error";
import type { FunctionCall, Properties } from "../types";

/** AWS's names of its regions, for people (AWS General Reference, "AWS Regions"); another region's is its code. */
const regionNames: Readonly<Record<string, string>> = {
  "af-south-1": "Africa (Cape Town)",
  "ap-east-1": "Asia Pacific (Hong Kong)",
  "ap-northeast-1": "Asia Pacific (Tokyo)",
  "ap-northeast-2": "Asia Pacific (Seoul)",
  "ap-northeast-3": "Asia Pacific (Osaka)",
  "ap-south-1": "Asia Pacific (Mumbai)",
  "ap-south-2": "Asia Pacific (Hyderabad)",
  "ap-southeast-1": "Asia Pacific (Singapore)",
  "ap-southeast-2": "Asia Pacific (Sydney)",
  "ap-southeast-3": "Asia Pacific (Jakarta)",
  "ca-central-1": "Canada (Central)",
  "cn-north-1": "China (Beijing)",
  "cn-northwest-1": "China (Ningxia)",
  "eu-central-1": "Europe (Frankfurt)",
  "eu-central-2": "Europe (Zurich)",
  "eu-north-1": "Europe (Stockholm)",
  "eu-south-1": "Europe (Milan)",
  "eu-south-2": "Europe (Spain)",
  "eu-west-1": "Europe (Ireland)",
  "eu-west-2": "Europe (London)",
  "eu-west-3": "Europe (Paris)",
  "il-central-1": "Israel (Tel Aviv)",
  "me-central-1": "Middle East (UAE)",
  "me-south-1": "Middle East (Bahrain)",
  "sa-east-1": "South America (Sao Paulo)",
  "us-east-1": "US East (N. Virginia)",
  "us-east-2": "US East (Ohio)",
  "us-gov-east-1": "AWS GovCloud (US-East)",
  "us-gov-west-1": "AWS GovCloud (US-West)",
  "us-west-1": "US West (N. California)",
  "us-west-2": "US West (Oregon)",
};

/** `eu-central-1` as zone ids write it: `euc1`. */
const shortRegion = (region: string): string =>
  region.replace(/north|south|east|west|central/g, (direction) => direction.charAt(0)).replaceAll("-", "");

/** A zone's id. AWS maps letters to zones account by account; here `a` is the first. */
const zoneIdOf = (zone: string): string =>
  `${shortRegion(zone.slice(0, -1))}-az${zone.charCodeAt(zone.length - 1) - "a".charCodeAt(0) + 1}`;

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
  return { id: name, name, region: name, endpoint, description: regionNames[name] ?? name };
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
    // The provider reads it from a list of its own; every service that has a resource is in most regions.
    supported: true,
  };
};

/** Three zones, a to c, as all but a few regions have them for an account; the provider's filters are not known here. */
const zonesOf = ({ region, args }: Asked): Properties | undefined => {
  const { filters, state, excludeNames = [], excludeZoneIds } = args;
  if (filters !== undefined || excludeZoneIds !== undefined || args.allAvailabilityZones === true) return undefined;
  if (state !== undefined && state !== "available") return undefined;
  const excluded = Array.isArray(excludeNames) ? excludeNames : [];
  const names = ["a", "b", "c"].map((letter) => region + letter).filter((name) => !excluded.includes(name));
  return { ...args, id: region, region, names, groupNames: [region], zoneIds: names.map(zoneIdOf) };
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
      optInStatus: "opt-in-not-required",
      zoneId: zoneIdOf(name),
      zoneType: "availability-zone",
    },
    ...{ parentZoneId: "", parentZoneName: "", groupLongName: regionNames[own] ?? own },
  };
};

const sessionOf = ({ args }: Asked): Properties => {
  const arn = textOf(args.arn) ?? "";
  const { partition, account, resource } = parseArn(arn);
  const [kind, role = "", session = ""] = String(resource).split("/");
  return kind === "assumed-role"
    ? {
        ...{
          arn,
          id: arn,
          issuerName: role,
          sessionName: session,
          issuerId: `AROA${createHash("sha256").update(arn).digest("hex").slice(0, 17).toUpperCase()}`,
        },
        issuerArn: `arn:${partition}:iam::${account}:role/${role}`,
      }
    : { arn, id: arn, issuerArn: arn, issuerId: "", issuerName: "", sessionName: "" };
};

/**
 * What AWS or its provider answers from nothing but the arguments, the account and the region. An answer is
 * known whole or not at all: an output with one unknown property runs no `apply`.
 */
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

/** Answers a function from an account and the call's region; undefined if that is not enough. */
export const answerFromRegion = (account: string, { token, args, region }: FunctionCall): Properties | undefined =>
  functions[token]?.({ account, args, region: textOf(args.region) ?? region });
