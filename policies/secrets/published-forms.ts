/**
 * Values that are secrets whatever they are called, by the forms that their issuers publish so that scanners find them
 * (GitHub Docs, "Supported secret scanning patterns", and each issuer's own guide). Decision 41 says why no scanner's
 * package is used. Every expression is free of nested repetition.
 */
export const publishedForms: Readonly<Record<string, RegExp>> = {
  "an AWS access key": /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/,
  "a private key": /-----BEGIN [A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----/,
  "a signed token": /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/,
  "a GitHub token": /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{50})/,
  "a GitLab token": /\bgl(?:pat|dt|rt|ptt|agent|cbt|ft|soat)-[\w-]{20}/,
  "a Slack token": /\bxox[abeoprs]-[A-Za-z0-9-]{10}|\bxapp-\d-[A-Z0-9]+-/,
  "a Slack webhook": /hooks\.slack\.com\/(?:services|workflows)\/T\w+\/[AB]\w+\//,
  "a Stripe key": /\b[rs]k_(?:live|test)_[A-Za-z0-9]{16}|\bwhsec_[A-Za-z0-9+/]{24}/,
  "a Google API key": /\bAIza[\w-]{35}/,
  "an npm token": /\bnpm_[A-Za-z0-9]{36}/,
  "a PyPI token": /\bpypi-AgE[\w-]{20}/,
  "a SendGrid key": /\bSG\.[\w-]{20,24}\.[\w-]{39,50}/,
  "a Twilio key": /\bSK[0-9a-f]{32}\b/,
  "an OpenAI key": /\bsk-(?:proj|svcacct|admin)-[\w-]{20}|\bsk-\w{20}T3BlbkFJ/,
  "an Anthropic key": /\bsk-ant-[\w-]{20}/,
  "a Shopify token": /\bshp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}/,
  "a DigitalOcean token": /\bdo[opr]_v1_[0-9a-f]{64}/,
  "a Pulumi token": /\bpul-[0-9a-f]{40}\b/,
  "a Databricks token": /\bdapi[0-9a-f]{32}/,
  "a HashiCorp Vault token": /\bhv[bsr]\.[\w-]{24}/,
  "a Docker token": /\bdckr_(?:pat|oat)_[\w-]{27}/,
  "a Hugging Face token": /\bhf_[A-Za-z0-9]{34}/,
  "a Grafana token": /\bgl(?:sa|c)_[A-Za-z0-9+/]{32}/,
  "a Telegram token": /\b\d{8,10}:AA[\w-]{33}/,
  "a password in a URL": /[a-z][a-z0-9+.-]{1,20}:\/\/[^/\s:@]{0,100}:[^/\s@]+@/i,
  "a password in a connection string":
    /(?:^|[;\s?&])(?:password|pwd|accountkey|sharedaccesskey|sharedaccesssignature|access_token|api_?key|sig)\s?=\s?[^;&\s]{4}/i,
};
