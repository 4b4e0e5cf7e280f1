import {
  type DocumentKind,
  type DocumentLimit,
  documentLimits,
  documentSize,
} from "../../components/internal/document-limits";
import type { Graph, Resource } from "./types";

/** Where a resource holds a policy document: the kind by type and input. */
const places: Readonly<Record<string, Readonly<Record<string, DocumentKind>>>> = {
  "aws:iam/role:Role": { assumeRolePolicy: "trust" },
  "aws:iam/rolePolicy:RolePolicy": { policy: "inline" },
  "aws:iam/groupPolicy:GroupPolicy": { policy: "group" },
  "aws:iam/policy:Policy": { policy: "managed" },
  "aws:s3/bucketPolicy:BucketPolicy": { policy: "bucket" },
  "aws:kms/key:Key": { policy: "key" },
  "aws:sqs/queuePolicy:QueuePolicy": { policy: "queue" },
  "aws:sns/topicPolicy:TopicPolicy": { policy: "topic" },
};

/** A policy document of a graph, or all inline policies of one role, with AWS's limit for it. */
export interface SizedDocument {
  readonly kind: DocumentKind;
  /** The logical name of the resource, or of the role. */
  readonly name: string;
  readonly size: number;
  readonly limit: DocumentLimit;
}

/** Whether an input is a policy document. */
export const isDocument = (value: unknown): value is string => {
  if (typeof value !== "string" || !value.startsWith("{")) return false;
  try {
    const parsed: unknown = JSON.parse(value);
    return typeof parsed === "object" && parsed !== null && "Statement" in parsed;
  } catch {
    return false;
  }
};

/** The inputs of a resource that are policy documents. */
const documentsIn = (resource: Resource): [input: string, text: string][] =>
  Object.entries(resource.inputs).flatMap(([input, value]) => (isDocument(value) ? [[input, value]] : []));

/** Every policy document of a graph with its size. Throws for one in a place that is not in the table. */
export const documentsOf = ({ resources }: Graph): SizedDocument[] => {
  const sized: SizedDocument[] = [];
  const ofRole = new Map<unknown, SizedDocument>();
  for (const resource of resources)
    for (const [input, text] of documentsIn(resource)) {
      const kind = places[resource.type]?.[input];
      if (kind === undefined)
        throw new Error(
          `${resource.name}: ${input} of ${resource.type} is a policy document; add it to tools/graph/policy-documents.ts.`,
        );
      const document = { kind, name: resource.name, size: documentSize(kind, text), limit: documentLimits[kind] };
      if (kind !== "inline") sized.push(document);
      else {
        // IAM's limit is for all inline policies of a role together.
        const size = document.size + (ofRole.get(resource.inputs.role)?.size ?? 0);
        ofRole.set(resource.inputs.role, {
          ...document,
          name: ofRole.get(resource.inputs.role)?.name ?? resource.name,
          size,
        });
      }
    }
  return [...sized, ...ofRole.values()];
};

/** The documents as lines of text, the fullest first; of equally full ones by name. */
export const documentTable = (documents: readonly SizedDocument[]): string =>
  [...documents]
    .sort((a, b) => b.size / b.limit.most - a.size / a.limit.most || a.name.localeCompare(b.name, "en"))
    .map(
      ({ kind, name, size, limit }) =>
        `${kind} ${name}: ${size} of ${limit.most} ${limit.unit}, ${Math.round((100 * size) / limit.most)} %`,
    )
    .join("\n");
