const compiled = new Map<string, RegExp>();

/** Whether a text fits a pattern with `*` and `?`, as IAM compares them. Case counts only where it does in IAM. */
export const fitsPattern = (pattern: string, text: string, { ignoreCase = false } = {}): boolean => {
  if (pattern === "*") return true;
  const key = `${ignoreCase ? "i" : "c"}${pattern}`;
  let expression = compiled.get(key);
  if (expression === undefined) {
    const source = pattern
      .replace(/\*{2,}/g, "*")
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replace(/\*/g, ".*")
      .replace(/\?/g, ".");
    expression = new RegExp(`^${source}$`, ignoreCase ? "is" : "s");
    if (compiled.size > 5_000) compiled.clear();
    compiled.set(key, expression);
  }
  return expression.test(text);
};

/** Whether an action such as `s3:Put*` covers another, such as `s3:PutObject`. Actions have no case. */
export const actionCovers = (pattern: string, action: string): boolean =>
  fitsPattern(pattern, action, { ignoreCase: true });

export const hasWildcard = (text: string): boolean => /[*?]/.test(text);
