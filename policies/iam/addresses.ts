import { cloudRanges } from "../data/cloud-ranges";
import { type Block, blockOf } from "./address-blocks";

const meet = (one: Block, other: Block): boolean =>
  one.ipv6 === other.ipv6 && one.start < other.start + other.size && other.start < one.start + one.size;

const blocksOf = (ranges: readonly string[]): readonly Block[] =>
  ranges.map(blockOf).filter((block) => block !== undefined);

let clouds: readonly Block[] | undefined;

/** Made when a policy names a range for the first time: most stacks name none. */
const ofClouds = (): readonly Block[] => {
  clouds ??= blocksOf(cloudRanges);
  return clouds;
};

/** No request reaches AWS's public endpoints from these (RFC 1918, RFC 6598, RFC 4193). */
const ofNobody = blocksOf(["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7"]);

const isWithin = (one: Block, other: Block): boolean =>
  one.ipv6 === other.ipv6 && other.start <= one.start && one.start + one.size <= other.start + other.size;

/** So many addresses may be one customer's at a cloud provider. A range that is wider is many customers'. */
const mostOfOneCustomer = (block: Block): bigint => (block.ipv6 ? 1n << 80n : 256n);

const isCloud = (block: Block): boolean =>
  block.size > mostOfOneCustomer(block) && ofClouds().some((cloud) => meet(cloud, block));

/** S3 takes wider than /8, and in IPv6 than /32, for everybody (Amazon S3 User Guide, "The meaning of public"). */
const most = { ipv4: 1n << 24n, ipv6: 1n << 96n };

/**
 * Whether ranges leave few enough addresses for a place that somebody owns. They are summed, for 256 ranges of /8 are the
 * internet. A wide range of a cloud provider is open to all of its customers.
 */
export const areFewAddresses = (ranges: readonly string[]): boolean => {
  const sums = { ipv4: 0n, ipv6: 0n };
  for (const range of new Set(ranges)) {
    const block = blockOf(range);
    if (block === undefined || isCloud(block)) return false;
    if (ofNobody.some((nobody) => isWithin(block, nobody))) continue;
    sums[block.ipv6 ? "ipv6" : "ipv4"] += block.size;
  }
  return ranges.length > 0 && sums.ipv4 <= most.ipv4 && sums.ipv6 <= most.ipv6;
};
