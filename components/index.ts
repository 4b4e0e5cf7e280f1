/** What other stacks import from `coffer`. */
export type { Role } from "../functions/api/routes";
export type { ObjectReady } from "../functions/records/object-ready";
export { AccessApi, type AccessApiArgs } from "./access-api";
export { Alerting } from "./alerting";
export { AuditTrail } from "./audit-trail";
export { DeletionGuard, type DeletionGuardArgs } from "./deletion-guard";
export { EncryptionKey, type EncryptionKeyArgs } from "./encryption-key";
export type { AlarmOverrides, AlarmTuning } from "./internal/alerts/alarms";
export type { AlertingArgs } from "./internal/alerts/args";
export type { AlarmId } from "./internal/alerts/catalogue";
export type { Notices } from "./internal/alerts/notices";
export type { Subscriber } from "./internal/alerts/subscribers";
export { recordingsAtOnce, type Throttle } from "./internal/api-capacity";
export type { ApiBucket } from "./internal/api-function";
export type { AuditTrailArgs, OrganisationTrail, OwnTrail } from "./internal/audit/args";
export type {
  BucketEncryption,
  Cors,
  IntelligentTiering,
  Lifecycle,
  ObjectLock,
  ReplicationTarget,
} from "./internal/bucket/args";
export type { Metric } from "./internal/bucket/replication";
export type { DenyUnencrypted, UploadClass } from "./internal/bucket/statements";
export type { KeyGrant } from "./internal/key-statements";
export type { LifecycleOptions, LifecyclePreset } from "./internal/lifecycle/presets";
export type { LifecycleRule, StorageClass, Transition } from "./internal/lifecycle/rules";
export type { Naming } from "./internal/names";
export type { OnObjectArgs } from "./internal/on-object";
export type { Statement } from "./internal/policy-document";
export type { Principal } from "./internal/roles/principals";
export { ObjectIndex, type ObjectIndexArgs } from "./object-index";
export { RoleTrio, type RoleTrioArgs } from "./role-trio";
export { SecureBucket, type SecureBucketArgs } from "./secure-bucket";
export { StandbyVault, type StandbyVaultArgs } from "./standby-vault";
