import {
  type Architecture,
  CreateFunctionCommand,
  DeleteFunctionCommand,
  LambdaClient,
  type LogFormat,
  PutFunctionConcurrencyCommand,
  type Runtime,
  type TracingMode,
} from "@aws-sdk/client-lambda";
import { strToU8, zipSync } from "fflate";
import type { AssetValue } from "../../../graph/evaluate";
import type { Handler, Remover } from "../handler";

const zip = (code: AssetValue): Uint8Array => {
  if (code.asset !== "archive") throw new Error("a function's code should be an archive of texts");
  const files = Object.entries(code.files).map(([path, file]) => {
    if (file.asset !== "text") throw new Error(`${path} of a function's code should be a text`);
    return [path, strToU8(file.text)] as const;
  });
  return zipSync(Object.fromEntries(files));
};

/** https://www.pulumi.com/registry/packages/aws/api-docs/lambda/function */
export const handler: Handler = async ({ resource, inputs, name, client }) => {
  const lambda = client(LambdaClient);
  const logging = inputs.object("loggingConfig");
  const { FunctionArn: arn = "" } = await lambda.send(
    new CreateFunctionCommand({
      FunctionName: name(),
      Description: inputs.optionalText("description"),
      Role: inputs.text("role"),
      Runtime: inputs.text("runtime") as Runtime,
      Architectures: inputs.texts("architectures") as Architecture[],
      Handler: inputs.text("handler"),
      Code: { ZipFile: zip(inputs.asset("code")) },
      Environment: { Variables: inputs.object("environment").map("variables") },
      KMSKeyArn: inputs.optionalText("kmsKeyArn"),
      MemorySize: inputs.number("memorySize"),
      Timeout: inputs.number("timeout"),
      TracingConfig: { Mode: inputs.object("tracingConfig").text("mode") as TracingMode },
      LoggingConfig: { LogFormat: logging.text("logFormat") as LogFormat, LogGroup: logging.text("logGroup") },
    }),
  );
  await lambda.send(
    new PutFunctionConcurrencyCommand({
      FunctionName: name(),
      ReservedConcurrentExecutions: inputs.number("reservedConcurrentExecutions"),
    }),
  );
  const invokeArn = `arn:aws:apigateway:${resource.region}:lambda:path/2015-03-31/functions/${arn}/invocations`;
  return { id: name(), outputs: { name: name(), arn, invokeArn } };
};

export const remove: Remover = async ({ id, client }) => {
  await client(LambdaClient).send(new DeleteFunctionCommand({ FunctionName: id }));
};
