import type { Resource, ResourceRequest } from "../../graph/types";
import type { AccessKey } from "../emulator/environment";
import type { Inputs } from "./inputs";

/** How a client finds the emulator; what is left out comes from the environment. */
export interface ClientSettings {
  readonly region: string;
  readonly maxAttempts: number;
  readonly endpoint?: string;
  readonly credentials?: AccessKey;
  readonly requestHandler?: { readonly httpsAgent: { readonly ca: Buffer } };
}

/** An AWS SDK client's class. */
export type ClientClass<C> = new (settings: ClientSettings) => C;

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

/** One resource that was made and is to be deleted. */
export interface Removing {
  readonly resource: Resource;
  readonly id: string;
  /** An input that must be there, as text. */
  readonly input: (name: string) => string;
  readonly optionalInput: (name: string) => string | undefined;
  /** An output that must be there, as text. */
  readonly output: (name: string) => string;
  readonly accountId: string;
  /** A client in the resource's region, as the account's root user. */
  readonly client: <C>(type: ClientClass<C>) => C;
}

/** Deletes one type of resource, as AWS's provider does. */
export type Remover = (removing: Removing) => Promise<void>;

/** What a file of this folder exports: how its type is made and how it is deleted. */
export interface ResourceType {
  readonly handler: Handler;
  readonly remove: Remover;
}
