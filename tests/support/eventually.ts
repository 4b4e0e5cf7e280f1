/** Asks again until the answer holds, for what happens a little later; the last answer if it never does. */
export const eventually = async <T>(ask: () => Promise<T>, holds: (answer: T) => boolean, seconds = 20): Promise<T> => {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (holds(answer) || Date.now() > end) return answer;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
};
