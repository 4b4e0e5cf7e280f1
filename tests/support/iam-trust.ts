import { notKnown } from "../../policies/framework/values";
import { resource, set } from "./policies";

export const roleType = "aws:iam/role:Role";
export const account = "123456789012";
export const alice = `arn:aws:iam::${account}:user/alice`;
export const root = `arn:aws:iam::${account}:root`;
export const mfa = { Bool: { "aws:MultiFactorAuthPresent": "true" } };

export const trust = (...statements: object[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
export const lets = (principal: unknown, condition?: object, action = "sts:AssumeRole") => ({
  Sid: "One",
  Effect: "Allow",
  Principal: principal,
  Action: action,
  ...(condition === undefined ? {} : { Condition: condition }),
});
export const service = (name: string, condition?: object) => lets({ Service: name }, condition);
export const own = { StringEquals: { "aws:SourceAccount": account } };

/** A role for a person, one for a function, and one that the function assumes. */
export const compliant = [
  resource(roleType, "person", { name: "person", assumeRolePolicy: trust(lets({ AWS: alice }, mfa)) }),
  resource(roleType, "function", {
    name: "function",
    arn: `arn:aws:iam::${account}:role/function`,
    assumeRolePolicy: trust(service("lambda.amazonaws.com", own)),
  }),
  resource(roleType, "signer", { assumeRolePolicy: trust(lets({ AWS: `arn:aws:iam::${account}:role/function` })) }),
];

/** Changes whom the person's role trusts. */
export const trusts = (...statements: object[]) => set("Role person", "assumeRolePolicy", trust(...statements));
export const at = "Role person";
export const unknown = {
  "the trust policy": { change: set(at, "assumeRolePolicy", notKnown), at },
  "whom it trusts": {
    change: set(at, "assumeRolePolicy", { Statement: [lets({ AWS: notKnown })] }),
    at,
  },
};
