/**
 * The API in one table. The gateway's routes, the functions that serve them and what each role may invoke all come
 * from here, so that they cannot disagree.
 */

/** The three roles of a stack. */
export const roles = ["uploader", "viewer", "admin"] as const;
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
}

const uploading = ["uploader", "admin"] as const;
const viewing = ["viewer", "admin"] as const;

export const routes = {
  /** Tells who the caller is, what it may do and where, and the limits. */
  whoami: {
    method: "GET",
    path: "/whoami",
    privilege: "read",
    roles,
  },
  /** Plans one upload, or up to 100, as presigned URLs. */
  createUploads: {
    method: "POST",
    path: "/uploads",
    privilege: "write",
    roles: uploading,
  },
  /** Verifies what has arrived and completes a multipart upload. */
  completeUpload: {
    method: "POST",
    path: "/uploads/{id}/complete",
    privilege: "write",
    roles: uploading,
  },
  /** Abandons a multipart upload and frees its parts. */
  abortUpload: {
    method: "DELETE",
    path: "/uploads/{id}",
    privilege: "write",
    roles: uploading,
  },
  /** Lists objects by prefix, delimiter and cursor. */
  listObjects: {
    method: "GET",
    path: "/objects",
    privilege: "read",
    roles: viewing,
  },
  /** Gives a presigned URL to download an object, with its size and version. */
  getObject: {
    method: "GET",
    path: "/objects/{key+}",
    privilege: "read",
    roles: viewing,
  },
  /** Hides an object behind a delete marker; its versions stay. */
  deleteObject: {
    method: "DELETE",
    path: "/objects/{key+}",
    privilege: "admin",
    roles: ["admin"],
  },
} as const satisfies Record<string, Route>;

export type Operation = keyof typeof routes;
export type OperationOf<P extends Privilege> = {
  [O in Operation]: (typeof routes)[O]["privilege"] extends P ? O : never;
}[Operation];

/** The table's rows, each with its operation's name. */
export const routeList: readonly (Route & { readonly operation: Operation })[] = (
  Object.keys(routes) as Operation[]
).map((operation) => ({ operation, ...routes[operation] }));

/** The key by which API Gateway names a route, such as `GET /objects/{key+}`. */
export const routeKey = (route: Route): string => `${route.method} ${route.path}`;
