import { publishedForms } from "./published-forms";

/** `dbPassword` and `DB_PASSWORD` are both `db`, `password`. */
const wordsOf = (name: string): readonly string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");

const passwords = /(?:password|passwd|passphrase|passcode)\d*$/;
const shortPasswords = new Set(["pass", "pwd", "pw"]);
const secrets =
  /^(?:secret|secrets|token|credential|credentials|creds|apikey|secretkey|accesskey|privatekey|authtoken)\d*$/;
const kindsOfKeys = new Set(
  "access account api app auth client encryption jwt license master private secret service session shared signing".split(
    " ",
  ),
);

/** A last word that says that the variable is about a secret, and holds none. */
const describing = new Set(
  (
    "algorithm alias arn audience bucket count days enabled endpoint expiration expires expiry file header id ids issuer " +
    "length lifetime limit location manager minutes name parameter param path policy prefix ref region required rotation " +
    "seconds store suffix table ttl type uri url version"
  ).split(" "),
);

const isPasswordName = (words: readonly string[]): boolean =>
  words.some((word) => passwords.test(word)) || shortPasswords.has(words.at(-1) ?? "");

const isSecretName = (words: readonly string[]): boolean => {
  if (describing.has(words.at(-1) ?? "")) return false;
  return (
    isPasswordName(words) ||
    words.some((word) => secrets.test(word)) ||
    words.some((word, at) => /^keys?\d*$/.test(word) && kindsOfKeys.has(words[at - 1] ?? ""))
  );
};

/** A part of a path as people write it: words, and not the letters of a random text. */
const isWord = (part: string): boolean =>
  /^[a-z0-9]+(?:[._-][a-z0-9]+)*$/.test(part) ||
  /^[A-Z]+(?:_[A-Z]+)*$/.test(part) ||
  /^[A-Z]?[a-z]{2,}(?:[A-Z][a-z]{2,})*\d{0,2}$/.test(part);

/** The name of a parameter or secret: two or more words between slashes. */
const isPath = (value: string): boolean => {
  const parts = value.replace(/^\//, "").split("/");
  return parts.length >= 2 && parts.every(isWord);
};

/** What only says where the secret is: an ARN, an alias, a parameter's name, a URL; or no secret at all. */
const isReference = (value: string, words: readonly string[]): boolean => {
  if (/^(?:|true|false|arn:aws[\w-]*:[^\s]+|alias\/[\w/-]+|https?:\/\/\S+)$/i.test(value)) return true;
  if (/^\d{1,5}$/.test(value)) return !isPasswordName(words);
  // The id of a KMS key.
  if (/^(?:mrk-[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.test(value))
    return words.includes("kms") || words.includes("encryption");
  return isPath(value);
};

/** What CloudFormation, Pulumi's AWS services or a shell put in when it is used: `{{resolve:ssm:name}}`, `${NAME}`. */
const putIn = /\{\{resolve:[^{}]*\}\}|\$\{[^{}]*\}/g;

/** What is wrong with a setting, in the words of a finding. */
export const secretIn = (name: string, value: string): string | undefined => {
  const said = value.replace(putIn, "").trim();
  const form = Object.entries(publishedForms).find(([, pattern]) => pattern.test(said));
  if (form !== undefined) return `holds ${form[0]} in ${name}`;
  const words = wordsOf(name);
  return isSecretName(words) && !isReference(said, words)
    ? `has ${name}, which looks like a secret, in plain text`
    : undefined;
};
