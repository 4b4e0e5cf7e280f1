import type { RecorderConfig } from "../../functions/records/config";
import { fakeRecorder, head } from "../support/fake-recorder";
import { batch, created, deleted, deleteMarker, restoreCompleted, versionId } from "../support/s3-event";

/** Who uploaded it, and how the index knows; and what is no object of the index at all. */

const uploaderOf = async (layout: RecorderConfig["layout"], key: string, claimed?: string) => {
  const metadata: Record<string, string> = claimed === undefined ? {} : { "coffer-caller": claimed };
  const { handle, items, published } = fakeRecorder({ ...head, metadata }, {}, layout);
  await handle(batch(created({ key })));
  const [{ uploadedBy, uploadedByFrom } = {}] = items();
  expect(published).toMatchObject([{ key, ...(uploadedBy && { uploadedBy, uploadedByFrom }) }]);
  return uploadedBy === undefined ? uploadedByFrom : [uploadedBy, uploadedByFrom];
};

describe("where each caller has a folder", () => {
  test.each<[key: string, claimed: string | undefined]>([
    ["uploads/alice/a.txt", undefined],
    ["uploads/alice/a.txt", "alice"],
    ["uploads/alice/a.txt", "mallory"],
    ["uploads/alice/a.txt", "the auditors <b>"],
    ["uploads/alice/../bob/a.txt", "bob"],
  ])("%s is alice's, whatever its metadata claims: %j", async (key, claimed) => {
    expect(await uploaderOf("per-caller", key, claimed)).toEqual(["alice", "folder"]);
  });

  test.each([
    ["uploads/file.txt", "alice"],
    ["uploads/../alice/a.txt", "alice"],
    ["uploads//a.txt", "alice"],
    ["uploads/a b/x.txt", "alice"],
  ])("%s is nobody's: the folder is no caller's name", async (key, claimed) => {
    expect(await uploaderOf("per-caller", key, claimed)).toBeUndefined();
  });

  test("outside of the API's prefix there are no folders, and a name is a claim", async () => {
    expect(await uploaderOf("per-caller", "reports/alice/a.txt", "ada")).toEqual(["ada", "claim"]);
    expect(await uploaderOf("per-caller", "reports/alice/a.txt")).toBeUndefined();
  });
});

describe("in a shared layout", () => {
  test.each(["alice", "ada.b+c=d,e@f_g-9", "a".repeat(64)])("a valid name is recorded as a claim: %s", async (name) => {
    expect(await uploaderOf("shared", "uploads/bob/a.txt", name)).toEqual([name, "claim"]);
  });

  test.each([undefined, "", "a", "..", "...", "a b", "al/ice", "<script>", "ü", "a\u0000b", "a".repeat(65)])(
    "what is no caller's name is not recorded: %j",
    async (name) => {
      expect(await uploaderOf("shared", "uploads/bob/a.txt", name)).toBeUndefined();
    },
  );
});

test("a version that was gone before S3 could be asked is its folder's", async () => {
  const { handle, items } = fakeRecorder(head, { head: async () => undefined });
  await handle(batch(created()));
  expect(items()).toMatchObject([{ uploadedBy: "alice", uploadedByFrom: "folder" }]);
});

describe("a key that ends in a slash", () => {
  const folder = (event: { readonly detail: { readonly object: object } }) => ({
    ...event,
    detail: { ...event.detail, object: { ...event.detail.object, key: "uploads/alice/dir/" } },
  });

  test.each<[string, { readonly detail: { readonly object: object } }]>([
    ["an empty object, as the console puts it", created({ size: 0 })],
    ["an object with content", created({ size: 5 })],
    ["its deletion", deleted()],
    ["its delete marker", deleteMarker()],
    ["its restore", restoreCompleted()],
  ])("is no object of the index, tells nobody and is no dead letter: %s", async (_, event) => {
    const { handle, items, published, asked, lines } = fakeRecorder();
    expect(await handle(batch(folder(event)))).toEqual({ batchItemFailures: [] });
    expect([...items(), ...published, ...asked]).toEqual([]);
    expect(lines).toMatchObject([{ outcome: "folder" }]);
    expect(JSON.stringify(lines)).not.toContain("dir");
  });

  test("leaves the objects below it alone", async () => {
    const { handle, items } = fakeRecorder();
    await handle(batch(folder(created({ size: 0 })), created({ key: "uploads/alice/dir/a.txt" })));
    expect(items()).toMatchObject([{ key: "uploads/alice/dir/a.txt", versionId }]);
  });
});
