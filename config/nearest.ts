/** How many letters must be added, removed or replaced to make one text the other (Levenshtein's distance). */
const distance = (from: string, to: string): number => {
  let row = [...to, ""].map((_, index) => index);
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1];
    for (const [column, other] of [...to].entries()) {
      const replaced = (row[column] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
};

/** The name that was probably meant, ignoring case: one that begins with the text, or the one with the fewest differences. */
export const nearest = (given: string, names: readonly string[]): string | undefined => {
  const text = given.toLowerCase();
  const differences = (name: string) => (name.toLowerCase().startsWith(text) ? 1 : distance(text, name.toLowerCase()));
  return [...names].sort((a, b) => differences(a) - differences(b))[0];
};
