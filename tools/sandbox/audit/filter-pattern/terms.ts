import { readQuoted } from "./comparison";
import type { FilterPattern } from "./pattern";
import { readRegex } from "./regex";
import type { Scanner } from "./scanner";

type Kind = "include" | "optional" | "exclude";

const kinds: Readonly<Record<string, Kind>> = { "?": "optional", "-": "exclude" };

const noFields = (): undefined => undefined;

/**
 * Reads terms: all that stand alone must occur, none with a minus may, and of those with a question mark one must; these
 * are ignored beside any other ("You can't combine the question mark with other filter patterns").
 */
export const readTermsPattern = (scanner: Scanner): FilterPattern => {
  scanner.space();
  const regex = readRegex(scanner);
  if (regex !== undefined) {
    if (!scanner.atEnd()) scanner.fail("a regular expression stands alone");
    return { test: (message) => regex.test(message), value: noFields };
  }
  const terms: Record<Kind, string[]> = { include: [], optional: [], exclude: [] };
  while (!scanner.atEnd()) {
    const kind = kinds[scanner.take(/[?-]/) ?? ""] ?? "include";
    // Older documents write `- "Exiting"`.
    scanner.space();
    const text =
      readQuoted(scanner) ??
      scanner.take(/\w+/) ??
      scanner.fail("a term is expected; put what is not letters, digits and _ in quotation marks");
    if (scanner.take(/(?=\S)/) !== undefined) scanner.fail("white space is expected after a term");
    // The guide's pattern for all events is a quoted space.
    if (text.trim() !== "") terms[kind].push(text);
  }
  const { include, optional, exclude } = terms;
  const alone = include.length === 0 && exclude.length === 0 && optional.length > 0;
  return {
    test: (message) =>
      alone
        ? optional.some((term) => message.includes(term))
        : include.every((term) => message.includes(term)) && !exclude.some((term) => message.includes(term)),
    value: noFields,
  };
};
