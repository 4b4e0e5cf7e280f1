import * as sdk from "@pulumi/policy/deserialize";
import { unpackOnce } from "../../../policies/framework/unpack-once";

const fake = () => {
  const unpack = jest.fn((message: object, _keepSecrets: boolean): object => ({ ...message }));
  const module = { deserializeProperties: unpack };
  return { module, unpack };
};

test("a message is unpacked once for all who only read it, and anew for everyone who may change it", () => {
  const { module, unpack } = fake();
  expect(unpackOnce(module)).toBe(true);
  const [one, other] = [{ name: "one" }, { name: "one" }];
  const first = module.deserializeProperties(one, false);
  expect(module.deserializeProperties(one, false)).toBe(first);
  expect(first).toEqual({ name: "one" });
  expect(module.deserializeProperties(other, false)).not.toBe(first);
  expect(unpack).toHaveBeenCalledTimes(2);
  expect(module.deserializeProperties(one, true)).not.toBe(first);
  expect(module.deserializeProperties(one, true)).not.toBe(module.deserializeProperties(one, true));
  expect(unpack).toHaveBeenCalledTimes(5);
});

test("an SDK without that function is left alone", () => {
  const module = { other: 1 };
  expect(unpackOnce(module)).toBe(false);
  expect(module).toEqual({ other: 1 });
});

test("the SDK that is installed has it: otherwise 1,000 resources take several times as long", () => {
  expect(unpackOnce({ ...sdk })).toBe(true);
});
