import type { ApiConfig } from "../../functions/api/config";
import type { Role } from "../../functions/api/routes";

/** The API of the tests. */
export const config: ApiConfig = {
  prefix: "uploads/",
  layout: "per-caller",
  urlSeconds: 900,
  overwriteUrlSeconds: 300,
  largestObject: 1_099_511_627_776,
  openUploads: 1000,
  planning: { perSecond: 50, burst: 1000, perRequest: 10 },
  resumeDays: 3,
  sessionSeconds: 3600,
  roleNames: {
    "acme-dev-eu-central-1-uploader": "uploader",
    "acme-dev-eu-central-1-viewer": "viewer",
    "acme-dev-eu-central-1-admin": "admin",
    "acme-dev-eu-central-1-custodian": "custodian",
  },
};

export const shared: ApiConfig = { ...config, layout: "shared" };

export const environment = {
  region: "eu-central-1",
  bucket: "acme-files",
  keyArn: "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555",
  presignerArn: "arn:aws:iam::123456789012:role/acme-dev-eu-central-1-api-write-presigner",
  uploadsTableArn: "arn:aws:dynamodb:eu-central-1:123456789012:table/acme-dev-eu-central-1-api-uploads",
  recorderArn: "arn:aws:lambda:eu-central-1:123456789012:function:acme-dev-eu-central-1-index-recorder",
};

/** A role session's ARN, as API Gateway gives it. */
export const sessionArn = (role: Role, name: string): string =>
  `arn:aws:sts::123456789012:assumed-role/acme-dev-eu-central-1-${role}/${name}`;
