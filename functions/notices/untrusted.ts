/** The most characters that are shown of one text of a stranger. */
const longest = 160;

/**
 * Control characters, line and paragraph separators, characters that are not seen, and those that turn the direction of
 * writing. Unpaired surrogates are no characters.
 */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu;

/** Keeps the beginning and the end, which holds a file's extension. */
const shorten = (text: string): string => {
  const characters = [...text];
  if (characters.length <= longest) return text;
  const tail = 40;
  return `${characters.slice(0, longest - tail - 1).join("")}…${characters.slice(-tail).join("")}`;
};

/**
 * Text that a stranger may have chosen, such as a key or a session's name, as it may stand in a message: in quotation
 * marks that it cannot close, on one line, shortened, with nothing in it that a mail program or a chat would turn into
 * a link, a mention or markup. A dot before letters becomes `[.]`, `@` becomes `[at]`, `://` becomes `[:]//`.
 */
export const quote = (text: string): string => {
  const plain = shorten(text.replace(unseen, "\u{FFFD}"))
    .replace(/["`]/g, "'")
    .replace(/</g, "‹")
    .replace(/>/g, "›")
    .replace(/&/g, "＆")
    .replace(/:(?=\/\/)/g, "[:]")
    .replace(/\.(?=\p{L})/gu, "[.]")
    .replace(/@/g, "[at]");
  return `"${plain}"`;
};
