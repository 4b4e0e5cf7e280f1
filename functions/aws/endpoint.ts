/** Where an AWS service is reached, by the rules that AWS's SDKs follow. */

export interface Endpoint {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  /** What comes before the request's own path; no slash at its end. */
  readonly basePath: string;
}

const ipAddress = /^(\d{1,3}\.){3}\d{1,3}$|^\[[0-9a-f:.]+\]$/i;

const parse = (url: string): Endpoint => {
  const { protocol, hostname, port, pathname } = new URL(url);
  return { protocol, hostname, ...(port === "" ? {} : { port: Number(port) }), basePath: pathname.replace(/\/$/, "") };
};

/**
 * The regional endpoint of a service, or the one that `AWS_ENDPOINT_URL_<SERVICE>` or `AWS_ENDPOINT_URL` names
 * (https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html). Never a global endpoint: it answers a
 * request for another region with a redirect, which breaks the signature.
 */
export const serviceEndpoint = (service: string, region: string, environment: NodeJS.ProcessEnv): Endpoint => {
  const named = environment[`AWS_ENDPOINT_URL_${service.toUpperCase()}`] || environment.AWS_ENDPOINT_URL;
  const suffix = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  return parse(named || `https://${service}.${region}.${suffix}`);
};

/** The endpoint of one bucket: a host name of its own, or the path below an endpoint that is an IP address. */
export const bucketEndpoint = (endpoint: Endpoint, bucket: string): Endpoint =>
  ipAddress.test(endpoint.hostname)
    ? { ...endpoint, basePath: `${endpoint.basePath}/${bucket}` }
    : { ...endpoint, hostname: `${bucket}.${endpoint.hostname}` };
