import { type Fields, isFields } from "../../../policies/framework/fields";
import { unknown } from "../types";

/**
 * Values as Pulumi's CLI writes them: pulumi/pulumi, `sdk/go/common/apitype/property-values.json`. An object with this
 * key is no plain object; the key's value says what it is.
 */
export const signatureKey = "4dabf18193072939515e22adb298388d";

export const signatures = {
  asset: "c44067f5952c0a294b673a41bacd8c17",
  archive: "0def7320c3a5731c473e5ecbe6d01bc7",
  secret: "1b47061264138c4ac30d75fd1eb44270",
  resource: "5cf8f73096256a8f31e491e813e4eb8e",
  float: "8ad145fe-0d11-4827-bfd7-1abcbf086f5c",
  bytes: "803fd3297a5875dc03ca845dda5d2a98",
} as const;

/** What stands for a value that is decided by the deployment. The CLI writes the first; providers know one for each type. */
export const unknownValues: readonly string[] = [
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
];

/** What `pulumi preview --json` writes for every secret. */
export const blinded = "[secret]";

/** A file, of which nothing but its place or its text is known here. */
const asset = ({ text, path, uri, hash }: Fields) =>
  typeof text === "string"
    ? { asset: "text", text }
    : { asset: "path", path: String(path ?? uri ?? `sha256:${String(hash)}`) };

const float = (value: unknown): unknown => {
  const bytes = Buffer.from(String(value), "hex");
  return bytes.length === 8 ? bytes.readDoubleBE(0) : unknown;
};

/**
 * Reads values. What is encrypted, blinded or of a kind that is not known here becomes {@link unknown}, and `hide` is
 * told each time.
 */
export class ValueReader {
  constructor(private readonly hide: () => void) {}

  /** The properties of a resource, without what the engine keeps for itself in them (`__defaults`). */
  properties(given: Fields | undefined): Fields {
    return Object.fromEntries(
      Object.entries(given ?? {})
        .filter(([name]) => !name.startsWith("__"))
        .map(([name, value]) => [name, this.value(value)]),
    );
  }

  value(given: unknown): unknown {
    if (typeof given === "string") return this.#text(given);
    if (Array.isArray(given)) return given.map((element: unknown) => this.value(element));
    if (!isFields(given)) return given;
    const signature = given[signatureKey];
    return signature === undefined ? this.properties(given) : this.#signed(signature, given);
  }

  #text(text: string): string {
    if (unknownValues.includes(text)) return unknown;
    return text === blinded ? this.#hidden() : text;
  }

  #hidden(): string {
    this.hide();
    return unknown;
  }

  #decrypted(json: string): unknown {
    try {
      return this.value(JSON.parse(json));
    } catch {
      return this.#hidden();
    }
  }

  #signed(signature: unknown, given: Fields): unknown {
    switch (signature) {
      case signatures.asset:
        return asset(given);
      case signatures.archive:
        return isFields(given.assets) ? { asset: "archive", files: this.properties(given.assets) } : asset(given);
      case signatures.secret:
        return typeof given.plaintext === "string" ? this.#decrypted(given.plaintext) : this.#hidden();
      case signatures.resource:
        // As the program sees it: a custom resource by its id, a component by its URN.
        return this.value(given.id ?? given.urn);
      case signatures.float:
        return float(given.value);
      case signatures.bytes:
        return String(given.value);
      default:
        return this.#hidden();
    }
  }
}
