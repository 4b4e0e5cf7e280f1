/** A block of addresses: the bits of the first one, and how many of them all have in common. */
export interface Block {
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
export const blockOf = (range: string): Block | undefined => {
  const [address = "", bits, ...more] = range.trim().split("/");
  const ipv6 = address.includes(":");
  const length = ipv6 ? 128 : 32;
  const prefix = bits === undefined ? length : /^\d{1,3}$/.test(bits) ? Number(bits) : Number.NaN;
  const number = ipv6 ? ipv6Of(address) : ipv4Of(address);
  if (more.length > 0 || number === undefined || !(prefix <= length)) return undefined;
  const size = 1n << BigInt(length - prefix);
  return { ipv6, start: (number / size) * size, size };
};
