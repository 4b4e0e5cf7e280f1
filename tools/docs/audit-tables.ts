import { alarmIds, alarms } from "../../components/alerting/alarm-catalogue";
import { queries, queryIds } from "../../components/alerting/saved-queries";
import { table, withPart } from "./markdown";

const alarmTable = (): string[] =>
  table(
    ["alarm and runbook", "what happened", "raised by"],
    alarmIds.map((id) => {
      const { happened, threshold, periodSeconds } = alarms[id];
      return [
        `[\`${id}\`](runbooks/${id}.md)`,
        happened.replace(/\.$/, ""),
        `${threshold} in ${periodSeconds / 60} minutes`,
      ];
    }),
  );

const queryTable = (): string[] =>
  table(
    ["query", "answers"],
    queryIds.map((id) => [`\`${id}\``, queries[id].answers]),
  );

/** `docs/audit.md` with its tables of alarms and saved queries made from the catalogue. */
export const auditPage = (written: string): string =>
  withPart(withPart(written, "alarms", alarmTable()), "saved queries", queryTable());
