import { compileFilterPattern } from "../../tools/sandbox/audit/filter-pattern/compile";
import { FilterPatternError } from "../../tools/sandbox/audit/filter-pattern/scanner";

const matches = (pattern: string, message: string | object): boolean =>
  compileFilterPattern(pattern).test(typeof message === "string" ? message : JSON.stringify(message));

/** Of the messages, those that match. */
const matching = (pattern: string, messages: readonly string[]): string[] =>
  messages.filter((message) => matches(pattern, message));

describe("the User Guide's examples of terms", () => {
  const bad = "[ERROR 400] BAD REQUEST";
  const unauthorized = "[ERROR 401] UNAUTHORIZED REQUEST";
  const missing = "[ERROR 419] MISSING ARGUMENTS";
  const invalid = "[ERROR 420] INVALID ARGUMENTS";
  const all = [bad, unauthorized, missing, invalid];

  test("one term is found anywhere, even within a word", () => {
    expect(matching("ERROR", all)).toEqual(all);
    expect(matches("ERROR", "Exiting with ERRORCODE: -1")).toBe(true);
  });

  test("all terms must occur", () => expect(matching("ERROR ARGUMENTS", all)).toEqual([missing, invalid]));

  test("of optional terms one must occur", () => {
    expect(matching("?ERROR ?ARGUMENTS", [...all, "INFO"])).toEqual(all);
    expect(matching("?UNAUTHORIZED ?MISSING", all)).toEqual([unauthorized, missing]);
  });

  test("optional terms are ignored beside others", () => {
    const requests = ["[INFO] REQUEST FAILED", "[WARN] UNAUTHORIZED REQUEST", "[ERROR] 400 BAD REQUEST"];
    expect(matching("?ERROR ?ARGUMENTS REQUEST", requests)).toEqual(requests);
    expect(matching("?ERROR ?ARGUMENTS REQUEST", ["ERROR ARGUMENTS"])).toEqual([]);
  });

  test("a phrase in quotation marks is exact", () => {
    expect(matches('"INTERNAL SERVER ERROR"', "[ERROR 500] INTERNAL SERVER ERROR")).toBe(true);
    expect(matches('"INTERNAL SERVER ERROR"', "[ERROR 500] INTERNAL ERROR SERVER")).toBe(false);
    expect(matches('"INTERNAL SERVER ERROR"', "[ERROR 500] Internal Server Error")).toBe(false);
  });

  test("a term with a minus must not occur", () => {
    expect(matching("ERROR -ARGUMENTS", all)).toEqual([bad, unauthorized]);
    expect(matches('"ERROR" - "Exiting"', "Exiting with ERRORCODE: -1")).toBe(false);
  });

  test.each(["", '""', '" "'])("%j matches everything", (pattern) => {
    expect(matches(pattern, "")).toBe(true);
    expect(matches(pattern, "x")).toBe(true);
  });
});

describe("the User Guide's examples of regular expressions", () => {
  test.each([
    ["%AUTHORIZED%", ["[ERROR 401] UNAUTHORIZED REQUEST", "[SUCCESS 200] AUTHORIZED REQUEST"], ["[ERROR] authorized"]],
    ["%^[hc]at%", ["hat", "cat and mouse"], ["the hat", "at"]],
    ["%[hc]at$%", ["a hat", "cat"], ["cats"]],
    ["%colou?r%", ["color", "colour"], ["colouur"]],
    ["%[abcx-z]%", ["a", "y"], ["d", "A"]],
    ["%^a{3,5}$%", ["aaa", "aaaaa"], ["aa", "aaaaaa"]],
    ["%^a{,2}$%", ["", "aa"], ["aaa"]],
    ["%^starting|^initializing|^shutting down%", ["starting up", "shutting down"], ["skipping initializing"]],
    ["%abcc|ab[^c]$%", ["abcc ...", "see aba"], ["aac"]],
    ["%\\[.\\]%", ["[a]", "[7]", "[]]"], ["[]", "a"]],
    ["%10\\.10\\.0\\.1%", ["from 10.10.0.1"], ["10010,051"]],
    ["%10.10.0.1%", ["10010,051"], ["10.10"]],
    ["%ab*c%", ["ac", "abbbc"], ["adc"]],
    ["%ab+c%", ["abc"], ["ac"]],
    ["%\\d\\D\\s\\S\\w\\W%", ["1a bc-"], ["1a bcd"]],
    ["%\\x28\\x3A%", ["(:"], ["("]],
  ])("%s", (pattern, yes, no) => {
    expect(matching(pattern, [...yes, ...no])).toEqual(yes);
  });
});

const trail = {
  eventType: "UpdateTrail",
  sourceIPAddress: "111.111.111.111",
  arrayKey: ["value", "another value"],
  objectList: [
    { name: "a", id: 1 },
    { name: "b", id: 2 },
  ],
  SomeObject: null,
  ThisFlag: true,
  ThatFlag: false,
  "cluster.name": "c",
};

describe("the User Guide's examples of JSON, with near misses", () => {
  test.each([
    '{ $.eventType = "UpdateTrail" }',
    "{ $.eventType = UpdateTrail }",
    "{$.eventType=Update*}",
    '{ $.eventType = "*Trail" }',
    "{ $.eventType = *dateTr* }",
    "{ $.eventType = * }",
    "{ $.sourceIPAddress != 123.123.* }",
    "{ $.sourceIPAddress = 111.111.* }",
    '{ $.arrayKey[0] = "value" }',
    "{ $.objectList[1].id = 2 }",
    "{ $.eventType = %Trail% }",
    "{ $.arrayKey[*] = %val.{2}% }",
    "{ $.* = %111\\.111\\.111\\.1[0-9]{1,2}% }",
    "{ $.objectList[*].id = 2 }",
    "{ $.['cluster.name'] = \"c\" }",
    '{ $["cluster.name"] = "c" }',
    "{ $.SomeObject IS NULL }",
    "{ $.ThisFlag IS TRUE }",
    "{ $.ThatFlag IS FALSE }",
    "{ $.SomeOtherObject NOT EXISTS }",
    "{ $.objectList[2] NOT EXISTS }",
    "{ $.constructor NOT EXISTS }",
  ])("%s matches", (pattern) => expect(matches(pattern, trail)).toBe(true));

  test.each([
    '{ $.eventType = "updateTrail" }',
    "{ $.eventType = Update }",
    "{ $.eventType = Trail* }",
    "{ $.eventType = *Update }",
    '{ $.eventType = "*Trai" }',
    "{ $.sourceIPAddress != 111.111.* }",
    "{ $.sourceIPAddress = 111.11 }",
    '{ $.arrayKey[1] = "value" }',
    '{ $.arrayKey = "value" }',
    '{ $.arrayKey != "value" }',
    '{ $.objectList[2].id = "2" }',
    "{ $.objectList[0].id = 2 }",
    "{ $.objectList[*].id = 3 }",
    "{ $.objectList[0] != 3 }",
    "{ $.cluster.name = c }",
    "{ $.SomeOtherObject IS NULL }",
    "{ $.ThisFlag IS NULL }",
    "{ $.ThisFlag IS FALSE }",
    "{ $.eventType IS TRUE }",
    "{ $.SomeObject NOT EXISTS }",
    "{ $.SomeObject = * }",
    '{ $.missing != "value" }',
    "{ $.missing != 1 }",
    "{ $.missing = * }",
    "{ $.constructor = * }",
  ])("%s does not", (pattern) => expect(matches(pattern, trail)).toBe(false));

  test("a message that is no JSON object never matches", () => {
    for (const message of ["", "ERROR", "[1]", "null", '"text"', "{ $.a NOT EXISTS }", '{"a":'])
      expect(matches("{ $.a NOT EXISTS }", message)).toBe(false);
    expect(matches("{ $.a NOT EXISTS }", "{}")).toBe(true);
  });

  test("a text in quotation marks may hold what is escaped", () => {
    expect(matches('{ $.a = "say \\"hi\\" \\\\ there" }', { a: 'say "hi" \\ there' })).toBe(true);
    expect(matches('{ $.a = "a } && b" }', { a: "a } && b" })).toBe(true);
  });
});

describe("numbers", () => {
  const event = { bandwidth: 76, latency: 500, number: [1000, 0.001], text: "404", account: "123456789012", zero: 0 };
  test.each([
    "{ $.bandwidth > 75 }",
    "{ $.latency < 500.5 }",
    "{ $.latency >= 500 }",
    "{ $.latency <= +500 }",
    "{ $.latency = 5e2 }",
    "{ $.latency = 5* }",
    "{ $.latency != 501 }",
    "{ $.number[0] = 1e+3 }",
    "{ $.number[0] != 1e-3 }",
    "{ $.number[1] = 1e-3 }",
    "{ $.number[1] < 10E-3 }",
    "{ $.zero > -1 }",
    "{ $.zero = 0 }",
    "{ $.account = 123456789012 }",
  ])("%s matches", (pattern) => expect(matches(pattern, event)).toBe(true));

  test.each([
    "{ $.bandwidth > 76 }",
    "{ $.latency < 500 }",
    "{ $.latency >= 500.5 }",
    "{ $.latency = 4* }",
    '{ $.latency = "500" }',
    "{ $.text >= 400 }",
    "{ $.missing < 1 }",
    "{ $.number < 1 }",
    "{ $.account != 123456789012 }",
  ])("%s does not", (pattern) => expect(matches(pattern, event)).toBe(false));
});

describe("the User Guide's compound expressions", () => {
  const event = {
    user: { id: 1, email: "John.Stiles@example.com" },
    users: [
      { id: 2, email: "John.Doe@example.com" },
      { id: 3, email: "Jane.Doe@example.com" },
    ],
    actions: ["GET", "PUT", "DELETE"],
    coordinates: [
      [0, 1, 2],
      [4, 5, 6],
      [7, 8, 9],
    ],
  };
  test.each([
    ['{ ($.user.id = 1) && ($.users[0].email = "John.Doe@example.com") }', true],
    [
      '{ $.user.email = "John.Stiles@example.com" || $.coordinates[0][1] = "nonmatch" && $.actions[2] = "nonmatch" }',
      true,
    ],
    [
      '{ ($.user.email = "John.Stiles@example.com" || $.coordinates[0][1] = "nonmatch") && $.actions[2] = "nonmatch" }',
      false,
    ],
    ['{ ($.user.id = 2 && $.users[0].email = "nonmatch") || $.actions[2] = "GET" }', false],
    ["{ $.coordinates[1][2] = 6 }", true],
    ["{ ((($.user.id = 1))) }", true],
  ])("%s: %s", (pattern, expected) => expect(matches(pattern, event)).toBe(expected));
});

describe("the User Guide's examples of space-delimited events", () => {
  const apache = '127.0.0.1 Prod frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534';
  const [info, post, warning, error] = [
    "INFO 09/25/2014 12:00:00 GET /service/resource/67 1200",
    "INFO 09/25/2014 12:00:01 POST /service/resource/67/part/111 1310",
    "WARNING 09/25/2014 12:00:02 Invalid user request",
    "ERROR 09/25/2014 12:00:02 Failed to process request",
  ];
  const all = [info, post, warning, error];

  test.each([
    "[ip=%127\\.0\\.0\\.[1-9]%, user, username, timestamp, request =*.html*, status_code = 4*, bytes]",
    "[..., request =*.html*, status_code = 4*, bytes]",
    "[..., request=*.html*, status_code=4*,]",
    "[ip, user, username, timestamp, request =*.html*, status_code = 404 || status_code = 410, bytes]",
    "[ip, user, username, timestamp, request, status_code = 4*, bytes > 1000]",
    "[ip, user, ..., status_code, bytes]",
    "[ip, user, ...]",
    "[..., bytes >= 1534]",
    '[ip, user = "Prod", …]',
    "[ip, user, username, timestamp, request, (status_code = 4* || status_code = 5*) && status_code != 403, bytes]",
  ])("%s matches", (pattern) => expect(matches(pattern, apache)).toBe(true));

  test.each([
    "[ip=%^127\\.0\\.0\\.[2-9]%, user, username, timestamp, request =*.html*, status_code = 4*, bytes]",
    "[..., request =*.htm, status_code = 4*, bytes]",
    "[..., status_code = 4* && status_code != 404, bytes]",
    "[..., bytes > 1534]",
    "[ip, user, username, timestamp, request, status_code, bytes > 1, more]",
    "[ip, user, username = 4]",
  ])("%s does not", (pattern) => expect(matches(pattern, apache)).toBe(false));

  test("the first word decides, and a blank last field stands for the rest", () => {
    expect(matching("[w1=ERROR, w2]", all)).toEqual([error]);
    expect(matching("[w1=ERROR || w1=WARNING, w2]", all)).toEqual([warning, error]);
    expect(matching("[w1!=ERROR && w1!=WARNING, w2]", all)).toEqual([info, post]);
    expect(matches("[w1=ERROR, w2]", "ERROR")).toBe(false);
  });

  test("regular expressions tell resources from their parts", () => {
    expect(matching("[logLevel, date, time, method, url=%/service/resource/[0-9]+$%, response_time]", all)).toEqual([
      info,
    ]);
    expect(
      matching("[logLevel, date, time, method, url=%/service/resource/[0-9]+/part/[0-9]+$%, response_time]", all),
    ).toEqual([post]);
  });
});

describe("CIS patterns", () => {
  const unauthorised =
    '{ ($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*") && ($.sourceIPAddress!="delivery.logs.amazonaws.com") && ($.eventName!="HeadBucket") }';
  const root =
    '{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != "AwsServiceEvent" }';
  const denied = { errorCode: "AccessDenied", sourceIPAddress: "203.0.113.9", eventName: "PutObject" };

  test("unauthorised calls", () => {
    expect(matches(unauthorised, denied)).toBe(true);
    expect(matches(unauthorised, { ...denied, errorCode: "Client.UnauthorizedOperation" })).toBe(true);
    expect(matches(unauthorised, { ...denied, errorCode: "NoSuchKey" })).toBe(false);
    expect(matches(unauthorised, { ...denied, sourceIPAddress: "delivery.logs.amazonaws.com" })).toBe(false);
    expect(matches(unauthorised, { ...denied, eventName: "HeadBucket" })).toBe(false);
  });

  test("root use", () => {
    const event = { userIdentity: { type: "Root" }, eventType: "AwsApiCall" };
    expect(matches(root, event)).toBe(true);
    expect(matches(root, { ...event, userIdentity: { type: "IAMUser" } })).toBe(false);
    expect(matches(root, { ...event, eventType: "AwsServiceEvent" })).toBe(false);
    expect(matches(root, { ...event, userIdentity: { type: "Root", invokedBy: "s3.amazonaws.com" } })).toBe(false);
  });
});

describe("mistakes are shown at their place", () => {
  test.each([
    ["{ $.a = }", 8],
    ["{ $.a == 1 }", 7],
    ["{ $.a = 1 ", 10],
    ["{ $.a = 1 && }", 13],
    ["{ ($.a = 1 }", 11],
    ["{ $.a = 1 } x", 12],
    ["{ a = 1 }", 2],
    ["{ $ = 1 }", 3],
    ["{ $. = 1 }", 3],
    ["{ $.a[x] = 1 }", 5],
    ['{ $.a = "x }', 8],
    ["{ $.a > x }", 8],
    ['{ $.a > "1" }', 8],
    ["{ $.a = b@c }", 9],
    ["{ $.a = Ev*ent }", 8],
    ["{ $.a IS NOT NULL }", 9],
    ["{ $.a EXISTS }", 6],
    ["{ $.a IS null }", 9],
    ["{ $.*.* = 1 }", 2],
    ["{ $.*.a = 1 && $.*.b = 1 && $.*.c = 1 && $.*.d = 1 }", 41],
    ["{ $.a = %x% && $.b = %x% && $.c = %x% }", 32],
    ["[a=%x%, b=%x%, c=%x%]", 16],
    ["%something!%", 10],
    ["%(a)%", 1],
    ["%ü%", 1],
    ["%[a%", 0],
    ["%a", 2],
    ["ERROR [x]", 6],
    ["ERROR %x%", 6],
    ["a-b", 1],
    ["[a, ..., b, ...]", 12],
    ["[a = 1 && b = 2]", 10],
    ["[a, b", 5],
    ["[a b]", 3],
  ])("%s", (pattern, position) => {
    const compile = () => compileFilterPattern(pattern);
    expect(compile).toThrow(FilterPatternError);
    expect(compile).toThrow(expect.objectContaining({ position }));
  });

  test("in words that point to it", () => {
    expect(() => compileFilterPattern("{ $.a == 1 }")).toThrow(
      "Filter pattern, character 8: a value is expected; put text with other characters in quotation marks\n  { $.a == 1 }\n         ^",
    );
  });
});
