import type { AnswerOf } from "../../functions/api/response-schemas";
import { readApi } from "../../functions/read";
import { writeApi } from "../../functions/write";
import { config } from "../support/api-config";
import { call, fakePlatform, read, sessionSecret } from "../support/fake-platform";
import { head, objectList } from "../support/s3-answers";
import { presignedSignature, queryOf } from "../support/sigv4";

const get = async (query: Record<string, string>, contentType = "text/html", key = "uploads/alice/page.html") => {
  const { platform, requests } = fakePlatform(() => ({ ...head, "content-type": contentType }));
  const event = call("GET /objects/{key+}", {
    as: "viewer",
    pathParameters: { key },
    queryStringParameters: query,
  });
  const { status, body } = await read<Record<string, string>>(readApi(config, platform)(event));
  const url = body.url ?? "";
  const terms: Record<string, string | undefined> = url === "" ? {} : Object.fromEntries(queryOf(url));
  return { status, body, url, terms, requests };
};

test("a stored page is downloaded, not opened: disposition and type are part of the signature", async () => {
  const { url, terms } = await get({});
  expect(terms["response-content-disposition"]).toBe("attachment; filename=\"page.html\"; filename*=UTF-8''page.html");
  expect(terms["response-content-type"]).toBe("text/html");
  const signature = terms["X-Amz-Signature"];
  expect(presignedSignature({ method: "GET", url }, sessionSecret)).toBe(signature);
  for (const forged of [url.replace("attachment", "inline"), url.replace("text%2Fhtml", "text%2Fplain")]) {
    expect(forged).not.toBe(url);
    expect(presignedSignature({ method: "GET", url: forged }, sessionSecret)).not.toBe(signature);
  }
});

test("it is not shown inline, except as text", async () => {
  expect(await get({ disposition: "inline" })).toMatchObject({
    status: 400,
    body: { type: "urn:coffer:problem:invalid-request", field: "disposition" },
  });
  const { status, terms } = await get({ disposition: "inline", contentType: "text/plain; charset=utf-8" });
  expect(status).toBe(200);
  expect(terms).toMatchObject({
    "response-content-disposition": expect.stringMatching(/^inline;/),
    "response-content-type": "text/plain; charset=utf-8",
  });
});

test("a caller names the file, in any language", async () => {
  const { terms } = await get({ filename: "報告 1.pdf" }, "application/pdf");
  expect(terms["response-content-disposition"]).toBe(
    "attachment; filename=\"__ 1.pdf\"; filename*=UTF-8''%E5%A0%B1%E5%91%8A%201.pdf",
  );
});

test.each([
  ["disposition", { disposition: "form-data" }],
  ["filename", { filename: "" }],
  ["filename", { filename: "../../etc/passwd" }],
  ["filename", { filename: 'a"\r\nset-cookie: x' }],
  ["filename", { filename: "\ud800" }],
  ["filename", { filename: "x".repeat(256) }],
  ["contentType", { contentType: "text/plain\r\nset-cookie: x" }],
  ["contentType", { contentType: "text" }],
])("a %s that is none is refused before S3 is asked: %j", async (field, query) => {
  const { status, body, requests } = await get(query);
  expect({ status, field: body.field }).toEqual({ status: 400, field });
  expect(requests).toEqual([]);
});

test("each download of a batch is shown as it asks, and one that may not be refuses none of the others", async () => {
  const { platform } = fakePlatform(() => ({ ...head, "content-type": "image/svg+xml" }));
  const key = "uploads/alice/drawing.svg";
  const downloads = [{ key }, { key, disposition: "inline" }, { key, filename: "a.svg", contentType: "" }];
  const event = call("POST /downloads", { as: "viewer", json: { downloads } });
  const { body } = await read<AnswerOf<"createDownloads">>(readApi(config, platform)(event));
  const shown = body.downloads.map((each) =>
    "problem" in each
      ? each.problem.field
      : Object.fromEntries(queryOf(each.url))["response-content-disposition"]?.split("*")[0],
  );
  expect(shown).toEqual([
    'attachment; filename="drawing.svg"; filename',
    "downloads.1.disposition",
    'attachment; filename="a.svg"; filename',
  ]);
});

test("what costs one call is asked before what costs one for each file", async () => {
  const { platform, asked } = fakePlatform(() => objectList([]));
  const uploads = ["a", "b", "c"].map((key) => ({ key, size: 1 }));
  await read(writeApi(config, platform)(call("POST /uploads", { json: { uploads } })));
  expect(asked).toEqual(["admit 3", "GET /", "GET /", "GET /", "open 3"]);
});

test("what is malformed is refused before anything is asked or counted", async () => {
  const { platform, asked, accesses } = fakePlatform();
  const uploads = [{ key: "a", size: 1, contentType: "none" }];
  expect((await read(writeApi(config, platform)(call("POST /uploads", { json: { uploads } })))).status).toBe(400);
  expect([...asked, ...accesses]).toEqual([]);
});
