import type { Scanner } from "./scanner";

/** A condition on something. */
export type Test<T> = (subject: T) => boolean;

/** Reads conditions joined by `&&` and `||`, with parentheses; `&&` binds more tightly. */
export const readLogic = <T>(scanner: Scanner, condition: () => Test<T>): Test<T> => {
  const operand = (): Test<T> => {
    if (scanner.token(/\(/) === undefined) return condition();
    const inside = either();
    scanner.expect(/\)/, "a closing parenthesis, && or ||");
    return inside;
  };
  const joined = (operator: RegExp, next: () => Test<T>): [Test<T>, ...Test<T>[]] => {
    const tests: [Test<T>, ...Test<T>[]] = [next()];
    while (scanner.token(operator) !== undefined) tests.push(next());
    return tests;
  };
  const both = (): Test<T> => {
    const tests = joined(/&&/, operand);
    return (subject) => tests.every((test) => test(subject));
  };
  const either = (): Test<T> => {
    const tests = joined(/\|\|/, both);
    return (subject) => tests.some((test) => test(subject));
  };
  return either();
};
