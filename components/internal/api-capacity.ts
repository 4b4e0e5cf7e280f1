import { type Privilege, privileges, type Route, routeList } from "../../functions/api/routes";
import { check, type Owner, refuse } from "./argument-errors";
import { limits } from "./limits";

/**
 * How the API's throttle and its functions' executions fit together. API Gateway throttles each route by itself, also
 * where only the stage has a setting, so a function gets what its routes let through together. Lambda queues nothing:
 * what comes beyond a function's reserved executions reaches the caller as a 5xx. A route lets through `burst` requests
 * at once and `rate` more in each second, so while a request takes `requestSeconds`, `burst + rate × requestSeconds`
 * may run (API Gateway Developer Guide, "Throttle requests to your HTTP APIs"; Lambda Developer Guide, "Understanding
 * Lambda function scaling"). API Gateway calls its throttles targets, not ceilings; the alarm on throttled functions
 * tells where a target was not held.
 */

/** Requests of one route: a second, and at once. */
export interface Throttle {
  /** Requests a second, 1 to 10,000. */
  readonly rate: number;
  /** Requests at once, 1 to 5,000. */
  readonly burst: number;
}

/** How long a request takes at most in normal work, in seconds: a cold start, and a batch of 100 files. */
export const requestSeconds = 1;

/** The part of the throttle that a quiet route has. */
const quietShare = 4;

type Routing = Pick<Route, "privilege" | "quiet">;

/** What a route lets through. */
export const routeThrottle = ({ quiet = false }: Routing, { rate, burst }: Throttle): Throttle =>
  quiet ? { rate: Math.ceil(rate / quietShare), burst: Math.ceil(burst / quietShare) } : { rate, burst };

const executionsOf = (routes: readonly Routing[], throttle: Throttle): number =>
  routes
    .map((route) => routeThrottle(route, throttle))
    .reduce((sum, { rate, burst }) => sum + burst + Math.ceil(rate * requestSeconds), 0);

/** The executions that a privilege's routes may need at once. */
export const executionsFor = (privilege: Privilege, throttle: Throttle): number =>
  executionsOf(
    routeList.filter((route) => route.privilege === privilege),
    throttle,
  );

/** Completions and abandonments that may run at once: each may call the index's recorder. */
export const recordingsAtOnce = (throttle: Throttle): number =>
  executionsOf(
    routeList.filter(({ operation }) => operation === "completeUpload" || operation === "abortUpload"),
    throttle,
  );

/** The executions of each function: what its routes may need, or more if the owner says so. Refuses what is too few. */
export const executions = (
  owner: Owner,
  throttle: Throttle,
  concurrency: number | undefined,
): Record<Privilege, number> => {
  const needed = privileges.map((privilege) => [privilege, executionsFor(privilege, throttle)] as const);
  const { most } = limits.concurrency;
  for (const [privilege, number] of needed) {
    const lets = `the ${privilege} function's routes let ${number} requests run at once`;
    if (number > most) refuse(owner, "throttle", throttle, `less: ${lets}, and it may have ${most} executions`);
    const enough = concurrency === undefined || concurrency >= number;
    const allowed = `${number} or more, or a lower throttle: with ${JSON.stringify(throttle)} ${lets}`;
    check(owner, enough, "concurrency", concurrency, allowed);
  }
  const [[, read = 0] = [], [, write = 0] = [], [, admin = 0] = []] = needed;
  return concurrency === undefined
    ? { read, write, admin }
    : { read: concurrency, write: concurrency, admin: concurrency };
};
