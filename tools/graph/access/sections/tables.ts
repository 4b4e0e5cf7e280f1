import type { AccessModel } from "../access-model";
import { serviceActors } from "../actors";
import { type AccessRequest, grid, requestLabels, type Section } from "../matrix";

const actions = ["GetItem", "Query", "Scan", "PutItem", "UpdateItem", "DeleteItem", "DeleteTable"];

const tableRequests = ({ tables }: AccessModel): AccessRequest[] =>
  tables.flatMap(({ name, arn }) =>
    actions.map((action) => ({ action: `dynamodb:${action}`, on: `table ${name}`, resource: arn })),
  );

/** Who reaches the tables: no person does. */
export const tables: Section = {
  name: "tables",
  title: "Tables",
  about: "Who reaches the tables. People never do: the API's sessions and the recorder do it for them.",
  labels: requestLabels,
  rows: (model) => grid([...model.sessions, ...serviceActors(model)], tableRequests(model)),
};
