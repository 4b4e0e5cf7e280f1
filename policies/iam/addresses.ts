import { cloudRanges } from "./cloud-ranges";

/** A block of addresses: the bits of the first one, and how many of them all have in common. */
interface Block {
  readonly ipv6: boolean;
  readonly start: bigint;
  readonly size: bigint;
}

const numberOf = (groups: readonly string[], bits: number, radix: number): bigint | undefined => {
  const form = radix === 10 ? /^\d{1,3}$/ : /^[\da-f]{1,4}$/i;
  let sum = 0n;
  for (const group of groups) {
    const value = form.test(group) ? Number.parseInt(group, radix) : Number.NaN;
    if (!(value < 2 ** bits)) return undefined;
    sum = (sum << BigInt(bits)) | BigInt(value);
  }
  return sum;
};

const ipv4Of = (address: string): bigint | undefined => {
  const groups = address.split(".");
  return groups.length === 4 ? numberOf(groups, 8, 10) : undefined;
};

/** `2001:db8::1` is `2001:db8:0:0:0:0:0:1`. */
const ipv6Of = (address: string): bigint | undefined => {
  const [head = "", tail, ...more] = address.split("::");
  if (more.length > 0) return undefined;
  const groupsOf = (text: string) => (text === "" ? [] : text.split(":"));
  const [before, after] = [groupsOf(head), groupsOf(tail ?? "")];
  const missing = 8 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  return numberOf([...before, ...Array<string>(missing).fill("0"), ...after], 16, 16);
};

/** The addresses of `192.0.2.0/24` or `2001:db8::/32`; undefined for what is no range. */
const blockOf = (range: string): Block | undefined => {
  const [address = "", bits, ...more] = range.trim().split("/");
  const ipv6 = address.includes(":");
  const length = ipv6 ? 128 : 32;
  const prefix = bits === undefined ? length : /^\d{1,3}$/.test(bits) ? Number(bits) : Number.NaN;
  const number = ipv6 ? ipv6Of(address) : ipv4Of(address);
  if (more.length > 0 || number === undefined || !(prefix <= length)) return undefined;
  const size = 1n << BigInt(length - prefix);
  return { ipv6, start: (number / size) * size, size };
};

const meet = (one: Block, other: Block): boolean =>
  one.ipv6 === other.ipv6 && one.start < other.start + other.size && other.start < one.start + one.size;

const blocksOf = (ranges: readonly string[]): readonly Block[] =>
  ranges.map(blockOf).filter((block) => block !== undefined);

const ofClouds = blocksOf(cloudRanges);

/** No request reaches AWS's public endpoints from these (RFC 1918, RFC 6598, RFC 4193). */
const ofNobody = blocksOf(["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7"]);

const isWithin = (one: Block, other: Block): boolean =>
  one.ipv6 === other.ipv6 && other.start <= one.start && one.start + one.size <= other.start + other.size;

/** So many addresses may be one customer's at a cloud provider. A range that is wider is many customers'. */
const mostOfOneCustomer = (block: Block): bigint => (block.ipv6 ? 1n << 80n : 256n);

const isCloud = (block: Block): boolean =>
  block.size > mostOfOneCustomer(block) && ofClouds.some((cloud) => meet(cloud, block));

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
