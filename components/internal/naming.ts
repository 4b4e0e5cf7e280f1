/** What every name of a stack begins with, as `company-environment-region`. Plain values: they are part of names. */
export interface Naming {
  /** Who owns the data: 2 to 20 lowercase letters, digits or hyphens. */
  readonly company: string;
  /** Which stack it is, such as `dev` or `prod`: 2 to 12 lowercase letters or digits. */
  readonly environment: string;
  /** The AWS region, such as `eu-central-1`. Another one than the provider's is refused. */
  readonly region: string;
  /** The account that this is meant for, by its 12 digits; another one is refused. Default: the provider's. */
  readonly accountId?: string;
  /**
   * The region whose copy is kept in `region`; a `StandbyVault` sets it. What has such a naming is made in `region` by the
   * resource's own region, through the provider of the stack, whose region `copyOf` must be. Its short form is part of
   * names, so that the copies of two regions in one do not collide. Default: none.
   */
  readonly copyOf?: string;
}
