import * as v from "valibot";
import type { RequestReport } from "../../functions/api/platform";
import { answers, problemBody } from "../../functions/api/response-schemas";
import { commonProblems, type Operation, routeList, routes } from "../../functions/api/routes";

/** What is in no schema of the contract is thrown, so that no test of a handler can overlook it. */

const operations = Object.keys(answers) as Operation[];

/** Throws unless a body is a whole problem, or what one of the operations answers, and nothing more. */
export const checkBody = (status: number | undefined, body: unknown): void => {
  const schemas = status === 200 ? operations.map((operation) => answers[operation]) : [problemBody];
  if (!schemas.some((schema) => v.is(schema, body)))
    throw new Error(`the contract knows no answer ${status} ${JSON.stringify(body)}`);
  if (status !== 200 && v.parse(problemBody, body).status !== status)
    throw new Error(`the problem's status is not the answer's, ${status}`);
};

/** Throws unless the table of routes lists the outcome for the route. */
export const checkOutcome = ({ action, outcome }: RequestReport): void => {
  const route = routeList.find(({ operation }) => operation === action);
  if (route === undefined || outcome === "ok") return;
  const listed: readonly string[] = [...commonProblems, ...routes[route.operation].problems];
  if (!listed.includes(outcome)) throw new Error(`the table of routes does not list ${outcome} for ${action}`);
};
