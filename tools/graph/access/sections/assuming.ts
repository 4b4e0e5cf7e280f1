import { defaults } from "../../../../components/internal/defaults";
import type { AccessModel } from "../access-model";
import { mfa, otherAccount, stranger } from "../actors";
import type { Question } from "../decide";
import type { Row, Section } from "../matrix";
import type { FederatedCaller, Person } from "../trusted-principals";

const { freshMfaSeconds } = defaults.roles;

interface Attempt {
  readonly caller: string;
  readonly given: string;
  readonly principal: Question["principal"];
  readonly session: string;
  readonly context: Question["context"];
  /** Which of STS's calls. Default: AssumeRole. */
  readonly action?: string;
}

const noMfa = { "aws:MultiFactorAuthPresent": "false" };
// A request that is signed with a user's access key says nothing of MFA at all.
const accessKey = { "aws:MultiFactorAuthPresent": null };
// Those whom another service authenticates have no MFA in AWS either.
const unsigned = { "aws:MultiFactorAuthPresent": null };

const nameOf = ({ arn }: { readonly arn: string }): string => arn.split(":")[5] ?? arn;

const principalOf = (person: Person): Question["principal"] => {
  const [, kind, name] = /^(user|role)\/(.+)$/.exec(nameOf(person)) ?? [];
  return kind === "user" && name ? { user: name } : { sessionOf: person.arn, session: "task" };
};

/** All of a few; of many the first two and the last five. */
const some = (people: readonly Person[]): readonly Person[] =>
  people.length <= 12 ? people : [...people.slice(0, 2), ...people.slice(-5)];

const namedAttempts = (people: readonly Person[]): Attempt[] =>
  some(people).flatMap((person): Attempt[] => {
    const own = { caller: nameOf(person), principal: principalOf(person), session: person.session };
    const other = people[(people.indexOf(person) + 1) % people.length]?.session ?? stranger;
    const machine = "sessionOf" in Object(own.principal);
    if (machine)
      return [
        { ...own, given: `as ${person.session}`, context: noMfa },
        { ...own, given: `as ${other}`, session: other, context: noMfa },
      ];
    return [
      { ...own, given: `MFA, as ${person.session}`, context: mfa() },
      { ...own, given: `MFA ${freshMfaSeconds} s ago, as ${person.session}`, context: mfa(freshMfaSeconds) },
      { ...own, given: `a session without MFA, as ${person.session}`, context: noMfa },
      { ...own, given: `only an access key, as ${person.session}`, context: accessKey },
      { ...own, given: `MFA, as ${other}`, session: other, context: mfa() },
      {
        ...own,
        given: `MFA, as ${person.session}, with source identity ${other}`,
        context: { ...mfa(), "sts:SourceIdentity": other },
      },
    ];
  });

/** What each kind of federated caller tries: its own name, a pinned person's, the same in other case, and a free one. */
const federatedAttempts = (people: readonly Person[], caller: FederatedCaller): Attempt[] => {
  const { kind, arn, context, as } = caller;
  const pinned = people[0]?.session ?? stranger;
  const person = as ?? "zoe@example.com";
  const names = [person, pinned, pinned.toUpperCase(), stranger];
  if (kind === "Identity Center") {
    const as = (session: string, name: string, more: Question["context"] = {}): Attempt => ({
      caller: `${kind}: ${arn.split("/").at(-1)}`,
      given: `${session}'s session, as ${name}${Object.keys(more).length > 0 ? `, source identity ${stranger}` : ""}`,
      principal: { sessionOf: arn, session },
      session: name,
      context: { ...noMfa, ...more },
    });
    return [
      as(person, person),
      as(person, stranger),
      as(person, pinned),
      as(pinned, pinned),
      as(person, "*"),
      as(person, person, { "sts:SourceIdentity": stranger }),
    ];
  }
  const action = kind === "SAML" ? "sts:AssumeRoleWithSAML" : "sts:AssumeRoleWithWebIdentity";
  return [
    ...names.map(
      (name): Attempt => ({
        caller: `${kind}: ${nameOf({ arn })}`,
        given: `as ${name}`,
        principal: { provider: arn },
        session: name,
        context: { ...unsigned, ...context },
        action,
      }),
    ),
    {
      caller: `${kind}: ${nameOf({ arn })}`,
      given: `as ${person}, with source identity ${pinned}`,
      principal: { provider: arn },
      session: person,
      context: { ...unsigned, ...context, "sts:SourceIdentity": pinned },
      action,
    },
  ];
};

const attemptsOf = ({ people, federated, anyUser, account }: AccessModel): Attempt[] => {
  const first = people[0]?.session ?? stranger;
  const unnamed = (caller: string, principal: Question["principal"], session = stranger): Attempt => ({
    caller,
    given: `MFA, as ${session}`,
    principal,
    session,
    context: mfa(),
  });
  const allowed = { user: stranger, administratorAccess: true };
  return [
    ...namedAttempts(people),
    ...federated.flatMap((caller) => federatedAttempts(people, caller)),
    unnamed("user who is not named", { user: stranger }),
    unnamed("user who is not named", { user: stranger }, first),
    ...(anyUser
      ? [
          unnamed("user whose own policies allow it", allowed),
          unnamed("user whose own policies allow it", allowed, first),
        ]
      : []),
    unnamed("account administrator", { outsider: `arn:aws:iam::${account}:role/administrator` }, first),
    unnamed(`user/${first} of another account`, { outsider: `arn:aws:iam::${otherAccount}:user/${first}` }, first),
    {
      ...unnamed("SAML provider that is not named", { provider: `arn:aws:iam::${account}:saml-provider/other` }, first),
      given: `as ${first}`,
      context: { ...unsigned, "SAML:aud": "https://signin.aws.amazon.com/saml" },
      action: "sts:AssumeRoleWithSAML",
    },
  ];
};

/** Who may become whom. */
export const assuming: Section = {
  name: "assuming",
  title: "Assuming a role",
  about:
    "Who may assume which role, under which session name, with and without MFA. Of more than 12 people the first two and the last five " +
    "are asked. A caller of a SAML or OIDC provider or of Identity Center tries its own name, a pinned person's, and a free one; " +
    "docs/people.md says what ties a name to a person there.",
  labels: ["caller", "with"],
  rows: (model) =>
    attemptsOf(model).map(
      ({ caller, given, principal, session, context, action = "sts:AssumeRole" }): Row => ({
        labels: [caller, given],
        cells: model.sessions.map(({ name, roleArn }) => ({
          column: name,
          question: {
            principal,
            action,
            resource: roleArn,
            context: { "sts:RoleSessionName": session, ...context },
          },
        })),
      }),
    ),
};
