/** What other stacks import from `coffer`. */
export type { Role } from "../functions/api/routes";
export type { ObjectReady } from "../functions/records/object-ready";
export { AccessApi, type AccessApiArgs } from "./access-api";
export type { ApiBucket } from "./access-api/api-function";
export { Alerting } from "./alerting";
export type { AlarmId } from "./alerting/alarm-catalogue";
export type { AlarmOverrides, AlarmTuning } from "./alerting/alarms";
export type { AlertingArgs } from "./alerting/args";
export type { Notices } from "./alerting/notices";
export type { Subscriber } from "./alerting/subscribers";
export { AuditTrail } from "./audit-trail";
export type { AuditTrailArgs, OrganisationTrail, OwnTrail } from "./audit-trail/args";
export { DeletionGuard, type DeletionGuardArgs } from "./deletion-guard";
export { EncryptionKey, type EncryptionKeyArgs } from "./encryption-key";
export type { KeyGrant } from "./encryption-key/key-policy";
export { recordingsAtOnce, type Throttle } from "./internal/api-capacity";
export type { ChildOptions, ChildTransform } from "./internal/children";
export type { Naming } from "./internal/naming";
export type { Statement } from "./internal/policy-document";
export type { Principal } from "./internal/roles/principals";
export { ObjectIndex, type ObjectIndexArgs } from "./object-index";
export type { OnObjectArgs } from "./object-index/on-object";
export { RoleTrio, type RoleTrioArgs } from "./role-trio";
export { SecureBucket, type SecureBucketArgs } from "./secure-bucket";
export type {
  BucketEncryption,
  Cors,
  IntelligentTiering,
  Lifecycle,
  ObjectLock,
  ReplicationTarget,
} from "./secure-bucket/args";
export type { DenyUnencrypted, UploadClass } from "./secure-bucket/bucket-policy";
export type { LifecycleOptions, LifecyclePreset } from "./secure-bucket/lifecycle/presets";
export type { LifecycleRule, StorageClass, Transition } from "./secure-bucket/lifecycle/rules";
export type { Metric } from "./secure-bucket/replication";
export { StandbyVault, type StandbyVaultArgs } from "./standby-vault";
