import * as fc from "fast-check";
import { urlLife } from "../../functions/api/expiry";

const noon = Date.parse("2026-01-15T12:00:00.000Z");
const inAnHour = new Date("2026-01-15T13:00:00.000Z");

test("a shorter life than the stack allows is granted", () => {
  expect(urlLife({ asked: 60, cap: 900, until: inAnHour, now: noon })).toEqual({
    expiresIn: 60,
    at: new Date("2026-01-15T12:00:00.000Z"),
    expiresAt: "2026-01-15T12:01:00.000Z",
  });
});

test("nothing asked gives what the stack allows", () => {
  expect(urlLife({ asked: undefined, cap: 900, until: inAnHour, now: noon })).toMatchObject({
    expiresIn: 900,
    expiresAt: "2026-01-15T12:15:00.000Z",
  });
});

test("a longer life is cut to what the stack allows", () => {
  expect(urlLife({ asked: 5000, cap: 900, until: inAnHour, now: noon })).toMatchObject({
    expiresIn: 900,
    expiresAt: "2026-01-15T12:15:00.000Z",
  });
});

test("a URL ends a second before the session that signed it", () => {
  const until = new Date("2026-01-15T12:10:00.000Z");
  expect(urlLife({ asked: 900, cap: 900, until, now: noon })).toMatchObject({
    expiresIn: 599,
    expiresAt: "2026-01-15T12:09:59.000Z",
  });
});

test("a life counts from the whole second at which the URL is signed", () => {
  expect(urlLife({ asked: 60, cap: 900, until: inAnHour, now: noon + 999 })).toEqual({
    expiresIn: 60,
    at: new Date("2026-01-15T12:00:00.000Z"),
    expiresAt: "2026-01-15T12:01:00.000Z",
  });
});

test("fractions of a second at both ends never lengthen a life", () => {
  const until = new Date("2026-01-15T12:10:00.500Z");
  // From 12:00:00.750, 599.75 s are left: 598 whole ones after the second that is kept back.
  expect(urlLife({ asked: 900, cap: 900, until, now: noon + 750 })).toMatchObject({
    expiresIn: 598,
    expiresAt: "2026-01-15T12:09:58.000Z",
  });
});

test("a URL that could not live at all is given one second, which S3 then refuses with the session", () => {
  expect(urlLife({ asked: 60, cap: 900, until: new Date(noon), now: noon }).expiresIn).toBe(1);
  expect(urlLife({ asked: 60, cap: 900, until: new Date(noon - 60_000), now: noon }).expiresIn).toBe(1);
});

test("no URL outlives its session, the stack's cap, or what was asked", () => {
  const second = fc.integer({ min: 1, max: 700_000 });
  fc.assert(
    fc.property(
      fc.option(second, { nil: undefined }),
      second,
      fc.integer({ min: 2000, max: 3_600_000 }),
      fc.integer({ min: noon, max: noon + 1_000_000 }),
      (asked, cap, left, now) => {
        const { expiresIn, at, expiresAt } = urlLife({ asked, cap, until: new Date(now + left), now });
        expect(Number.isInteger(expiresIn)).toBe(true);
        expect(expiresIn).toBeLessThanOrEqual(Math.min(cap, asked ?? cap));
        expect(Date.parse(expiresAt)).toBeLessThan(now + left);
        expect((Date.parse(expiresAt) - at.getTime()) / 1000).toBe(expiresIn);
      },
    ),
  );
});
