/** A set of texts: all that fit one of the patterns, or all that fit none of them. Case counts. */
export type GlobSet = { readonly fits: readonly string[] } | { readonly fitsNone: readonly string[] };

/**
 * A pattern as a nondeterministic automaton: its states are the places in it, and a set of states is the bits of one
 * number, so that one step is a few operations on whole sets ("Shift-And": R. Baeza-Yates and G. Gonnet, "A new approach
 * to text searching", CACM 35 (10), 1992).
 */
interface Automaton {
  readonly stars: bigint;
  readonly free: bigint;
  readonly letters: ReadonlyMap<string, bigint>;
  readonly end: bigint;
}

/** `**` is `*`: one star passes on to at most one further state. */
const simplified = (pattern: string): string => pattern.replace(/\*{2,}/g, "*");

const automatonOf = (given: string): Automaton => {
  const pattern = simplified(given);
  const letters = new Map<string, bigint>();
  let stars = 0n;
  let free = 0n;
  for (let place = 0; place < pattern.length; place++) {
    const letter = pattern.charAt(place);
    const bit = 1n << BigInt(place);
    if (letter === "*") stars |= bit;
    else if (letter === "?") free |= bit;
    else letters.set(letter, (letters.get(letter) ?? 0n) | bit);
  }
  return { stars, free, letters, end: 1n << BigInt(pattern.length) };
};

/** A star may stand for nothing. */
const closed = ({ stars }: Automaton, states: bigint): bigint => states | ((states & stars) << 1n);

const step = (automaton: Automaton, states: bigint, letter: string): bigint => {
  const { stars, free, letters } = automaton;
  return closed(automaton, (states & stars) | ((states & (free | (letters.get(letter) ?? 0n))) << 1n));
};

const isWild = (letter: string): boolean => letter === "*" || letter === "?";

/** Stands for any letter that no pattern spells out. There always is one. */
const otherLetter = "";

/** So many states are looked at. Patterns of real policies need a few hundred. */
const mostStates = 20_000;

/** Whether a text is in a set, by the patterns that it fits. */
const isIn = (set: GlobSet, fitting: readonly boolean[]): boolean =>
  "fits" in set ? fitting.some(Boolean) : !fitting.some(Boolean);

const patternsOf = (set: GlobSet): readonly string[] => ("fits" in set ? set.fits : set.fitsNone);

/**
 * Whether something holds for every text that fits the pattern `whole`: `holds` is told, for one text, in which of the
 * sets it is. By default a text must be in one of them, so that the sets together cover the whole. `holds` must not turn
 * false because a text is in one set more.
 *
 * Decided exactly, on the product of the automata, not by samples. Where no set is a `fitsNone`, only one letter need be
 * tried for `*` and `?`, one that no pattern spells out: a pattern that fits a text with it fits the text with any other
 * letter in its place. The number of states is then at most the product of the lengths. With `fitsNone` patterns such
 * as `*a????????????????????` it can double with each `?`. The search then ends after 20,000 states with the answer
 * that it does not hold: a rule finds fault with what it cannot prove.
 */
export const everyTextOf = (
  whole: string,
  sets: readonly GlobSet[],
  holds: (inSet: readonly boolean[]) => boolean = (inSet) => inSet.some(Boolean),
): boolean => {
  const pattern = simplified(whole);
  const automata = sets.map((set) => patternsOf(set).map(automatonOf));
  const all = automata.flat();
  const spelt = sets.some((set) => "fitsNone" in set) ? all.flatMap(({ letters }) => [...letters.keys()]) : [];
  const alphabet = [...new Set([...spelt, otherLetter])];

  const holdsAtEnd = (states: readonly bigint[]): boolean => {
    let next = 0;
    return holds(
      sets.map((set, index) =>
        isIn(
          set,
          (automata[index] ?? []).map(({ end }) => ((states[next++] ?? 0n) & end) !== 0n),
        ),
      ),
    );
  };

  const seen = new Set<string>();
  const open: { readonly place: number; readonly states: readonly bigint[] }[] = [];
  const visit = (place: number, states: readonly bigint[]): void => {
    const key = `${place} ${states.map((one) => one.toString(36)).join(" ")}`;
    if (seen.has(key)) return;
    seen.add(key);
    open.push({ place, states });
  };
  const after = (states: readonly bigint[], letter: string): readonly bigint[] =>
    all.map((automaton, index) => step(automaton, states[index] ?? 0n, letter));

  visit(
    0,
    all.map((automaton) => closed(automaton, 1n)),
  );
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.size > mostStates) return false;
    let { place, states } = next;
    // A spelt letter leaves one way on, which need not be remembered.
    while (place < pattern.length && !isWild(pattern.charAt(place))) states = after(states, pattern.charAt(place++));
    const letter = pattern[place];
    if (letter === undefined) {
      if (!holdsAtEnd(states)) return false;
    } else if (letter === "*") {
      visit(place + 1, states);
      for (const any of alphabet) visit(place, after(states, any));
    } else for (const any of alphabet) visit(place + 1, after(states, any));
  }
  return true;
};

/** Whether every text that fits `inner` fits one of the patterns. */
export const contains = (patterns: readonly string[], inner: string): boolean =>
  everyTextOf(inner, [{ fits: patterns }]);

/** Whether some text fits both patterns. The time is the product of their lengths. */
export const intersects = (one: string, other: string): boolean => {
  // Whether the ends from these places on have a text in common, row by row from the end of `one`.
  let below: readonly boolean[] = [];
  for (let at = one.length; at >= 0; at--) {
    const row: boolean[] = [];
    for (let to = other.length; to >= 0; to--) {
      const [a, b] = [one[at], other[to]];
      if (a === undefined && b === undefined) row[to] = true;
      else if (a === "*" || b === "*") row[to] = (a !== undefined && below[to] === true) || row[to + 1] === true;
      else
        row[to] = a !== undefined && b !== undefined && (a === b || a === "?" || b === "?") && below[to + 1] === true;
    }
    below = row;
  }
  return below[0] === true;
};
