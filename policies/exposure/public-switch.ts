/** A setting of a resource type that opens it to the internet, or to everyone. */
export interface PublicSwitch {
  /** `endpoint`: the internet reaches it; `anonymous`: nobody is asked who they are; `address`: a machine's own way out. */
  readonly family: "endpoint" | "anonymous" | "address";
  readonly type: string;
  /** The property, with its blocks: `vpcConfig.endpointPublicAccess`. */
  readonly path: string;
  /** The values that open it. */
  readonly open: readonly (string | boolean)[];
  /** The value that counts where the program says nothing, if it is one that opens. */
  readonly absent?: string | boolean;
}
