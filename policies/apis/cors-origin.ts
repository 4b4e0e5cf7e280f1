import { getDomain } from "tldts";

/** Domains of clouds that give customers names some levels below, where the Public Suffix List has the lower levels only. */
const ofCustomers = new Set(["amazonaws.com", "amazonaws.com.cn", "azure.com", "googleapis.com", "windows.net"]);

/** Whether a domain has one owner: it is no public suffix, such as `co.uk` or `github.io`, under which anyone can have a name. */
const hasOwner = (domain: string): boolean =>
  getDomain(domain, { allowPrivateDomains: true }) !== null && !ofCustomers.has(domain);

/**
 * Whether any page of the web can have such an origin. Behind its last wildcard, an origin must go on with a dot and a
 * domain that has an owner: `https://*.example.com` does; `http*`, `https://*.com`, `https://*example.com` and
 * `https://example.*` do not. `null` is any sandboxed page.
 */
export const isAnyOrigin = (origin: string): boolean => {
  const text = origin
    .trim()
    .toLowerCase()
    .replace(/:(?:\d+|\*)$/, "");
  if (text === "null") return true;
  if (!text.includes("*")) return false;
  const rest = text.slice(text.lastIndexOf("*") + 1);
  const dot = rest.indexOf(".");
  return dot < 0 || !hasOwner(rest.slice(dot + 1));
};
