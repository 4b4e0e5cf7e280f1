import type { ClientClass, ClientSettings } from "../resources/handler";

/** One client of each class and region, with settings that they share. */
export const clientSource = (shared: Omit<ClientSettings, "region" | "maxAttempts"> = {}) => {
  const made = new Map<string, unknown>();
  return <C>(type: ClientClass<C>, region: string): C => {
    const key = `${type.name} ${region}`;
    const known = made.get(key);
    if (known instanceof type) return known;
    const client = new type({ ...shared, region, maxAttempts: 3 });
    made.set(key, client);
    return client;
  };
};

/** A client by its class and region. */
export type Clients = ReturnType<typeof clientSource>;
