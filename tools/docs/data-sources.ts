import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const folder = join(__dirname, "../../policies/data");

export interface DataSource {
  readonly name: string;
  /** The first sentence of what the file says of itself. */
  readonly about: string;
  /** The package, its version and its date; or the day up to which people collected it, and from which documents. */
  readonly from: string;
}

/** What a file of the pack's data states of itself in its first comment. */
const read = (name: string): DataSource => {
  const [, comment = ""] = /^\/\*\*\n(.*?)\n \*\//s.exec(readFileSync(join(folder, name), "utf8")) ?? [];
  const text = comment
    .replaceAll(/\n? \* ?/g, " ")
    .replaceAll(/ +/g, " ")
    .trim();
  const [, about] = /^(.*?[.:])(?= |$)/.exec(text) ?? [];
  const [, source, byHand] = /Source: (.*?)\. (?:Made)|(Collected by hand.*)$/.exec(text) ?? [];
  const from = source ?? byHand;
  if (about === undefined || from === undefined)
    throw new Error(
      `policies/data/${name} states no source in its first comment: say "Source: …" or "Collected by hand, as of …"`,
    );
  return { name, about: about.replace(/:$/, "."), from: from.replace(/\.$/, "") };
};

/** Every file of the pack's data, in the order of their names. */
export const dataSources = (): readonly DataSource[] => readdirSync(folder).sort().map(read);
