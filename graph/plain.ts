import * as pulumi from "@pulumi/pulumi";
import { isRpcSecret, unwrapRpcSecret } from "@pulumi/pulumi/runtime/rpc";
import { type AssetValue, type Properties, unknown } from "./types";

type Archive = Awaited<pulumi.asset.AssetArchive["assets"]>;

const asset = async (value: pulumi.asset.Asset | pulumi.asset.Archive): Promise<AssetValue> => {
  if (value instanceof pulumi.asset.StringAsset) return { asset: "text", text: await value.text };
  if (value instanceof pulumi.asset.FileAsset || value instanceof pulumi.asset.FileArchive)
    return { asset: "path", path: await value.path };
  if (value instanceof pulumi.asset.AssetArchive) {
    const files: Archive = await value.assets;
    const entries = Object.entries(files).map(async ([name, file]) => [name, await asset(await file)] as const);
    return { asset: "archive", files: Object.fromEntries(await Promise.all(entries)) };
  }
  throw new Error("an asset of this kind is not known here: give text, a file or an archive");
};

/**
 * A property as plain JSON: what an archive promises is awaited (it reaches a monitor as an object with promised
 * assets), secrets are unwrapped, and nothing of Pulumi's own is left.
 */
const plain = async (value: unknown): Promise<unknown> => {
  if (pulumi.isUnknown(value)) return unknown;
  if (isRpcSecret(value)) return plain(unwrapRpcSecret(value));
  if (Array.isArray(value)) return Promise.all(value.map(plain));
  if (pulumi.asset.Asset.isInstance(value) || pulumi.asset.Archive.isInstance(value)) return asset(value);
  if (typeof value === "object" && value !== null) return plainProperties(value);
  return value;
};

/** All properties of a resource as plain JSON. */
export const plainProperties = async (properties: object): Promise<Properties> => {
  const entries = Object.entries(properties).map(async ([name, value]) => [name, await plain(value)] as const);
  return Object.fromEntries(await Promise.all(entries));
};
