import { autoName, invokeFor } from "../../graph/aws-values";
import { ProgramError } from "../../graph/evaluate";
import type { Backend, ResourceRequest } from "../../graph/types";
import { findHandler } from "../resources/find";
import { Inputs } from "../resources/inputs";
import { clientSource } from "./clients";

/** What a deployment needs to know of the emulator; the SDK finds the rest in the environment. */
export interface DeploySettings {
  readonly endpoint: string;
  readonly accountId: string;
}

/** Makes each resource real in the emulator, by the handler of its type. */
export const sandboxBackend = ({ endpoint, accountId }: DeploySettings): Backend => {
  const clients = clientSource();
  const create = async (resource: ResourceRequest) => {
    if (resource.type.startsWith("pulumi:providers:")) return { id: autoName(resource), outputs: {} };
    const { handler } = findHandler(resource.type);
    const inputs = new Inputs(resource.inputs, `${resource.type} '${resource.name}'`);
    // Where it is made: its client is of that region.
    inputs.leaveOut("region");
    const made = await handler({
      resource,
      inputs,
      endpoint,
      accountId,
      name: () => inputs.optionalText("name") ?? autoName(resource),
      client: (type) => clients(type, resource.region),
    });
    const overlooked = inputs.unread();
    if (overlooked.length > 0)
      throw new ProgramError(
        `The sandbox's handler overlooks ${overlooked.join(", ")}. Read it in the handler, or leave it out there and say why.`,
      );
    return { id: made.id, outputs: made.outputs ?? {} };
  };
  return {
    invoke: invokeFor(accountId),
    read: async () => undefined,
    create: (resource) =>
      create(resource).catch((error: unknown) => {
        if (error instanceof ProgramError) throw error;
        const cause = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
        throw new ProgramError(`${resource.type} '${resource.name}' could not be made: ${cause}`);
      }),
  };
};
