import * as pulumi from "@pulumi/pulumi";
import * as v from "valibot";
import { nameRule } from "../../components/internal/names";
import { type Key, key, matching } from "../key";

const named = (
  part: "company" | "environment" | "region",
  rest: Pick<Key<string>, "meaning" | "example" | "byDefault" | "defaultText">,
) => key<string>({ schema: matching(nameRule(part).pattern), allowed: nameRule(part).allowed, ...rest });

/** What the stack is called, and where it is. */
export const nameKeys = {
  "aws:region": named("region", {
    meaning: "The region of the stack and of its main bucket.",
    example: "aws:region: eu-central-1",
  }),
  "coffer:company": named("company", {
    meaning: "The first part of the name of every resource.",
    example: "coffer:company: acme",
  }),
  "coffer:environment": named("environment", {
    meaning: "The second part of the name of every resource.",
    example: "coffer:environment: dev",
    byDefault: pulumi.getStack,
    defaultText: "the stack's name",
  }),
  "coffer:standbyRegion": named("region", {
    meaning: "The region of the standby vault, which must not be the region of the stack.",
    example: "coffer:standbyRegion: eu-west-1",
  }),
  "coffer:accountId": key<string | undefined>({
    schema: v.optional(matching(nameRule("accountId").pattern)),
    meaning: "The account that the stack is deployed to. A deployment with credentials of another account is refused.",
    allowed: `${nameRule("accountId").allowed}: any other account is refused`,
    example: 'coffer:accountId: "123456789012"',
    byDefault: () => undefined,
    defaultText: "the account of the credentials",
  }),
};
