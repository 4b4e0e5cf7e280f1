import { routeKey, routeList } from "../../../../functions/api/routes";
import type { AccessModel } from "../access-model";
import { grid, type Section } from "../matrix";

/** A path as a caller would ask for it. */
const example = (path: string, { prefix }: AccessModel): string =>
  path.replace(/\{[^}]+\+\}/g, `${prefix}report.pdf`).replace(/\{[^}]+\}/g, "1");

/** Every route of the API's table. */
export const apiRoutes: Section = {
  name: "api-routes",
  title: "The API's routes",
  about: "Who may call which route, as the gateway decides it before any function runs.",
  labels: ["route"],
  rows: (model) => {
    const asked = [
      ...routeList.map((route) => ({ key: routeKey(route), method: route.method, path: example(route.path, model) })),
      { key: "any other route", method: "PUT", path: "/no-such-route" },
    ];
    return asked.flatMap(({ key, method, path }) =>
      grid(model.sessions, [
        { action: "execute-api:Invoke", on: key, resource: `${model.apiArn}/$default/${method}${path}` },
      ]).map((row) => ({ ...row, labels: [key] })),
    );
  },
};
