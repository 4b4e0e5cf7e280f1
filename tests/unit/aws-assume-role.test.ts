import { AwsError } from "../../functions/aws/errors";
import { assumeRole, environmentCredentials } from "../../functions/aws/sessions";
import { fakeHttp } from "../support/fake-http";
import { headerSignature } from "../support/sigv4";
import { thrownBy } from "../support/thrown";

afterEach(() => jest.restoreAllMocks());

const answer = `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <AssumeRoleResult>
    <AssumedRoleUser><Arn>arn:aws:sts::123456789012:assumed-role/r/alice</Arn></AssumedRoleUser>
    <Credentials>
      <AccessKeyId>ASIAEXAMPLE</AccessKeyId>
      <SecretAccessKey>secret/of+session</SecretAccessKey>
      <SessionToken>token==</SessionToken>
      <Expiration>2026-01-15T13:00:00Z</Expiration>
    </Credentials>
  </AssumeRoleResult>
</AssumeRoleResponse>`;

const own = { accessKeyId: "ASIAFUNCTION", secretAccessKey: "function's secret", sessionToken: "function's token" };
const request = {
  roleArn: "arn:aws:iam::123456789012:role/r",
  caller: "al ice",
  policy: { Version: "2012-10-17", Statement: [{ Sid: "A" }] },
} as const;
const assume = () => assumeRole("eu-central-1", async () => own, {})(request);

test("asks the regional STS for an hour of the role, narrowed and named after the caller", async () => {
  const sent = fakeHttp(() => new Response(answer));
  await assume();
  const asked = sent.first();
  expect(asked).toMatchObject({ method: "POST", url: "https://sts.eu-central-1.amazonaws.com/" });
  expect(Object.fromEntries(new URLSearchParams(asked.body ?? ""))).toEqual({
    Action: "AssumeRole",
    Version: "2011-06-15",
    RoleArn: "arn:aws:iam::123456789012:role/r",
    RoleSessionName: "al-ice",
    DurationSeconds: "3600",
    Policy: '{"Version":"2012-10-17","Statement":[{"Sid":"A"}]}',
  });
});

test("signs with the function's own credentials", async () => {
  const sent = fakeHttp(() => new Response(answer));
  await assume();
  const asked = sent.first();
  const { authorization = "" } = asked.headers;
  expect(authorization).toContain("Credential=ASIAFUNCTION/");
  expect(authorization).toContain("/eu-central-1/sts/aws4_request");
  expect(asked.headers["x-amz-security-token"]).toBe("function's token");
  expect(headerSignature(asked, own.secretAccessKey)).toBe(authorization.split("Signature=")[1]);
});

test("gives the session with its end", async () => {
  fakeHttp(() => new Response(answer));
  expect(await assume()).toEqual({
    accessKeyId: "ASIAEXAMPLE",
    secretAccessKey: "secret/of+session",
    sessionToken: "token==",
    expiration: new Date("2026-01-15T13:00:00Z"),
  });
});

test.each(["AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration"])(
  "an answer without %s is an error that names it",
  async (name) => {
    fakeHttp(() => new Response(answer.replace(new RegExp(`<${name}>.*</${name}>`), "")));
    await expect(assume()).rejects.toThrow(`STS answered without ${name}`);
  },
);

test("a refusal of STS is an AwsError", async () => {
  fakeHttp(
    () => new Response("<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>", { status: 403 }),
  );
  const error = await thrownBy(assume);
  expect(error).toBeInstanceOf(AwsError);
  expect(error).toMatchObject({ status: 403, code: "AccessDenied" });
});

test("the function's credentials are read from its environment at each signature", async () => {
  const environment = { AWS_ACCESS_KEY_ID: "one", AWS_SECRET_ACCESS_KEY: "two", AWS_SESSION_TOKEN: "three" };
  const credentials = environmentCredentials(environment);
  expect(await credentials()).toEqual({ accessKeyId: "one", secretAccessKey: "two", sessionToken: "three" });
  expect(await environmentCredentials({})()).toEqual({ accessKeyId: "", secretAccessKey: "" });

  const { sent } = fakeHttp(() => new Response(answer));
  const renewed = assumeRole("eu-central-1", credentials, {});
  await renewed(request);
  environment.AWS_ACCESS_KEY_ID = "four";
  await renewed(request);
  expect(sent.map(({ headers }) => /Credential=(\w+)\//.exec(headers.authorization ?? "")?.[1])).toEqual([
    "one",
    "four",
  ]);
});
