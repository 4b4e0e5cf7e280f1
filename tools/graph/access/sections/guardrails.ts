import type { Actor } from "../access-model";
import { guardrailAsks } from "../guardrail-requests";
import { askLabels, grid, type Section } from "../matrix";

const about = "What no role that people assume may do: each asks with fresh MFA.";

/** What nobody may do by a role of the stack; the trio not even if it is given more than the stack gives it. */
export const guardrails: Section = {
  name: "guardrails",
  title: "Guardrails",
  about: `${about} The last column is Admin after somebody has attached AdministratorAccess to it.`,
  labels: askLabels.slice(0, 2),
  rows: (facts) => {
    const strengthened = facts.trio
      .filter(({ role }) => role === "admin")
      .map(
        ({ name, principal }): Actor => ({
          name: `${name} with AdministratorAccess`,
          principal: { ...principal, administratorAccess: true },
        }),
      );
    return grid([...facts.sessions, ...strengthened], guardrailAsks(facts)).map((row) => ({
      ...row,
      labels: row.labels.slice(0, 2),
    }));
  },
};
