import { bucketRule } from "../../framework/rule";

/** Domains below which anyone can have a name: most top-level ones of countries, and hosts of everybody's pages. */
const shared =
  /^(?:[a-z]{2,3}\.[a-z]{2}|amazonaws\.com|azurewebsites\.net|cloudfront\.net|github\.io|gitlab\.io|herokuapp\.com|netlify\.app|pages\.dev|vercel\.app|web\.app|workers\.dev)$/;

/**
 * Whether any page of the web has such an origin. One with a wildcard must go on, behind it, with a domain of its owner:
 * `https://*.example.com` does; `http*`, `https://*.com` and `https://example.*` do not. `null` is any sandboxed page.
 */
const isAnyOrigin = (origin: string): boolean => {
  const text = origin
    .trim()
    .toLowerCase()
    .replace(/:(?:\d+|\*)$/, "");
  if (text === "null") return true;
  if (!text.includes("*")) return false;
  const [, domain = ""] = /\.([a-z0-9-]+\.[a-z0-9-]{2,})$/.exec(text.slice(text.lastIndexOf("*") + 1)) ?? [];
  return domain === "" || shared.test(domain);
};

export const rule = bucketRule(__filename, {
  what: "CORS names the origins that it allows",
  why: "with * any web page can use the presigned URLs that its visitor holds, and read the answers",
  fix: "Name each origin in allowedOrigins, such as https://files.example.com",
  controls: [],
  severity: "medium",
  level: "mandatory",
  *check(bucket) {
    for (const { from, origins } of bucket.corsRules)
      for (const origin of origins.filter(isAnyOrigin)) yield { message: `allows CORS from ${origin}`, at: from };
  },
});
