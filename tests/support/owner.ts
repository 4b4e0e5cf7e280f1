import * as pulumi from "@pulumi/pulumi";
import type { Owner } from "../../components/internal/argument-errors";

/** Lets a test make components without an engine. Nothing is registered anywhere. */
export const useMocks = (): void => {
  beforeAll(() =>
    pulumi.runtime.setMocks({ newResource: ({ inputs, name }) => ({ id: name, state: inputs }), call: () => ({}) }),
  );
};

/** A component called `thing`, to whose arguments a check belongs. */
export const makeOwner = (): Owner => ({
  component: new pulumi.ComponentResource("coffer:test:Thing", "thing"),
  name: "thing",
});

/** The message with which `work` is refused as a `ResourceError` on its owner. Throws if it is not. */
export const resourceErrorOf = (owner: Owner, work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (pulumi.ResourceError.isInstance(error) && error.resource === owner.component && error.hideStack)
      return error.message;
    throw error;
  }
  throw new Error("nothing was refused");
};
