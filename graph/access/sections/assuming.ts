import { mfa, otherAccount, stranger } from "../actors";
import type { Question } from "../decide";
import type { Facts, Person } from "../facts";
import type { Row, Section } from "../matrix";

interface Attempt {
  readonly caller: string;
  readonly given: string;
  readonly principal: Question["principal"];
  readonly session: string;
  readonly context: Question["context"];
}

const noMfa = { "aws:MultiFactorAuthPresent": "false" };
// A request that is signed with a user's access key says nothing of MFA at all.
const accessKey = { "aws:MultiFactorAuthPresent": null };

const nameOf = ({ arn }: Person): string => arn.split(":")[5] ?? arn;

const principalOf = (person: Person): Question["principal"] => {
  const [kind, name] = nameOf(person).split("/");
  return kind === "user" && name ? { user: name } : { outsider: person.arn };
};

const attemptsOf = ({ people, account }: Facts): Attempt[] => {
  const named = people.flatMap((person, index): Attempt[] => {
    const own = { caller: nameOf(person), principal: principalOf(person), session: person.session };
    const other = people[(index + 1) % people.length]?.session ?? stranger;
    return [
      { ...own, given: `MFA, as ${person.session}`, context: mfa() },
      { ...own, given: `a session without MFA, as ${person.session}`, context: noMfa },
      { ...own, given: `an access key alone, as ${person.session}`, context: accessKey },
      { ...own, given: `MFA, as ${other}`, session: other, context: mfa() },
    ];
  });
  const first = people[0]?.session ?? stranger;
  const unnamed = (caller: string, principal: Question["principal"], session = stranger): Attempt => ({
    caller,
    given: `MFA, as ${session}`,
    principal,
    session,
    context: mfa(),
  });
  return [
    ...named,
    unnamed("user who is not named", { user: stranger }),
    unnamed("user who is not named", { user: stranger }, first),
    unnamed("account administrator", { outsider: `arn:aws:iam::${account}:role/administrator` }, first),
    unnamed(`user/${first} of another account`, { outsider: `arn:aws:iam::${otherAccount}:user/${first}` }, first),
  ];
};

/** Who may become whom. */
export const assuming: Section = {
  name: "assuming",
  title: "Assuming a role",
  about:
    "Who may assume which role, under which session name, with and without MFA. Users and roles that the stack names are " +
    "asked; a SAML or OIDC provider authenticates its people itself and is not.",
  labels: ["caller", "with"],
  rows: (facts) =>
    attemptsOf(facts).map(
      ({ caller, given, principal, session, context }): Row => ({
        labels: [caller, given],
        cells: facts.sessions.map(({ name, roleArn }) => ({
          column: name,
          question: {
            principal,
            action: "sts:AssumeRole",
            resource: roleArn,
            context: { "sts:RoleSessionName": session, ...context },
          },
        })),
      }),
    ),
};
