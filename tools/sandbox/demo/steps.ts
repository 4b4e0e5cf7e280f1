import { download, resume, sendParts, upload } from "../../../client/transfer";
import type { Person } from "../deploy/people";
import type { StackOutputs } from "../sandbox";
import { type DemoFile, demoFiles, sha256, sizeText } from "./files";
import { openInbox } from "./inbox";
import { assume, personWith, type Session } from "./people";
import { refusalOf, showRefusals } from "./refusals";
import { Report, Unexpected } from "./report";
import { showNothingUnseen } from "./unseen";

/** What the demo is told about the sandbox, as JSON in `COFFER_DEMO`. */
export interface DemoInput {
  readonly outputs: StackOutputs;
  readonly people: readonly Person[];
  readonly region: string;
  /** The queue that hears of what happens; the user of the admin reads it. */
  readonly inboxUrl: string;
}

const same = (content: Buffer, file: DemoFile): string => {
  if (sha256(content) !== sha256(file.content)) throw new Unexpected(`${file.key} came back with other bytes`);
  return "same SHA-256";
};

/** The main job, as each role. Throws at the first step of it that fails. */
const useAsEachRole = async (report: Report, { outputs, people, region, inboxUrl }: DemoInput) => {
  const sessionOf = (role: string): Promise<Session> =>
    report.step(
      role,
      "assumes its role through STS",
      async () => assume(personWith(people, role), { endpoint: outputs.endpoint, region }),
      ({ user }) => user,
    );
  const { small, large } = await demoFiles();

  report.heading("Each person assumes a role");
  const uploader = await sessionOf("uploader");
  const viewer = await sessionOf("viewer");
  const admin = await sessionOf("admin");

  const put = (role: string, session: Session, file: DemoFile) =>
    report.step(
      role,
      `uploads ${sizeText(file.content.length)}`,
      () => upload(session.api, file.key, file.content),
      (plan) => (plan.kind === "single" ? "one PUT" : `${plan.parts.length} parts`),
    );
  const get = (role: string, session: Session, key: string, file: DemoFile) =>
    report.step(
      role,
      `downloads ${sizeText(file.content.length)}`,
      async () => same(await download(session.api, key), file),
      (text) => text,
    );
  const list = (role: string, session: Session, expected: readonly string[]) =>
    report.step(
      role,
      "lists the objects",
      async () => {
        const keys = (await session.api.listObjects()).objects.map(({ key }) => key);
        if (keys.toString() !== [...expected].sort().toString())
          throw new Unexpected(`listed ${keys.join(", ") || "nothing"}`);
        return keys;
      },
      (keys) => `${keys.length} objects`,
    );

  report.heading("Files go in and come out");
  const first = await put("uploader", uploader, small);
  const second = await put("uploader", uploader, large);
  await list("viewer", viewer, [first.key, second.key]);
  await get("viewer", viewer, first.key, small);
  await get("viewer", viewer, second.key, large);
  const third = await put("admin", admin, small);
  const fourth = await put("admin", admin, large);
  await list("admin", admin, [first.key, second.key, third.key, fourth.key]);
  await get("admin", admin, third.key, small);
  await get("admin", admin, fourth.key, large);

  report.heading("What breaks off or is deleted is not lost");
  const broken = await report.step(
    "uploader",
    "stops after one part",
    async () => {
      const request = { key: "resumed.bin", size: large.content.length };
      const [plan] = (await uploader.api.createUploads({ uploads: [request] })).uploads;
      if (plan?.kind !== "multipart") throw new Unexpected("the API answered without a multipart plan");
      await sendParts(uploader.api, { ...plan, parts: plan.parts.slice(0, 1) }, large.content);
      return plan;
    },
    ({ parts }) => `1 of ${parts.length} parts`,
  );
  await report.step(
    "uploader",
    "asks for the rest, and sends it",
    async () => {
      const [open] = (await uploader.api.listUploads()).uploads;
      if (open?.id !== broken.id) throw new Unexpected("the upload is not listed as in progress");
      return resume(uploader.api, open.id, large.content);
    },
    ({ parts }) => `${parts} parts`,
  );
  await get("viewer", viewer, broken.key, large);
  await report.step("admin", "deletes an object; its versions stay", () => admin.api.deleteObject(third.key));
  await list("viewer", viewer, [first.key, second.key, fourth.key, broken.key]);
  await report.step("admin", "brings it back", () => admin.api.createRestore({ kind: "undelete", key: third.key }));
  await get("viewer", viewer, third.key, small);

  report.heading("What is deleted for good takes a custodian");
  const custodian = await sessionOf("custodian");
  const [latest] = (await custodian.api.listVersions(fourth.key)).versions;
  const versionId = latest?.versionId ?? "";
  await report.refusal("admin", "deletes a version", "403 at the gateway", () =>
    refusalOf(admin.api.deleteVersion(fourth.key, versionId)),
  );
  await report.step("custodian", "deletes that version", () => custodian.api.deleteVersion(fourth.key, versionId));
  await list("viewer", viewer, [first.key, second.key, third.key, broken.key]);

  report.heading("Nothing happens unseen");
  const auditor = await sessionOf("auditor");
  const inbox = openInbox(inboxUrl, { user: admin.user, region });
  await showNothingUnseen(report, { outputs, region, uploader, auditor, inbox, other: admin.user });

  report.heading("What is refused, and with which answer");
  await showRefusals(report, { outputs, uploader, viewer, admin, key: first.key });
};

const run = async (): Promise<void> => {
  const input = JSON.parse(process.env.COFFER_DEMO ?? "") as DemoInput;
  const report = new Report(console.log);
  await useAsEachRole(report, input).catch((error: unknown) => {
    if (!(error instanceof Unexpected)) throw error;
  });
  report.end();
  process.exit(report.failed === 0 ? 0 : 1);
};

run().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
