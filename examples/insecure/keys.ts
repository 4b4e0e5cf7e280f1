import * as aws from "@pulumi/aws";

// Never rotates.
export const key = new aws.kms.Key("shared", { description: "One key for everything" });
