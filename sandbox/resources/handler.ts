import type { ResourceRequest } from "../../graph/types";
import type { Inputs } from "./inputs";

/** An AWS SDK client's class. */
export type ClientClass<C> = new (settings: { region: string; maxAttempts: number }) => C;

/** One resource that is to be made real in the emulator. */
export interface Making {
  readonly resource: ResourceRequest;
  readonly inputs: Inputs;
  /** Its physical name: the one given, or one as the engine would make it. */
  readonly name: () => string;
  /** The emulator's endpoint, without a slash at its end. */
  readonly endpoint: string;
  readonly accountId: string;
  /** A client in the resource's region, as the account's root user. */
  readonly client: <C>(type: ClientClass<C>) => C;
}

/** Makes one type of resource. Outputs are what the provider adds to the inputs. */
export type Handler = (
  making: Making,
) => Promise<{ readonly id: string; readonly outputs?: Readonly<Record<string, unknown>> }>;
