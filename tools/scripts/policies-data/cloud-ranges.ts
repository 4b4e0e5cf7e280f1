import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import * as v from "valibot";
import { type Block, blockOf } from "../../../policies/iam/address-blocks";
import { type DataFile, wrapped } from "./data-file";
import { readMessagePack } from "./message-pack";
import { sources } from "./sources";

const database = v.object({
  providers: v.array(v.string()),
  ranges: v.array(v.object({ cidr: v.string(), p: v.number() })),
});

/** Cloudflare's addresses are its own proxies': no customer sends requests from them. */
const lending: readonly string[] = ["aws", "azure", "gcp", "oracle", "digitalocean"];

/** Narrower IPv4 ranges are left out, and narrower IPv6 ones widened: the sizes of a /18 and of a /36. */
const least = { ipv4: 1n << 14n, ipv6: 1n << 92n };

const widened = (block: Block): Block => {
  if (!block.ipv6 || block.size >= least.ipv6) return block;
  return { ...block, start: (block.start / least.ipv6) * least.ipv6, size: least.ipv6 };
};

/** Blocks without those inside of others, and with two halves joined into the block that they make. */
export const joined = (blocks: readonly Block[]): readonly Block[] => {
  const result: Block[] = [];
  for (const block of [...blocks].sort(inOrder)) {
    const last = result.at(-1);
    if (last !== undefined && last.ipv6 === block.ipv6 && block.start < last.start + last.size) continue;
    result.push(block);
    for (;;) {
      const [one, other] = result.slice(-2);
      if (one === undefined || other === undefined || one.ipv6 !== other.ipv6 || one.size !== other.size) break;
      if (one.start + one.size !== other.start || one.start % (one.size * 2n) !== 0n) break;
      result.splice(-2, 2, { ...one, size: one.size * 2n });
    }
  }
  return result;
};

const inOrder = (a: Block, b: Block): number => {
  if (a.ipv6 !== b.ipv6) return a.ipv6 ? 1 : -1;
  if (a.start !== b.start) return a.start < b.start ? -1 : 1;
  return a.size === b.size ? 0 : a.size > b.size ? -1 : 1;
};

const bits = (size: bigint): number => size.toString(2).length - 1;

/** As RFC 5952 writes an address: the longest row of zeros, of two groups at least, is left out. */
const ipv6Text = (start: bigint): string => {
  const groups = Array.from({ length: 8 }, (_, index) => ((start >> BigInt(16 * (7 - index))) & 0xffffn).toString(16));
  const text = `:${groups.join(":")}:`;
  const [longest] = (text.match(/(?::0)+(?=:)/g) ?? []).sort((a, b) => b.length - a.length);
  if (longest === undefined || longest.length < 4) return groups.join(":");
  return text.replace(`${longest}:`, "::").replace(/^:(?!:)|(?<!:):$/g, "");
};

const ipv4Text = (start: bigint): string => [24n, 16n, 8n, 0n].map((shift) => (start >> shift) & 255n).join(".");

export const rangeOf = ({ ipv6, start, size }: Block): string =>
  ipv6 ? `${ipv6Text(start)}/${128 - bits(size)}` : `${ipv4Text(start)}/${32 - bits(size)}`;

export const cloudRangesFile: DataFile = {
  path: "policies/data/cloud-ranges.ts",
  about: `Addresses that cloud providers lend to their customers: AWS, Azure, Google Cloud, Oracle and DigitalOcean publish them
(AWS's file is ip-ranges.json: Amazon VPC User Guide, "AWS IP address ranges"), and the source collects their files.
Neighbours are joined; IPv4 ranges narrower than /18, 3 % of the addresses, are left out; narrower IPv6 ones are
widened to /36.`,
  sources: [sources.cloudIp],
  make: (folderOf) => {
    const packed = readFileSync(join(folderOf(sources.cloudIp), "cloudip/data/cloudip.msgpack.gz"));
    const { providers, ranges } = v.parse(database, readMessagePack(gunzipSync(packed)));
    const blocks = ranges
      .filter(({ p }) => lending.includes(providers[p] ?? ""))
      .map(({ cidr }) => blockOf(cidr))
      .filter((block) => block !== undefined)
      .map(widened);
    const wide = joined(blocks).filter(({ ipv6, size }) => ipv6 || size >= least.ipv4);
    return `export const cloudRanges: readonly string[] = \`\n${wrapped(wide.map(rangeOf))}\n\`
  .trim()
  .split(/\\s+/);
`;
  },
};
