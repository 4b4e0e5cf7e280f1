import { GetObjectCommand, PutObjectCommand, S3ServiceException } from "@aws-sdk/client-s3";
import { ApiError } from "../../../client/api-client";
import type { HttpAnswer } from "../../../client/http";
import type { StackOutputs } from "../sandbox";
import type { Session } from "./people";
import { type Outcome, type Report, Unexpected } from "./report";

/** Status and name of a refusal, however it came. Throws if nothing was refused. */
export const refusalOf = async (attempt: Promise<unknown>): Promise<Outcome> => {
  try {
    await attempt;
  } catch (error) {
    if (error instanceof ApiError) return `${error.status} ${error.type.split(":").pop() || "at the gateway"}`;
    if (error instanceof S3ServiceException) return `${error.$metadata.httpStatusCode} ${error.name}`;
    throw error;
  }
  throw new Unexpected("it was allowed");
};

/** The same of a bare answer of S3 or of the gateway. */
const answerOf = ({ status, body }: HttpAnswer): Outcome => {
  const text = body.toString();
  const code = /<Code>([^<]+)<\/Code>/.exec(text)?.[1] ?? /"[mM]essage":\s*"([^"]+)"/.exec(text)?.[1] ?? "";
  if (status < 300) throw new Unexpected(`it was allowed: ${status}`);
  return `${status} ${code}`;
};

const wait = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));

export interface Refusals {
  readonly outputs: StackOutputs;
  readonly uploader: Session;
  readonly viewer: Session;
  readonly admin: Session;
  /** The key of an object that exists. */
  readonly key: string;
}

/** What must not work, each with the answer that AWS gives. */
export const showRefusals = async (
  report: Report,
  { outputs, uploader, viewer, admin, key }: Refusals,
): Promise<void> => {
  const { bucket, keyArn, endpoint } = outputs;
  const content = Buffer.from("this should not arrive");
  const request = (name: string) => ({ uploads: [{ key: name, size: content.length }] });

  await report.refusal("nobody", "calls the API without credentials", "403 Forbidden", async () =>
    answerOf(await viewer.api.fetch(`${endpoint}/objects`)),
  );
  await report.refusal("nobody", "gets an object without credentials", "403 AccessDenied", async () => {
    const { url } = await viewer.api.getObject(key);
    return answerOf(await viewer.api.fetch(url.slice(0, url.indexOf("?"))));
  });
  await report.refusal("viewer", "asks the API for an upload", "403 at the gateway", () =>
    refusalOf(viewer.api.createUploads(request("notes.txt"))),
  );
  await report.refusal("viewer", "puts it straight into S3", "403 AccessDenied", () =>
    refusalOf(
      viewer.s3.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: key,
          Body: content,
          ServerSideEncryption: "aws:kms",
          SSEKMSKeyId: keyArn,
        }),
      ),
    ),
  );
  await report.refusal("uploader", "asks the API for a download", "403 at the gateway", () =>
    refusalOf(uploader.api.getObject(key)),
  );
  await report.refusal("uploader", "gets its own file straight from S3", "403 AccessDenied", () =>
    refusalOf(uploader.s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }))),
  );
  await report.refusal("uploader", "uploads to another caller's prefix", "403 outside-prefix", () =>
    refusalOf(uploader.api.createUploads(request(`uploads/${admin.user}/notes.txt`))),
  );
  await report.refusal("viewer", "downloads from outside the prefix", "403 outside-prefix", () =>
    refusalOf(viewer.api.getObject("payroll/2026.csv")),
  );
  await report.refusal("viewer", "uses a URL after its second is over", "403 AccessDenied", async () => {
    const { url } = await viewer.api.getObject(key, { expiresIn: 1 });
    await wait(2200);
    return answerOf(await viewer.api.fetch(url));
  });
  await report.refusal("uploader", "changes the key in its URL", "403 SignatureDoesNotMatch", async () => {
    const { uploads } = await uploader.api.createUploads(request("notes.txt"));
    const [plan] = uploads;
    if (plan?.kind !== "single") throw new Unexpected("the API answered without a single upload");
    return answerOf(await uploader.api.put(plan.url.replace("notes.txt", "other.txt"), content, plan.headers));
  });
  // AWS finds the signature broken; the emulator asks the bucket's policy first.
  const withoutSigned = ["403 SignatureDoesNotMatch", "403 AccessDenied"];
  await report.refusal("uploader", "leaves out the signed encryption", withoutSigned, async () => {
    const { uploads } = await uploader.api.createUploads(request("plain.txt"));
    const [plan] = uploads;
    if (plan?.kind !== "single") throw new Unexpected("the API answered without a single upload");
    const headers = Object.entries(plan.headers).filter(([name]) => !name.startsWith("x-amz-server-side"));
    return answerOf(await uploader.api.put(plan.url, content, Object.fromEntries(headers)));
  });
  await report.refusal("admin", "puts it without encryption", "403 AccessDenied", () =>
    refusalOf(admin.s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: content }))),
  );
  await report.refusal("admin", "puts it with another encryption", "403 AccessDenied", () =>
    refusalOf(
      admin.s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: content, ServerSideEncryption: "AES256" })),
    ),
  );
};
