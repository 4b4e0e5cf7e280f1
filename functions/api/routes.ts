import type * as v from "valibot";
import type { ProblemType } from "./problem";
import {
  createDownloadsBody,
  createRestoreBody,
  createUploadsBody,
  deleteObjectQuery,
  deleteVersionQuery,
  getObjectQuery,
  getUploadQuery,
  listObjectsQuery,
  listUploadsQuery,
  listVersionsQuery,
  nothing,
} from "./request-schemas";

/**
 * The API in one table. The gateway's routes, the functions that serve them, what each role may invoke, how requests
 * are validated and `docs/openapi.json` all come from here, so that they cannot disagree.
 */

/** The roles of a stack by which people reach objects. A custodian exists only where the stack names one. */
export const roles = ["uploader", "viewer", "admin", "custodian"] as const;
export type Role = (typeof roles)[number];

/** What a function may do to the bucket. Each privilege is one Lambda function with an IAM role of its own. */
export const privileges = ["read", "write", "admin"] as const;
export type Privilege = (typeof privileges)[number];

export interface Route {
  readonly method: "GET" | "POST" | "DELETE";
  /** As API Gateway writes it: `{name}` is one path segment, `{name+}` is the rest of the path. */
  readonly path: `/${string}`;
  readonly privilege: Privilege;
  /** The roles that may call it. */
  readonly roles: readonly Role[];
  /** Whether it is called now and then only: it gets a part of the throttle. Default: false. */
  readonly quiet?: boolean;
  /** What it does, in a sentence. */
  readonly summary: string;
  readonly query: v.GenericSchema;
  /** The JSON body; absent where none is taken. */
  readonly body?: v.GenericSchema;
  /** What may go wrong beside {@link commonProblems}. */
  readonly problems: readonly ProblemType[];
}

/** What every route may answer. */
export const commonProblems = [
  "invalid-request",
  "not-allowed",
  // A body beyond what is read; some routes have limits of their own besides.
  "too-large",
  "storage-unavailable",
  "internal",
] as const satisfies readonly ProblemType[];

const uploading = ["uploader", "admin"] as const;
const viewing = ["viewer", "admin"] as const;

/** The routes of the `read` privilege. Each function carries its own alone. */
export const readRoutes = {
  whoami: {
    method: "GET",
    path: "/whoami",
    privilege: "read",
    roles,
    quiet: true,
    summary: "Returns who the caller is, what it may do and where, and the limits.",
    query: nothing,
    problems: [],
  },
  listObjects: {
    method: "GET",
    path: "/objects",
    privilege: "read",
    roles: viewing,
    summary: "Lists objects by prefix, delimiter and cursor.",
    query: listObjectsQuery,
    problems: ["outside-prefix"],
  },
  getObject: {
    method: "GET",
    path: "/objects/{key+}",
    privilege: "read",
    roles: viewing,
    summary: "Returns a presigned URL to download an object, with its size, checksum and version.",
    query: getObjectQuery,
    problems: ["outside-prefix", "not-found", "archived"],
  },
  createDownloads: {
    method: "POST",
    path: "/downloads",
    privilege: "read",
    roles: viewing,
    quiet: true,
    summary: "Returns presigned URLs for up to 100 objects. Each entry is a download or a problem.",
    query: nothing,
    body: createDownloadsBody,
    problems: [],
  },
  listVersions: {
    method: "GET",
    path: "/versions",
    privilege: "read",
    roles: [...viewing, "custodian"],
    quiet: true,
    summary: "Lists an object's versions and delete markers, newest first.",
    query: listVersionsQuery,
    problems: ["outside-prefix", "not-found"],
  },
} as const satisfies Record<string, Route>;

/** The routes of the `write` privilege. Each function carries its own alone. */
export const writeRoutes = {
  createUploads: {
    method: "POST",
    path: "/uploads",
    privilege: "write",
    roles: uploading,
    summary: "Creates 1 to 100 uploads and returns presigned URLs for them.",
    query: nothing,
    body: createUploadsBody,
    problems: ["outside-prefix", "exists-already", "too-many-uploads", "rate-limited"],
  },
  listUploads: {
    method: "GET",
    path: "/uploads",
    privilege: "write",
    roles: uploading,
    quiet: true,
    summary: "Lists the caller's uploads in progress, oldest first.",
    query: listUploadsQuery,
    problems: [],
  },
  getUpload: {
    method: "GET",
    path: "/uploads/{id}",
    privilege: "write",
    roles: uploading,
    quiet: true,
    summary: "Returns which parts have arrived, and new URLs for the missing parts.",
    query: getUploadQuery,
    problems: ["not-found", "upload-closed"],
  },
  completeUpload: {
    method: "POST",
    path: "/uploads/{id}/complete",
    privilege: "write",
    roles: uploading,
    summary: "Verifies the upload, joins its parts and records the object. Idempotent.",
    query: nothing,
    problems: ["not-found", "exists-already", "incomplete-upload", "upload-closed", "conflict"],
  },
  abortUpload: {
    method: "DELETE",
    path: "/uploads/{id}",
    privilege: "write",
    roles: uploading,
    quiet: true,
    summary: "Aborts an upload and deletes its parts. Idempotent.",
    query: nothing,
    problems: ["not-found", "upload-closed"],
  },
} as const satisfies Record<string, Route>;

/** The routes of the `admin` privilege. Each function carries its own alone. */
export const adminRoutes = {
  createRestore: {
    method: "POST",
    path: "/restores",
    privilege: "admin",
    roles: ["admin"],
    quiet: true,
    summary: "Restores a deleted object, an earlier version or an archived copy.",
    query: nothing,
    body: createRestoreBody,
    problems: ["outside-prefix", "not-found", "archived", "not-archived"],
  },
  deleteObject: {
    method: "DELETE",
    path: "/objects/{key+}",
    privilege: "admin",
    roles: ["admin"],
    quiet: true,
    summary: "Adds a delete marker. The object's versions stay.",
    query: deleteObjectQuery,
    problems: ["outside-prefix", "not-found"],
  },
  deleteVersion: {
    method: "DELETE",
    path: "/versions",
    privilege: "admin",
    roles: ["custodian"],
    quiet: true,
    summary: "Deletes one version permanently. Idempotent.",
    query: deleteVersionQuery,
    problems: ["outside-prefix", "version-locked"],
  },
} as const satisfies Record<string, Route>;

/** In the order of the documents. */
const allRoutes = () => {
  const { whoami, ...reading } = readRoutes;
  return { whoami, ...writeRoutes, ...reading, ...adminRoutes };
};

/** The table. What names its own privilege's routes only does not carry this one. */
export const routes = /* @__PURE__ */ allRoutes();

export type Routes = typeof routes;
export type Operation = keyof Routes;
export type OperationOf<P extends Privilege> = {
  [O in Operation]: Routes[O]["privilege"] extends P ? O : never;
}[Operation];

/** The routes of one privilege. */
export type RoutesOf<P extends Privilege> = { readonly [O in OperationOf<P>]: Routes[O] };

/** The query that an operation is called with, once it is validated. */
export type QueryOf<O extends Operation> = v.InferOutput<Routes[O]["query"]>;
/** The same of the body; undefined where none is taken. */
export type BodyOf<O extends Operation> = O extends Operation
  ? Routes[O] extends { readonly body: infer S extends v.GenericSchema }
    ? v.InferOutput<S>
    : undefined
  : never;

type RouteRow = Route & { readonly operation: Operation };

const allRows = (): readonly RouteRow[] =>
  (Object.keys(routes) as Operation[]).map((operation) => ({ operation, ...routes[operation] }));

/** The table's rows, each with its operation's name. */
export const routeList = /* @__PURE__ */ allRows();

/** The key by which API Gateway names a route, such as `GET /objects/{key+}`. */
export const routeKey = (route: Route): string => `${route.method} ${route.path}`;
