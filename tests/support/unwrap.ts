import * as pulumi from "@pulumi/pulumi";

/** An output's value. An output is no promise: `await output` does not wait for it. */
export const unwrap = <T>(output: pulumi.Input<T>): Promise<pulumi.Unwrap<T>> =>
  new Promise((done) => {
    pulumi.output(output).apply(done);
  });
