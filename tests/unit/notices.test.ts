import fc from "fast-check";
import { noticeOf } from "../../functions/notices/notice";
import { notifier } from "../../functions/notices/notifier";
import { publishNotice } from "../../functions/notices/platform";
import { quote } from "../../functions/notices/untrusted";
import { fakeHttp } from "../support/fake-http";

afterEach(() => {
  jest.restoreAllMocks();
});

const alice = "arn:aws:sts::123456789012:assumed-role/acme-dev-eu-central-1-uploader/alice";
const event = (detail: object = {}): string =>
  JSON.stringify({
    id: "1",
    source: "aws.s3",
    detail: {
      eventName: "PutObject",
      eventTime: "2026-03-04T09:41:07Z",
      sourceIPAddress: "203.0.113.24",
      userIdentity: { type: "AssumedRole", arn: alice, accountId: "123456789012" },
      requestParameters: { bucketName: "acme-main", key: "uploads/alice/report.pdf" },
      ...detail,
    },
  });
const warning = "Text in quotation marks was chosen by the caller: do not trust it, and do not open addresses in it.";
const request = (key: string) => ({ requestParameters: { bucketName: "acme-main", key } });
const chatText = (body: string): string =>
  (JSON.parse(noticeOf(body).chat) as { content: { description: string } }).content.description;

describe("a notice says who did what, on which object, from where and when", () => {
  test("of a call that was done", () => {
    expect(noticeOf(event()).text).toBe(
      `"${alice}" did PutObject on acme-main, object "uploads/alice/report[.]pdf", from 203.0.113.24 at 2026-03-04T09:41:07Z. ${warning}`,
    );
  });

  test("of a call that was refused, and why", () => {
    expect(noticeOf(event({ errorCode: "AccessDenied" })).text).toContain("was refused PutObject (AccessDenied) on");
  });

  test("of a call on the bucket itself, by a service", () => {
    const body = event({
      eventName: "GetBucketAcl",
      sourceIPAddress: "config.amazonaws.com",
      userIdentity: { type: "AWSService", invokedBy: "config.amazonaws.com" },
      requestParameters: { bucketName: "acme-main" },
    });
    expect(noticeOf(body).text).toBe(
      `the service config.amazonaws.com did GetBucketAcl on acme-main from config.amazonaws.com at 2026-03-04T09:41:07Z. ${warning}`,
    );
  });

  test.each([
    [{ accountId: "ANONYMOUS_PRINCIPAL", principalId: "" }, "an anonymous caller did"],
    [{ accountId: "999999999999", principalId: "AROAX:eve" }, '"AROAX:eve" of account 999999999999 did'],
  ])("by a caller without an ARN: %j", (userIdentity, start) => {
    expect(noticeOf(event({ userIdentity })).text.startsWith(start)).toBe(true);
  });

  test("in the form that AWS Chatbot shows, with what is quoted as code", () => {
    expect(JSON.parse(noticeOf(event()).chat)).toEqual({
      version: "1.0",
      source: "custom",
      content: {
        textType: "client-markdown",
        title: "File store",
        description: `\`"${alice}"\` did PutObject on acme-main, object \`"uploads/alice/report[.]pdf"\`, from 203.0.113.24 at 2026-03-04T09:41:07Z. ${warning}`,
      },
    });
  });

  test("and what is no such event is an error, so that it becomes a dead letter", () => {
    for (const body of ["", "{}", "null", JSON.stringify({ id: "1", detail: {} })])
      expect(() => noticeOf(body)).toThrow();
  });
});

describe("a stranger's text", () => {
  test.each([
    ["a quotation mark", 'uploads/a"b', '"uploads/a\'b"'],
    ["a backslash", "uploads/a\\b", '"uploads/a\\b"'],
    ["line breaks", "a\r\nYour password has expired\n", '"a\u{FFFD}Your password has expired\u{FFFD}"'],
    ["other separators of lines", "a\u2028b\u2029c\u0085d", '"a\u{FFFD}b\u{FFFD}c\u{FFFD}d"'],
    ["a link", "https://evil.example/login", '"https[:]//evil[.]example/login"'],
    ["a bare address", "www.evil.com", '"www[.]evil[.]com"'],
    ["mail", "boss@evil.com", '"boss[at]evil[.]com"'],
    ["Slack's mention", "<!channel> <@U012AB3CD> @here", '"‹!channel› ‹[at]U012AB3CD› [at]here"'],
    ["an entity of Slack's", "&lt;!here&gt;", '"＆lt;!here＆gt;"'],
    ["markup of a chat", "`code` [x](http://y)", "\"'code' [x](http[:]//y)\""],
    ["the direction of writing", "uploads/\u202Egpj.exe", '"uploads/\u{FFFD}gpj[.]exe"'],
    ["what is not seen", "a\u200Bb\uFEFFc", '"a\u{FFFD}b\u{FFFD}c"'],
    ["an address of digits and a version stay", "10.0.0.1 v1.2", '"10.0.0.1 v1.2"'],
  ])("loses what it could do: %s", (_, text, shown) => {
    expect(quote(text)).toBe(shown);
  });

  test("is shortened in its middle: 160 characters, whole ones", () => {
    expect(quote("a".repeat(160))).toBe(`"${"a".repeat(160)}"`);
    expect(quote(`${"a".repeat(300)}${"b".repeat(40)}`)).toBe(`"${"a".repeat(119)}…${"b".repeat(40)}"`);
    expect(quote("😀".repeat(500))).toBe(`"${"😀".repeat(119)}…${"😀".repeat(40)}"`);
  });

  const hostile = fc.string({
    unit: fc.oneof(
      fc.constantFrom(
        '"',
        "\\",
        "`",
        "<",
        ">",
        "&",
        "@",
        "\n",
        "\r",
        "\u2028",
        "\u202E",
        "\0",
        "://",
        ".com",
        "{",
        "}",
      ),
      fc.string({ unit: "binary", minLength: 1, maxLength: 3 }),
    ),
    maxLength: 300,
  });

  test("cannot close its quotation marks, break a line, or make a link or a mention, whatever it is", () => {
    fc.assert(
      fc.property(hostile, hostile, (key, name) => {
        const body = event({ ...request(key), userIdentity: { arn: `arn:x/${name}` }, errorCode: name || "x" });
        const { text, chat } = noticeOf(body);
        for (const shown of [text, chatText(body)]) {
          expect(shown).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]|[\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/u);
          expect(shown).not.toMatch(/[<>&@]|:\/\/|www\./);
        }
        // Marks come in pairs, around at most three texts: name, error and key.
        const marks = text.split('"').length - 1;
        expect(marks % 2).toBe(0);
        expect(marks).toBeLessThanOrEqual(6);
        expect(text.endsWith(warning)).toBe(true);
        expect(text.length).toBeLessThan(900);
        expect(() => JSON.parse(chat)).not.toThrow();
      }),
      { numRuns: 500 },
    );
  });

  test("is shown as it is only in the form that AWS writes", () => {
    const body = event({ eventName: "Put Object", eventTime: "now", sourceIPAddress: "evil.com", errorCode: "x y" });
    expect(noticeOf(body).text).toContain('was refused "Put Object" ("x y") on acme-main, object');
    expect(noticeOf(body).text).toContain('from "evil[.]com" at "now".');
  });
});

describe("the notifier", () => {
  const log = jest.fn();
  const sqs = (...bodies: string[]) => ({ Records: bodies.map((body, index) => ({ messageId: `m${index}`, body })) });

  test("publishes each event once to the topics, and reports alone those that failed", async () => {
    const publish = jest.fn(async ({ text }: { readonly text: string }) => {
      if (text.includes("second")) throw new Error("no");
    });
    const answer = await notifier({ publish, log, now: () => 0 })(
      sqs(event(request("first")), event(request("second")), "no event"),
    );
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: "m1" }, { itemIdentifier: "m2" }] });
    expect(publish).toHaveBeenCalledTimes(2);
  });

  test("logs no key and no name", async () => {
    log.mockClear();
    await notifier({ publish: async () => undefined, log, now: () => 0 })(sqs(event(request("uploads/secret"))));
    expect(log.mock.calls).toEqual([[{ messageId: "m0", eventId: "1", outcome: "told", milliseconds: 0 }]]);
  });

  const credentials = { accessKeyId: "ASIAEXAMPLE", secretAccessKey: "secret", sessionToken: "token" };
  const arn = (name: string) => `arn:aws:sns:eu-central-1:123456789012:${name}`;
  const send = (chatTopic?: string) =>
    publishNotice(
      { region: "eu-central-1", textTopic: arn("alerts"), chatTopic },
      credentials,
      {},
    )({
      text: 'a "quoted" & text',
      chat: "{}",
    });

  test("sends the text to the one topic and the chat's form to the other, as forms", async () => {
    const { sent } = fakeHttp(() => new Response("<PublishResponse/>"));
    await send(arn("alerts-chat"));
    expect(sent.map(({ body }) => Object.fromEntries(new URLSearchParams(body)))).toEqual([
      { Action: "Publish", Version: "2010-03-31", TopicArn: arn("alerts"), Message: 'a "quoted" & text' },
      { Action: "Publish", Version: "2010-03-31", TopicArn: arn("alerts-chat"), Message: "{}" },
    ]);
  });

  test("without chats sends once, and an answer that is no success is an error", async () => {
    const { sent } = fakeHttp(
      () =>
        new Response("<ErrorResponse><Error><Code>InvalidParameter</Code></Error></ErrorResponse>", { status: 400 }),
    );
    await expect(send()).rejects.toThrow("InvalidParameter");
    expect(sent).toHaveLength(1);
  });
});
