import { policyProperties } from "../../../policies/data/policy-properties";
import type { DeclaredProperty } from "./declarations";
import { terms } from "./switch-terms";

/** What a property holds that the pack's purpose is about. */
export const kinds = ["policy document", "principal", "region", "key", "public switch"] as const;
export type Kind = (typeof kinds)[number];

/** Names of properties that say who is given access, or in whose account something is. */
const principal =
  /^(?:\w*principals?(?:Arns?|Ids?|Identifiers?)?|grantee(?:Identifier|Principal)?|aws_?Accounts?(?:Ids?)?|accounts?(?:Ids?)?|(?:source|shared|destination|consumer|delegatedAdmin|adminAccount|member|target|bucket|owner|metered|sourceOwner)_?Accounts?(?:Ids?)?|consumerIdentifier|registryId|userIds|userGroups|iamUserArn|userArn|allowedPrincipals|organizationArns|organizationalUnitArns)$/i;

/** Not who, but of what kind, or a name in a token. */
const noPrincipal = /principal(?:Type|IdClaim|Tag)|^(?:NotP|p)rincipalType$|^servicePrincipalName$/i;

const region = /^(?:\w*[rR]egions?(?:Names?)?)$/;
const noRegion =
  /^(?:multiRegion|allRegions|isMultiRegion\w*|multiRegionEnabled|stateOrRegion|\w*Region(?:al|Config)\w*)$/;

const key =
  /^(?:\w*kms\w*key\w*|\w*kmsArn|cmkArn|\w*encryptionKey(?:Arn|Id)?|customerManagedKeyArn|customModelKmsKeyId|kmsKey|keyArn|primaryKeyArn|encryptionAtRestKmsKeyArn)$/i;
const noKey = /days|period|source$|uri$|context|details|grants|configuration|^apiKeyArn$|^sslClientKeyArn$/i;

/** Settings that may open something besides those of the table of public switches, by the name and the type. */
const others: readonly { readonly name: RegExp; readonly type?: RegExp }[] = [
  { name: /^(?:acl|s3ObjectAcl|functionUrlAuthType|publicAccessCidrs|publiclyAdvertisable)$/ },
  { name: /^(?:publicEndpoint|publicNetworkConfiguration)$/ },
  { name: /^(?:block|ignore|restrict)Public\w+$/ },
  { name: /^visibility$/, type: /^aws:appsync\// },
  { name: /^internal$/, type: /LoadBalancer$/ },
  { name: /^authorization$/, type: /^aws:apigateway\// },
  { name: /^authorizationType$/, type: /^aws:(?:apigatewayv2\/route|lambda)\b/ },
  { name: /^authType$/, type: /^aws:vpclattice\// },
  { name: /^endpointType$/, type: /^aws:transfer\// },
  { name: /^networkMode$/, type: /^aws:bedrock\// },
  { name: /^vpcOptions$/, type: /^aws:(?:elasticsearch|opensearch)\/domain:/ },
];

const isText = ({ declared }: DeclaredProperty): boolean => /\bstring\b/.test(declared) || /enums\./.test(declared);

/** What a property holds; undefined for all the rest. */
export const kindOf = (property: DeclaredProperty): Kind | undefined => {
  const { type, path, name } = property;
  const documents = policyProperties[type] ?? [];
  if (documents.includes(path)) return "policy document";
  // The parts of a document are its own matter.
  if (documents.some((document) => path.startsWith(`${document}.`))) return undefined;
  const listed = terms.some((one) => one.path.test(path) && (one.type?.test(type) ?? true));
  if (listed && !/inputs\./.test(property.declared)) return "public switch";
  if (others.some((one) => one.name.test(name) && (one.type?.test(type) ?? true))) return "public switch";
  if (!isText(property)) return undefined;
  if (key.test(name) && !noKey.test(name)) return "key";
  if (region.test(name) && !noRegion.test(name)) return "region";
  return principal.test(name) && !noPrincipal.test(name) ? "principal" : undefined;
};
