import { contains } from "./glob-sets";
import { hasWildcard } from "./wildcards";

/** What stands before a resource's own name in an ARN. */
const kinds =
  "alias|cluster|db|distribution|event-bus|function|group|hostedzone|instance|instance-profile|key|log-group|parameter|policy|project|repository|role|rule|secret|service|stateMachine|stream|table|task|user|volume";
const nameless = new RegExp(`^(?:(?:${kinds})[/:])?[*?/:]+$`);
const bucketNameless = /^[*?/:]+$/;

const ofEveryKind = ["*", "*/*", "*:*", ...kinds.split("|").flatMap((kind) => [`${kind}/*`, `${kind}:*`])];

/** One text that fits a part of a pattern. A wildcard may also stand for colons, and so for the parts that are left out. */
const fitting = (part: string | undefined, otherwise: string): readonly string[] =>
  part === undefined || /^\*+$/.test(part)
    ? ["", otherwise]
    : [part.replaceAll("*", "").replaceAll("?", "x"), ...(hasWildcard(part) ? [otherwise] : [])];

/**
 * Whether a pattern covers every resource of some kind, in some account and region: `*`, `arn:aws:s3:::*`,
 * `arn:aws:iam::*`, `arn:*`. The containment is decided exactly, for every name that a resource can have; only the parts
 * before the name are filled in.
 */
export const isAnything = (pattern: string): boolean => {
  if (!hasWildcard(pattern)) return false;
  const [, partition, service, region, account, ...name] = pattern.split(":");
  const own = name.join(":");
  // In an ARN of S3 without an account, what stands before the slash is a bucket's name: `policy/*` is one bucket.
  const isBucket = service === "s3" && account === "";
  if (name.length > 0 && (isBucket ? bucketNameless : nameless).test(own)) return true;
  const names = isBucket ? ["*", "*/*"] : ofEveryKind;
  return fitting(partition, "aws").some((first) =>
    fitting(service, "service").some((second) =>
      fitting(region, "eu-central-1").some((third) =>
        fitting(account, "123456789012").some((fourth) =>
          names.some((one) => contains([pattern], `arn:${first}:${second}:${third}:${fourth}:${one}`)),
        ),
      ),
    ),
  );
};
