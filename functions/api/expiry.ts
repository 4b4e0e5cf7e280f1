/** S3 drops a URL's fraction of a second, and the clocks of a signer and of S3 differ a little. */
const slack = 1_000;

/**
 * The real life of a URL, in whole seconds, and its end: the least of what was asked, what the stack allows and what
 * is left of the signer's session, with which the URL dies.
 */
export const urlLife = ({
  asked,
  cap,
  until,
  now,
}: {
  asked: number | undefined;
  cap: number;
  until: Date;
  now: number;
}) => {
  const left = Math.floor((until.getTime() - now - slack) / 1000);
  const expiresIn = Math.max(1, Math.min(asked ?? cap, cap, left));
  // The signature's own clock counts whole seconds.
  const at = new Date(Math.floor(now / 1000) * 1000);
  return { expiresIn, at, expiresAt: new Date(at.getTime() + expiresIn * 1000).toISOString() };
};
