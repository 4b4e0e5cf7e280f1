/**
 * Whether a text fits a pattern with `*` and `?`, as IAM compares them (IAM User Guide, "IAM JSON policy elements:
 * Resource", wildcards). Case counts only where it does in IAM.
 *
 * Only the last `*` is ever tried again, because an earlier one can take nothing that the last one cannot: the time is
 * at most the pattern's length times the text's, whatever the pattern.
 */
export const fitsPattern = (pattern: string, text: string, { ignoreCase = false } = {}): boolean =>
  ignoreCase ? fits(pattern.toLowerCase(), text.toLowerCase()) : fits(pattern, text);

const fits = (pattern: string, text: string): boolean => {
  let at = 0;
  let step = 0;
  let star = -1;
  let taken = 0;
  while (at < text.length) {
    if (pattern[step] === "*") {
      star = step++;
      taken = at;
    } else if (step < pattern.length && (pattern[step] === "?" || pattern[step] === text[at])) {
      step++;
      at++;
    } else if (star >= 0) {
      step = star + 1;
      at = ++taken;
    } else return false;
  }
  while (pattern[step] === "*") step++;
  return step === pattern.length;
};

/** Whether an action such as `s3:Put*` covers another, such as `s3:PutObject`. Actions have no case. */
export const actionCovers = (pattern: string, action: string): boolean =>
  fitsPattern(pattern, action, { ignoreCase: true });

export const hasWildcard = (text: string): boolean => /[*?]/.test(text);
