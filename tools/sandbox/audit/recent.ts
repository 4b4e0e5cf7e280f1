/** Answers that are asked for again when they are older than this; a failure is not kept. */
export const recently = <T>(
  ask: (of: string) => Promise<T>,
  maxAgeMs: number,
  now: () => number = Date.now,
): ((of: string) => Promise<T>) => {
  const known = new Map<string, { readonly at: number; readonly answer: Promise<T> }>();
  return (of) => {
    const last = known.get(of);
    if (last && now() - last.at < maxAgeMs) return last.answer;
    const answer = ask(of);
    known.set(of, { at: now(), answer });
    answer.catch(() => known.delete(of));
    return answer;
  };
};
