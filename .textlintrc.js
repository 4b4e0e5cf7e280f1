const { join } = require("node:path");

// The prose linter: words that plain technical English does without, each with its replacement, in tools/prose/terms.json.
// docs/decisions/0059-a-prose-linter.md explains the choice; .textlintignore lists what is not checked yet.
module.exports = {
  plugins: { [join(__dirname, "tools/prose/typescript.mjs")]: true },
  rules: {
    terminology: { defaultTerms: false, terms: require("./tools/prose/terms.json"), skip: ["BlockQuote", "Link"] },
  },
};
