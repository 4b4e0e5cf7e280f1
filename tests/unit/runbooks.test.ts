import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { alarmIds, alarms } from "../../components/alerting/alarm-catalogue";
import { descriptionOf } from "../../components/alerting/alarms";

const docs = join(__dirname, "..", "..", "docs");
const runbook = (id: string): string => readFileSync(join(docs, "runbooks", `${id}.md`), "utf8");

test("every alarm has a runbook, and every runbook an alarm", () => {
  expect(readdirSync(join(docs, "runbooks")).sort()).toEqual(alarmIds.map((id) => `${id}.md`).sort());
});

test.each(alarmIds)("%s: the runbook says what it means, where to look, what to do and when it is nothing", (id) => {
  const text = runbook(id);
  for (const part of ["**What it means.**", "**First look.**", "**What to do.**", "**When it is a false alarm.**"])
    expect(text).toContain(part);
  expect(text.split("\n").length).toBeLessThanOrEqual(30);
});

test.each(alarmIds)("%s: alarm and runbook look at the same place first", (id) => {
  const { look } = alarms[id];
  const place = look === "dashboard" ? "The dashboard" : `Saved query \`coffer/<environment>/${look}\``;
  expect(runbook(id)).toContain(`**First look.** ${place}`);
  expect(descriptionOf(id, "dev", "x-overview")).toContain(look === "dashboard" ? "x-overview" : `coffer/dev/${look};`);
  expect(descriptionOf(id, "dev", "x-overview")).toMatch(new RegExp(`docs/runbooks/${id}\\.md\\.$`));
});

test("a runbook links to no other that is not there", () => {
  const links = alarmIds.flatMap((id) => [...runbook(id).matchAll(/\]\(([^)]+)\.md\)/g)].map(([, to]) => to));
  expect(links.length).toBeGreaterThan(0);
  expect(links.filter((to) => !(alarmIds as readonly (string | undefined)[]).includes(to))).toEqual([]);
});
