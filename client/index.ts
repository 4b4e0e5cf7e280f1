/** What programs import from `coffer/client`: the client of the API, and transfers of files through it. */
export {
  ApiClient,
  type ApiClientOptions,
  ApiError,
  type CreateUploadsRequest,
  type GetObjectQuery,
} from "./api-client";
export type { RetryRules } from "./retry";
export { download, restoreVersion, resume, TransferError, upload } from "./transfer";
