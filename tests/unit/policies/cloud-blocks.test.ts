import { type Block, blockOf } from "../../../policies/iam/address-blocks";
import { joined, rangeOf } from "../../../tools/scripts/policies-data/cloud-ranges";
import { readMessagePack } from "../../../tools/scripts/policies-data/message-pack";

const blocks = (ranges: readonly string[]): readonly Block[] =>
  ranges.map(blockOf).filter((block) => block !== undefined);

test.each([
  [["10.0.0.0/25", "10.0.0.128/25"], ["10.0.0.0/24"]],
  [
    ["10.0.0.128/25", "10.0.1.0/25"],
    ["10.0.0.128/25", "10.0.1.0/25"],
  ],
  [["10.0.1.0/24", "10.0.0.0/24", "10.0.2.0/23"], ["10.0.0.0/22"]],
  [["10.0.0.7/32", "10.0.0.0/8", "10.1.0.0/16"], ["10.0.0.0/8"]],
  [
    ["2600:1f01::/32", "2600:1f00::/32", "10.0.0.0/24"],
    ["10.0.0.0/24", "2600:1f00::/31"],
  ],
])("%j join to %j", (ranges, expected) => {
  expect(joined(blocks(ranges)).map(rangeOf)).toEqual(expected);
});

test.each(["0.0.0.0/0", "3.0.0.0/15", "::/0", "2001:db8::/32", "2603:1000::/24", "2600:1f00:0:1::/64"])(
  "%s is written as it was read",
  (range) => {
    expect(blocks([range]).map(rangeOf)).toEqual([range]);
  },
);

test("MessagePack's maps, lists, texts, numbers and nothing are read", () => {
  // {"a": [1, 200, 300, 70000, null], "b": "text"}, by the specification's formats.
  const bytes = [0x82, 0xa1, 0x61, 0x95, 0x01, 0xcc, 0xc8, 0xcd, 0x01, 0x2c, 0xce, 0x00, 0x01, 0x11, 0x70, 0xc0];
  const text = [0xa1, 0x62, 0xd9, 0x04, 0x74, 0x65, 0x78, 0x74];
  expect(readMessagePack(Uint8Array.from([...bytes, ...text]))).toEqual({ a: [1, 200, 300, 70_000, null], b: "text" });
});

test("a format that is not read is an error that names it and its place", () => {
  expect(() => readMessagePack(Uint8Array.from([0x91, 0xca]))).toThrow("the format 0xca of MessagePack at byte 1");
});
