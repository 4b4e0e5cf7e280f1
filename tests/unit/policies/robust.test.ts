import * as fc from "fast-check";
import { notKnown } from "../../../policies/framework/values";
import { rules } from "../../../policies/rules";
import { type Fixture, indexOf, resource } from "../../support/policies";

/** Property names that the rules know, so that what is odd is often where they look. */
const names = [
  "accessControlPolicy",
  "actionsEnabled",
  "advancedEventSelectors",
  "alarmActions",
  "alarmRule",
  "bucket",
  "corsRules",
  "dataResources",
  "deadLetterConfig",
  "dimensions",
  "endpoint",
  "equals",
  "eventSelectors",
  "expires",
  "field",
  "fieldSelectors",
  "grants",
  "kmsMasterKeyId",
  "lifecycleRules",
  "logging",
  "metricName",
  "metricTransformation",
  "name",
  "namespace",
  "objectLockConfiguration",
  "origins",
  "pointInTimeRecovery",
  "policy",
  "protocol",
  "redrivePolicy",
  "replicas",
  "replicationConfiguration",
  "rule",
  "rules",
  "s3BucketName",
  "serverSideEncryption",
  "serverSideEncryptionConfiguration",
  "startsWiths",
  "status",
  "tags",
  "targetBucket",
  "values",
  "versioning",
  "versioningConfiguration",
  "website",
];

const value: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<unknown>(notKnown, null, undefined, "", "a", 0, 1, true, false, "{}", '{"Statement":[{}]}'),
    fc.string(),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...names), tie("value"), { maxKeys: 4 }),
  ),
})).value;

const types = [...new Set(rules.flatMap((rule) => rule.types))];
const kinds = [...types, "aws:cloudtrail/trail:Trail", "aws:s3/bucketLogging:BucketLogging"];

const fixture: fc.Arbitrary<Fixture> = fc
  .tuple(fc.constantFrom(...kinds), fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 6 }))
  .map(([type, inputs]) => resource(type, "odd", inputs));

test("no rule breaks at what a program may hold", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fixture, { selector: ({ type }) => type, maxLength: 8 }), (fixtures) => {
      const index = indexOf(fixtures);
      for (const rule of rules)
        for (const finding of rule.run(index, {})) {
          expect(finding).not.toMatchObject({ verdict: "failed" });
          expect(finding.message).not.toBe("");
          expect(finding.message).not.toMatch(/undefined|\[object|Symbol/);
        }
    }),
    { numRuns: 300 },
  );
});
