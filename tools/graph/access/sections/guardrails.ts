import type { Actor } from "../access-model";
import { guardrailRequests } from "../guardrail-requests";
import { grid, requestLabels, type Section } from "../matrix";

const about = "What no role that people assume may do: each asks with fresh MFA.";

/** What nobody may do by a role of the stack; the trio not even if it is given more than the stack gives it. */
export const guardrails: Section = {
  name: "guardrails",
  title: "Guardrails",
  about: `${about} The last column is Admin after somebody has attached AdministratorAccess to it.`,
  labels: requestLabels.slice(0, 2),
  rows: (model) => {
    const strengthened = model.trio
      .filter(({ role }) => role === "admin")
      .map(
        ({ name, principal }): Actor => ({
          name: `${name} with AdministratorAccess`,
          principal: { ...principal, administratorAccess: true },
        }),
      );
    return grid([...model.sessions, ...strengthened], guardrailRequests(model)).map((row) => ({
      ...row,
      labels: row.labels.slice(0, 2),
    }));
  },
};
