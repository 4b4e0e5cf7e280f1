import type { PackResource } from "../../framework/resource";
import { stackRule } from "../../framework/rule";
import { NotKnownYet, notKnown } from "../../framework/values";
import { isDocument, jsonIn } from "../../secrets/settings";

/** Properties that say where data is sent to or fetched from. */
const isAddress = (name: string): boolean => /(?:url|uri|endpoint|webhook)s?$/i.test(name);

/** Addresses that never leave the machine: a developer's sign-in page, a container's own port. */
const isLocal = (text: string): boolean => /^http:\/\/(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::|\/|$)/i.test(text);

const isPlain = (text: string): boolean => /^\s*http:\/\//i.test(text) && !isLocal(text.trim());

/** A VPC link's listener is reached inside of a VPC only (API Gateway Developer Guide, "private integrations"). */
const isInsideVpc = ({ inputs }: PackResource): boolean =>
  inputs.isKnown("connectionType") && inputs.text("connectionType") === "VPC_LINK";

interface Address {
  readonly path: string;
  /** `notKnown` for an address that is decided when the stack is deployed. */
  readonly text: string | typeof notKnown;
}

/**
 * The addresses in a resource, at any depth, and in the JSON documents of containers, jobs and state machines. An
 * environment holds names of the program's own.
 */
function* addressesIn(value: unknown, path: readonly string[]): Generator<Address> {
  const name = path.findLast((step) => !/^\d+$/.test(step)) ?? "";
  if (/^(?:environment|tags|tagsAll)$/i.test(name)) return;
  if (value === notKnown) {
    if (isAddress(name)) yield { path: path.join("."), text: notKnown };
  } else if (typeof value === "string") {
    if (isAddress(name)) yield { path: path.join("."), text: value };
    else if (isDocument(name)) yield* addressesIn(jsonIn(value), path);
  } else if (typeof value === "object" && value !== null)
    for (const [step, inner] of Object.entries(value)) yield* addressesIn(inner, [...path, step]);
}

export const rule = stackRule(__filename, {
  what: "No data is sent over plain HTTP",
  why: "whoever is on the way reads and changes what a subscription, an integration, a stream or a webhook sends",
  fix: "Give an address with https, and for a subscription the protocol https",
  document: {
    title: "AWS Well-Architected Framework, SEC09-BP02 Enforce encryption in transit",
    url: "https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/sec_protect_data_transit_encrypt.html",
  },
  controls: [],
  severity: "high",
  level: "mandatory",
  types: ["pulumi:pulumi:Stack"],
  *check(_, { index }) {
    const unknown: string[] = [];
    for (const resource of index.resources) {
      if (!resource.type.startsWith("aws:")) continue;
      const { inputs, type } = resource;
      const subscribes = type === "aws:sns/topicSubscription:TopicSubscription";
      const byHttp = subscribes && inputs.isKnown("protocol") && inputs.text("protocol")?.toLowerCase() === "http";
      if (byHttp) yield { message: "subscribes by plain HTTP", at: resource };
      if (isInsideVpc(resource)) continue;
      for (const name of inputs.keys())
        for (const { path, text } of addressesIn(inputs.isKnown(name) ? inputs.raw(name) : notKnown, [name]))
          if (text === notKnown) unknown.push(`${path} of ${resource.name}`);
          else if (isPlain(text) && !byHttp)
            yield { message: `uses plain HTTP: ${path} is ${text.trim()}`, at: resource };
    }
    // Said once, of the stack, after what is known.
    if (unknown.length > 0) throw new NotKnownYet(unknown.join(", "));
  },
});
