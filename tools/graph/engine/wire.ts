import type { JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { type Fields, isFields } from "../../../policies/framework/fields";
import { type AssetValue, type Properties, unknown } from "../types";

/**
 * The marks by which Pulumi's protocol tells special values from plain ones (sdk/go/common/resource/properties.go,
 * asset.go; the Node.js SDK's runtime/rpc.js).
 */
const mark = "4dabf18193072939515e22adb298388d";
const marks = {
  asset: "c44067f5952c0a294b673a41bacd8c17",
  archive: "0def7320c3a5731c473e5ecbe6d01bc7",
  secret: "1b47061264138c4ac30d75fd1eb44270",
  resource: "5cf8f73096256a8f31e491e813e4eb8e",
  output: "d0e6a833031e9bbcd3f4e8bde6ca49a4",
} as const;

/** What stands for an unknown value in Pulumi's protocol. */
export const unknownOnWire = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const markOf = (value: unknown): unknown => (isFields(value) ? value[mark] : undefined);

const assetOf = (value: Fields): AssetValue => {
  if (isFields(value.assets))
    return {
      asset: "archive",
      files: Object.fromEntries(
        Object.entries(value.assets).map(([name, file]) => [name, assetOf(isFields(file) ? file : {})]),
      ),
    };
  for (const kind of ["text", "path", "uri"] as const) {
    const given = value[kind];
    if (typeof given === "string" && (given !== "" || kind === "text"))
      return kind === "text"
        ? { asset: "text", text: given }
        : kind === "path"
          ? { asset: "path", path: given }
          : { asset: "uri", uri: given };
  }
  return { asset: "text", text: "" };
};

/** A reference to a resource stands for its id, as it does in a property that takes one; for its URN if it has none. */
const referenceOf = ({ id, urn }: Fields): unknown => (id === "" ? unknown : id === undefined ? urn : fromWire(id));

/** A value of Pulumi's protocol as plain JSON: secrets are unwrapped, the unknown is {@link unknown}. */
export const fromWire = (value: unknown): unknown => {
  if (value === unknownOnWire) return unknown;
  if (Array.isArray(value)) return value.map(fromWire);
  if (!isFields(value)) return value;
  switch (markOf(value)) {
    case marks.asset:
    case marks.archive:
      return assetOf(value);
    case marks.secret:
      return fromWire(value.value);
    case marks.output:
      return Object.hasOwn(value, "value") ? fromWire(value.value) : unknown;
    case marks.resource:
      return referenceOf(value);
    default:
      return propertiesFromWire(value);
  }
};

/** The properties of a resource, or the arguments of a function, as plain JSON. */
export const propertiesFromWire = (properties: Fields): Properties =>
  Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, fromWire(value)]));

const isScalar = (value: unknown): value is string | number | boolean =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean";

/** Plain JSON as a value of Pulumi's protocol. */
export const toWire = (value: unknown): JavaScriptValue => {
  if (value === unknown) return unknownOnWire;
  if (Array.isArray(value)) return value.map(toWire);
  if (isFields(value)) return propertiesToWire(value);
  return isScalar(value) ? value : null;
};

export const propertiesToWire = (properties: object): WireFields =>
  Object.fromEntries(
    Object.entries(properties).flatMap(([name, value]) => (value === undefined ? [] : [[name, toWire(value)]])),
  );

type WireFields = { [name: string]: JavaScriptValue };

const isWireFields = (value: JavaScriptValue): value is WireFields => isFields(value);

/** A property as the engine answers it: outputs are resolved, secrets and files stay what they are. */
const settle = (value: JavaScriptValue): JavaScriptValue => {
  if (Array.isArray(value)) return value.map(settle);
  if (!isWireFields(value)) return value;
  if (value[mark] !== marks.output) return settleAll(value);
  const inner = value.value === undefined ? unknownOnWire : settle(value.value);
  return value.secret === true ? { [mark]: marks.secret, value: inner } : inner;
};

/** The properties of a request as the engine answers them. */
export const settleAll = (properties: WireFields): WireFields =>
  Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, settle(value)]));
