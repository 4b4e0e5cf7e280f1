/** What other stacks import from `coffer`. */
export { AccessApi, type AccessApiArgs, type ApiBucket } from "./access-api";
export { EncryptionKey, type EncryptionKeyArgs, type KeyGrant } from "./encryption-key";
export type { DenyUnencrypted } from "./internal/bucket/statements";
export type { LifecycleOptions, LifecyclePreset } from "./internal/lifecycle/presets";
export type { LifecycleRule, StorageClass, Transition } from "./internal/lifecycle/rules";
export type { Naming } from "./internal/names";
export type { Statement } from "./internal/policy-document";
export { type Principal, type Role, RoleTrio, type RoleTrioArgs } from "./role-trio";
export {
  type BucketEncryption,
  type Cors,
  type IntelligentTiering,
  type Lifecycle,
  type ObjectLock,
  type ReplicationTarget,
  SecureBucket,
  type SecureBucketArgs,
} from "./secure-bucket";
export { StandbyVault, type StandbyVaultArgs } from "./standby-vault";
