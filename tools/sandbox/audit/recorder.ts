import { type EmulatorAccess, openClients } from "./clients";
import { toBucket, toEventBus, toLogGroup } from "./deliver";
import { selects } from "./event-selectors";
import type { Exchange } from "./exchange";
import { openMetricFilters } from "./metric-filters";
import { recently } from "./recent";
import { recordOf, type TrailRecord } from "./record";
import { type Trail, trailsOf } from "./trails";

/** Plays CloudTrail for what passes the relay. */
export interface Recorder {
  readonly add: (exchange: Exchange) => void;
  /** Returns when all that was added has been delivered, or has failed to be. */
  readonly settled: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** How soon a change of trails is seen. */
const TRAILS_MAX_AGE_MS = 1000;
/** How long records wait for others that go with them. CloudTrail takes some minutes. */
const GATHER_MS = 100;
/** Of one delivery; PutLogEvents takes a megabyte. */
const RECORDS_PER_DELIVERY = 200;

/** Opens a recorder. What cannot be delivered is told through `say`, the same failure once. */
export const openRecorder = (access: EmulatorAccess, say: (line: string) => void): Recorder => {
  const clients = openClients(access);
  const trails = recently((region) => trailsOf(clients, region), TRAILS_MAX_AGE_MS);
  const applyFilters = openMetricFilters(clients);
  const told = new Set<string>();

  const attempt = async (what: string, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      const line = `The audit relay could not ${what}: ${error instanceof Error ? error.message : String(error)}`;
      if (!told.has(line)) say(line);
      told.add(line);
    }
  };

  const deliver = async (trail: Trail, region: string, records: readonly TrailRecord[]): Promise<void> => {
    const place = { accountId: access.accountId, region };
    const { logGroup } = trail;
    await Promise.all([
      attempt(`write to the log bucket ${trail.bucket}`, () => toBucket(clients, trail, place, records)),
      logGroup &&
        attempt(`write to the log group ${logGroup.name}`, async () => {
          const messages = await toLogGroup(clients, logGroup, place, records);
          await applyFilters(logGroup, messages);
        }),
    ]);
  };

  const deliverRegion = (region: string, records: readonly TrailRecord[]) =>
    attempt("ask for the trails", async () => {
      const selected = new Set<TrailRecord>();
      for (const trail of await trails(region)) {
        const chosen = records.filter((record) => selects(trail.selectors, record));
        for (const record of chosen) selected.add(record);
        if (chosen.length > 0) await deliver(trail, region, chosen);
      }
      if (selected.size > 0) await attempt("publish to EventBridge", () => toEventBus(clients, region, [...selected]));
    });

  let waiting: TrailRecord[] = [];
  let timer: NodeJS.Timeout | undefined;
  let work = Promise.resolve();
  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    work = work.then(async () => {
      while (waiting.length > 0) {
        const records = waiting.slice(0, RECORDS_PER_DELIVERY);
        waiting = waiting.slice(RECORDS_PER_DELIVERY);
        const regions = new Set(records.map(({ awsRegion }) => awsRegion));
        for (const region of regions)
          await deliverRegion(
            region,
            records.filter(({ awsRegion }) => awsRegion === region),
          );
      }
    });
    return work;
  };

  return {
    add: (exchange) =>
      void attempt("record a request", async () => {
        const record = recordOf(exchange, access);
        if (record === undefined) return;
        waiting.push(record);
        timer ??= setTimeout(() => void flush(), GATHER_MS);
      }),
    settled: flush,
    close: async () => {
      await flush();
      clients.close();
    },
  };
};
