import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/**
 * A provider for another region of the same account, configured as the stack's own but for the region: an explicit
 * provider inherits nothing of the configuration by itself, neither credentials nor endpoints nor tags.
 */
export const standbyProvider = (name: string, region: string, options: pulumi.ResourceOptions): aws.Provider =>
  new aws.Provider(name, { ...aws.config, region: region as aws.Region }, options);
