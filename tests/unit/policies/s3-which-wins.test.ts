import {
  bucketArn,
  bucketName,
  denyPlainHttp,
  denyWrongEncryption,
  goodBucket,
  loggingStack,
  policyText,
  side,
} from "../../support/bucket-fixtures";
import {
  add,
  both,
  type Change,
  drop,
  type Fixture,
  findingsOf,
  from,
  resource,
  ruleCalled,
  set,
} from "../../support/policies";

const found = (id: string, change: Change, compliant: readonly Fixture[] = goodBucket("main")): string[] =>
  findingsOf(ruleCalled(id), change(compliant));

/** A second side resource for the same bucket. */
const second = (kind: string, inputs: object): Change => add({ ...side(kind, "main", { ...inputs }), name: "second" });

/** A side resource for a bucket that the program does not make. */
const outside = (kind: string, inputs: object): Change =>
  add({ ...side(kind, "main", { ...inputs, bucket: "somebody-elses" }), name: "theirs" });

const everyone = { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: `${bucketArn("main")}/*` };
const withKms = [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" } }];
const withAes = [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }];

describe("of several side resources for one setting, each may win: the worst reading counts, wherever it stands", () => {
  const cases: Readonly<Record<string, readonly [string, string, object, string]>> = {
    versioning: [
      "s3-versioning",
      "BucketVersioning",
      { versioningConfiguration: { status: "Suspended" } },
      "has versioning set to Suspended",
    ],
    policy: ["s3-tls-only", "BucketPolicy", { policy: policyText() }, "does not deny requests without TLS"],
    "denied uploads": [
      "s3-deny-unencrypted-uploads",
      "BucketPolicy",
      { policy: policyText(denyPlainHttp("main")) },
      "does not deny wrongly encrypted uploads",
    ],
    ownership: [
      "s3-ownership",
      "BucketOwnershipControls",
      { rule: { objectOwnership: "ObjectWriter" } },
      "sets objectOwnership to ObjectWriter",
    ],
    encryption: [
      "s3-default-encryption",
      "BucketServerSideEncryptionConfiguration",
      { rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "none" } }] },
      "encrypts with 'none', which is no algorithm",
    ],
    CORS: ["s3-cors", "BucketCorsConfiguration", { corsRules: [{ allowedOrigins: ["*"] }] }, "allows CORS from *"],
    lifecycle: [
      "s3-lifecycle",
      "BucketLifecycleConfiguration",
      { rules: [{ id: "x", status: "Disabled", filter: {} }] },
      "has no lifecycle rule that is enabled",
    ],
  };
  test.each(Object.entries(cases))("%s, with the bad one last and first", (_, [id, kind, inputs, message]) => {
    const bad = `violation ${kind} second: ${message}`;
    expect(found(id, second(kind, inputs))).toEqual([bad]);
    expect(found(id, (fixtures) => [...second(kind, inputs)([]), ...fixtures])).toEqual([bad]);
  });

  test("a second one that says the same is one finding of one rule", () => {
    const again = second("BucketVersioning", { versioningConfiguration: { status: "Enabled" } });
    expect(found("s3-versioning", again)).toEqual([]);
    expect(found("s3-one-setting", again)).toEqual([
      "violation BucketVersioning second: is one of 2 resources that make the BucketVersioning of one bucket",
    ]);
  });
});

describe("inline settings beside side resources", () => {
  test.each([
    ["s3-versioning", { versioning: { enabled: false } }, "has versioning set to Disabled"],
    ["s3-cors", { corsRules: [{ allowedOrigins: ["*"] }] }, "allows CORS from *"],
    ["s3-tls-only", { policy: policyText() }, "does not deny requests without TLS"],
    ["s3-lifecycle", { lifecycleRules: [{ enabled: false }] }, "has no lifecycle rule that is enabled"],
  ])("%s finds the inline one", (id, inputs, message) => {
    const stack = goodBucket("main", inputs);
    const sideOf = side("BucketCorsConfiguration", "main", { corsRules: [{ allowedOrigins: ["https://a.example"] }] });
    expect(findingsOf(ruleCalled(id), [...stack, sideOf])).toEqual([`violation Bucket main: ${message}`]);
  });

  test.each([
    ["BucketVersioning", { versioning: { enabled: true } }],
    ["BucketPolicy", { policy: policyText(denyPlainHttp("main"), denyWrongEncryption("main")) }],
    ["BucketLifecycleConfiguration", { lifecycleRules: [{ enabled: true }] }],
    ["BucketServerSideEncryptionConfiguration", { serverSideEncryptionConfiguration: { rule: withKms[0] } }],
  ])("are a second %s", (kind, inputs) => {
    expect(findingsOf(ruleCalled("s3-one-setting"), goodBucket("main", inputs))).toEqual([
      `violation ${kind} main: is one of 2 resources that make the ${kind} of one bucket`,
    ]);
  });

  test("a switch for the lock is no second retention, and an empty list no second lifecycle", () => {
    const stack = goodBucket("main", { objectLockConfiguration: { objectLockEnabled: "Enabled" }, lifecycleRules: [] });
    const lock = side("BucketObjectLockConfiguration", "main", {
      rule: { defaultRetention: { mode: "GOVERNANCE", days: 7 } },
    });
    expect(findingsOf(ruleCalled("s3-one-setting"), [...stack, lock])).toEqual([]);
  });
});

describe("a known name wins over where it was computed from", () => {
  const two = () => [
    ...goodBucket("main"),
    ...goodBucket("other").filter(({ type }) => !type.endsWith(":BucketPolicy")),
  ];
  const misdirected = set("BucketPolicy main", "bucket", from("Bucket main", bucketName("other")));

  test("the bucket that is not named has no policy, and the named one has it", () => {
    expect(found("s3-tls-only", misdirected, two())).toEqual([
      "violation Bucket main: has no policy that denies requests without TLS",
      "violation BucketPolicy main: denies some requests without TLS, but not every action on the bucket and on every object",
    ]);
  });

  test.each(["s3-versioning", "s3-ownership", "s3-public-access-block", "s3-default-encryption"])(
    "%s: a good bucket whose settings depend on another one is not refused",
    (id) => {
      const crossed = goodBucket("other").map((fixture) =>
        fixture.inputs.bucket instanceof Object && fixture.type !== "aws:s3/bucket:Bucket"
          ? { ...fixture, inputs: { ...fixture.inputs, bucket: from("Bucket main", bucketName("other")) } }
          : fixture,
      );
      expect(findingsOf(ruleCalled(id), [...goodBucket("main"), ...crossed])).toEqual([]);
    },
  );

  test.each([
    ["a name", "somebody-elses"],
    ["a longer name", `${bucketName("main")}-2`],
    ["an ARN", "arn:aws:s3:::somebody-elses"],
  ])("%s of a bucket outside of the program is not the one that it depends on", (_, name) => {
    expect(found("s3-versioning", set("BucketVersioning main", "bucket", from("Bucket main", name)))).toEqual([
      "violation Bucket main: has no versioning",
    ]);
  });

  test("in a preview, where no name is known, the dependency counts", () => {
    expect(found("s3-versioning", set("BucketVersioning main", "bucket", from("Bucket main")))).toEqual([]);
  });
});

describe("of a bucket outside of the program, what the program sets is judged", () => {
  test.each([
    ["s3-versioning", "BucketVersioning", { versioningConfiguration: { status: "Suspended" } }],
    ["s3-ownership", "BucketOwnershipControls", { rule: { objectOwnership: "ObjectWriter" } }],
    ["s3-cors", "BucketCorsConfiguration", { corsRules: [{ allowedOrigins: ["*"] }] }],
    ["s3-tls-only", "BucketPolicy", { policy: policyText() }],
    ["s3-deny-unencrypted-uploads", "BucketPolicy", { policy: policyText() }],
    ["s3-public-policy", "BucketPolicy", { policy: policyText(everyone) }],
    ["s3-lifecycle", "BucketLifecycleConfiguration", { rules: [{ id: "x", status: "Disabled", filter: {} }] }],
  ])("%s", (id, kind, inputs) => {
    const findings = found(id, outside(kind, inputs));
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatch(`violation ${kind} theirs: `);
  });

  test.each(["s3-versioning", "s3-public-access-block", "s3-ownership", "s3-lifecycle", "s3-default-encryption"])(
    "%s: what the program does not set is not its own to say",
    (id) => {
      expect(found(id, outside("BucketCorsConfiguration", { corsRules: [] }))).toEqual([]);
    },
  );

  test.each(["AES256", "aws:kms"] as const)("its policy may deny all encryption but %s", (algorithm) => {
    const policy = policyText(denyWrongEncryption("main", algorithm)).replaceAll(bucketName("main"), "somebody-elses");
    expect(found("s3-deny-unencrypted-uploads", outside("BucketPolicy", { policy }))).toEqual([]);
  });

  test("if the program says how it encrypts, the policy must fit", () => {
    const policy = policyText(denyWrongEncryption("main")).replaceAll(bucketName("main"), "somebody-elses");
    const change = both(
      outside("BucketPolicy", { policy }),
      outside("BucketServerSideEncryptionConfiguration", { rules: withAes }),
    );
    expect(found("s3-deny-unencrypted-uploads", change)).toEqual([
      "violation BucketPolicy theirs: does not deny wrongly encrypted uploads",
    ]);
  });

  test("what is not known is said of the resource that sets it", () => {
    const unknown = outside("BucketVersioning", { versioningConfiguration: from("Bucket main") });
    expect(found("s3-versioning", unknown)).toEqual([expect.stringMatching("^unknown BucketVersioning theirs: ")]);
  });

  test("a directory bucket has settings of its own, and access logs that go outside have a target all the same", () => {
    const directory = add(
      resource("aws:s3/bucketPolicy:BucketPolicy", "dir", { bucket: "b--euc1-az1--x-s3", policy: policyText() }),
    );
    expect(found("s3-tls-only", directory)).toEqual([]);
    const change = both(drop("BucketPolicy logs"), set("BucketLogging main", "targetBucket", "somebody-elses"));
    expect(found("s3-access-logs", change, loggingStack())).toContain("violation Bucket logs: writes no access logs");
  });
});
