import { apiKeys } from "./api";
import { auditKeys } from "./audit";
import { fileKeys } from "./files";
import { nameKeys } from "./names";
import { peopleKeys } from "./people";

/** The keys by subject, for docs/configuration.md. */
export const subjects = {
  "Names and regions": nameKeys,
  People: peopleKeys,
  "Files and retention": fileKeys,
  "API and its limits": apiKeys,
  "Audit and alerts": auditKeys,
} as const;

/** Every key of the configuration. */
export const keys = { ...nameKeys, ...peopleKeys, ...fileKeys, ...apiKeys, ...auditKeys };
