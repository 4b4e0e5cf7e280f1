import { publishedForms } from "../../../policies/secrets/published-forms";
import { secretIn } from "../../../policies/secrets/variables";

const letters = (count: number, of = "aB3dE5gH7j"): string => of.repeat(Math.ceil(count / of.length)).slice(0, count);
const hex = (count: number): string => letters(count, "0123456789abcdef");

// Put together here, so that no scanner takes this file for a leak.
const examples: Readonly<Record<string, readonly string[]>> = {
  "an AWS access key": ["AKIA" + "IOSFODNN7EXAMPLE", "ASIA" + "IOSFODNN7EXAMPLE"],
  "a private key": ["-----BEGIN OPENSSH " + "PRIVATE KEY-----\nb3", "-----BEGIN " + "PRIVATE KEY-----"],
  "a signed token": [`eyJ${letters(20)}.eyJ${letters(20)}.${letters(20)}`],
  "a GitHub token": [`ghp_${letters(36)}`, `github_pat_${letters(82)}`],
  "a GitLab token": [`glpat-${letters(20)}`],
  "a Slack token": [`xoxb-${letters(24)}`, `xapp-1-A0${letters(9, "A1")}-${hex(20)}`],
  "a Slack webhook": [`https://hooks.slack.com/services/T0${letters(8, "A1")}/B0${letters(8, "B2")}/${letters(24)}`],
  "a Stripe key": [`sk_live_${letters(24)}`, `rk_test_${letters(24)}`, `whsec_${letters(32)}`],
  "a Google API key": [`AIza${letters(35)}`],
  "an npm token": [`npm_${letters(36)}`],
  "a PyPI token": [`pypi-AgE${letters(60)}`],
  "a SendGrid key": [`SG.${letters(22)}.${letters(43)}`],
  "a Twilio key": [`SK${hex(32)}`],
  "an OpenAI key": [`sk-proj-${letters(40)}`, `sk-${letters(20)}T3BlbkFJ${letters(20)}`],
  "an Anthropic key": [`sk-ant-api03-${letters(40)}`],
  "a Shopify token": [`shpat_${hex(32)}`],
  "a DigitalOcean token": [`dop_v1_${hex(64)}`],
  "a Pulumi token": [`pul-${hex(40)}`],
  "a Databricks token": [`dapi${hex(32)}`],
  "a HashiCorp Vault token": [`hvs.${letters(28)}`],
  "a Docker token": [`dckr_pat_${letters(27)}`],
  "a Hugging Face token": [`hf_${letters(34)}`],
  "a Grafana token": [`glsa_${letters(32)}_${hex(8)}`],
  "a Telegram token": [`123456789:AA${letters(33)}`],
  "a password in a URL": ["mongodb+srv://app:hunter2@db.example.com", "redis://:hunter2@cache.example.com:6379"],
  "a password in a connection string": [
    "Server=db.example.com;User=app;Password=hunter2;",
    "host=db.example.com user=app password=hunter2",
    "DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=abcd1234==",
    "https://acme.blob.core.windows.net/files?sv=2022&sig=abcd1234",
  ],
};

test("every published form has an example", () => {
  expect(Object.keys(examples).sort()).toEqual(Object.keys(publishedForms).sort());
});

const cases = Object.entries(examples).flatMap(([form, values]) => values.map((value) => [form, value] as const));

test.each(cases)("%s is found under a harmless name: %s", (form, value) => {
  expect(secretIn("SETTING", value)).toBe(`holds ${form} in SETTING`);
});

describe("a name of a secret's with a plain value", () => {
  test.each([
    ["PGPASSWORD", "hunter2hunter2"],
    ["DB_PASS", "hunter2"],
    ["DB_PASS", "12345"],
    ["SMTP_PW", "hunter2"],
    ["MYSQL_PWD", "hunter2"],
    ["SECRET_KEY_BASE", hex(64)],
    ["DB_PASSWORD", "/Xk29!dQ"],
    ["DB_PASSWORD", "/hunter2hunter2"],
    ["AWS_SECRET_ACCESS_KEY", "/wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"],
    ["dbPassword", "hunter2"],
    ["PASSWORD2", "hunter2"],
    ["ADMIN_PASSWORD_PLAIN", "hunter2"],
    ["JWT_KEY", "hunter2hunter2"],
    ["SESSION_KEY_CURRENT", "hunter2hunter2"],
    ["APIKEY", "abcdef0123456789"],
    ["TOKEN", "0f8fad5b-d9cb-469f-a165-70867728950e"],
    ["API_KEY", "0f8fad5b-d9cb-469f-a165-70867728950e"],
    ["CLIENT_SECRET", "arn"],
    ["PASSWORD", "alias"],
    ["PASSWORD", "https"],
  ])("%s=%s is found", (name, value) => {
    expect(secretIn(name, value)).toBe(`has ${name}, which looks like a secret, in plain text`);
  });
});

describe("a reference, or no secret", () => {
  test.each([
    ["DB_PASSWORD", "/acme/dev/db-password"],
    ["DB_SECRET", "acme/dev/db"],
    ["DB_SECRET", "arn:aws:secretsmanager:eu-central-1:123456789012:secret:db-AbCdEf"],
    ["ENCRYPTION_KEY", "alias/acme-files"],
    ["KMS_SECRET_KEY", "0f8fad5b-d9cb-469f-a165-70867728950e"],
    ["TOKEN_URL", "https://login.example.com/token"],
    ["USE_TOKEN", "true"],
    ["SECRET_NAME", "production-database"],
    ["PASSWORD_LENGTH", "twenty"],
    ["ACCESS_KEY_ID", "none"],
    ["BYPASS", "never-at-all"],
    ["COMPASS_HEADING", "north-by-north-west"],
    ["PRIMARY_KEY", "customer"],
    ["PARTITION_KEY", "pk"],
    ["MONKEY", "bananas"],
    ["ENDPOINT", "https://example.com:8443/path?signal=9000"],
    ["DB_PASSWORD", ""],
  ])("%s=%s is not found", (name, value) => {
    expect(secretIn(name, value)).toBeUndefined();
  });
});

test("a long value that nearly fits every form is read in a moment", () => {
  const started = performance.now();
  for (const part of ["a:", "://a", "eyJ", "password =", "-----BEGIN A "]) secretIn("X", part.repeat(20_000));
  expect(performance.now() - started).toBeLessThan(2_000);
});
