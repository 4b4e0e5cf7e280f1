import { readFile } from "node:fs/promises";
import { request } from "node:https";
import { useSandbox } from "../support/sandbox";

const sandbox = useSandbox();
const origin = "https://files.example.com";

/** What API and bucket answer a browser that asks whether a page may send a request. */
const preflight = async (url: string, from: string, method: string, headers: string) => {
  const ca = await readFile(sandbox.get().emulator.certificate);
  const asked = { origin: from, "access-control-request-method": method, "access-control-request-headers": headers };
  return new Promise<{ status: number; allowed: Record<string, string> }>((done, fail) => {
    request(url, { method: "OPTIONS", headers: asked, ca }, (answer) => {
      answer.resume();
      const entries = Object.entries(answer.headers).filter(([name]) => name.startsWith("access-control-allow-"));
      done({ status: answer.statusCode ?? 0, allowed: Object.fromEntries(entries.map(([k, v]) => [k, String(v)])) });
    })
      .on("error", fail)
      .end();
  });
};

test("a page of a named origin may call the API: its preflight needs no signature", async () => {
  const url = `${sandbox.get().deployment.outputs.endpoint}/uploads`;
  const { status, allowed } = await preflight(url, origin, "POST", "authorization,x-amz-date,x-amz-security-token");
  expect([200, 204]).toContain(status);
  expect(allowed["access-control-allow-origin"]).toBe(origin);
  expect(allowed["access-control-allow-methods"]?.split(",").map((one) => one.trim())).toContain("POST");
  expect(allowed["access-control-allow-headers"]).toContain("x-amz-security-token");
});

test("a page of another origin may not", async () => {
  const url = `${sandbox.get().deployment.outputs.endpoint}/uploads`;
  const { allowed } = await preflight(url, "https://elsewhere.example.com", "POST", "authorization");
  expect(allowed["access-control-allow-origin"]).toBeUndefined();
});

test("the same page may PUT to the bucket by a presigned URL", async () => {
  const { emulator, deployment } = sandbox.get();
  const url = `${emulator.endpoint}/${deployment.outputs.bucket}/uploads/alice/x`;
  const { status, allowed } = await preflight(url, origin, "PUT", "content-type");
  expect([200, 204]).toContain(status);
  expect(allowed["access-control-allow-origin"]).toMatch(/^(https:\/\/files\.example\.com|\*)$/);
});
