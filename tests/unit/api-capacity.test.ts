import * as fc from "fast-check";
import { executions, executionsFor, recordingsAtOnce, routeThrottle } from "../../components/internal/api-capacity";
import { makeOwner, resourceErrorOf, useMocks } from "../support/owner";

useMocks();

const refusal = (...given: [{ rate: number; burst: number }, number | undefined]) => {
  const owner = makeOwner();
  return resourceErrorOf(owner, () => executions(owner, ...given));
};

// Worked out by hand. Routes of read: two busy, three quiet; of write: two and three; of admin: three quiet.
test.each([
  [{ rate: 20, burst: 20 }, { read: 110, write: 110, admin: 30 }, 50],
  [{ rate: 20, burst: 40 }, { read: 165, write: 165, admin: 45 }, 75],
  [{ rate: 1, burst: 1 }, { read: 10, write: 10, admin: 6 }, 4],
  [{ rate: 5, burst: 2 }, { read: 23, write: 23, admin: 9 }, 10],
])("%j lets %j executions run at once, and %i of them record", (throttle, needed, recordings) => {
  expect(executions(makeOwner(), throttle, undefined)).toEqual(needed);
  expect(recordingsAtOnce(throttle)).toBe(recordings);
});

test("as many or more may be given", () => {
  const throttle = { rate: 20, burst: 20 };
  for (const concurrency of [110, 500, 1000])
    expect(executions(makeOwner(), throttle, concurrency)).toEqual({
      read: concurrency,
      write: concurrency,
      admin: concurrency,
    });
});

test("fewer are refused with the figures: a burst would be answered 5xx", () => {
  expect(refusal({ rate: 20, burst: 40 }, 5)).toBe(
    'thing: concurrency is 5; give 165 or more, or a lower throttle: with {"rate":20,"burst":40} the read function\'s routes let 165 requests run at once.',
  );
  expect(refusal({ rate: 20, burst: 20 }, 109)).toContain("give 110 or more");
});

test("a throttle that no function could serve is refused", () => {
  expect(refusal({ rate: 200, burst: 200 }, undefined)).toBe(
    'thing: throttle is {"rate":200,"burst":200}; give less: the read function\'s routes let 1100 requests run at once, and it may have 1000 executions.',
  );
});

test("whatever the throttle is, a function has an execution for each request that its routes let through", () => {
  const figures = fc.record({ rate: fc.integer({ min: 1, max: 100 }), burst: fc.integer({ min: 1, max: 100 }) });
  fc.assert(
    fc.property(figures, (throttle) => {
      const quiet = routeThrottle({ privilege: "admin", quiet: true }, throttle);
      expect(quiet.rate).toBeGreaterThanOrEqual(1);
      expect(quiet.burst).toBeGreaterThanOrEqual(1);
      expect(executionsFor("admin", throttle)).toBe(3 * (quiet.rate + quiet.burst));
      expect(executionsFor("write", throttle)).toBeGreaterThanOrEqual(2 * (throttle.rate + throttle.burst));
    }),
  );
});
