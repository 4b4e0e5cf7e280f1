import { Agent } from "node:https";

/** How the emulator is reached, as its root user; not through the relay. */
export interface EmulatorAccess {
  /** `https://127.0.0.1:PORT` */
  readonly endpoint: string;
  readonly accountId: string;
  /** The region of requests that name none. */
  readonly region: string;
  readonly root: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** PEM. */
  readonly certificate: string;
}

interface ClientSettings {
  readonly region: string;
  readonly endpoint: string;
  readonly credentials: EmulatorAccess["root"];
  readonly forcePathStyle: boolean;
  readonly maxAttempts: number;
  readonly requestHandler: { readonly httpsAgent: Agent };
}

/** One client of each class and region. */
export interface Clients {
  readonly get: <C>(type: new (settings: ClientSettings) => C, region: string) => C;
  readonly close: () => void;
}

/** Clients of the emulator that share their connections. */
export const openClients = ({ endpoint, root, certificate }: EmulatorAccess): Clients => {
  const httpsAgent = new Agent({ ca: certificate, keepAlive: true });
  const made = new Map<string, unknown>();
  return {
    get: (type, region) => {
      const name = `${type.name} ${region}`;
      const known = made.get(name);
      if (known instanceof type) return known;
      const settings = { region, endpoint, credentials: root, forcePathStyle: true, maxAttempts: 2 };
      const client = new type({ ...settings, requestHandler: { httpsAgent } });
      made.set(name, client);
      return client;
    },
    close: () => httpsAgent.destroy(),
  };
};
