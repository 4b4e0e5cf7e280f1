import { bucketEndpoint, serviceEndpoint } from "../../functions/aws/endpoint";

test("a service is reached at its regional endpoint", () => {
  expect(serviceEndpoint("s3", "eu-central-1", {})).toEqual({
    protocol: "https:",
    hostname: "s3.eu-central-1.amazonaws.com",
    basePath: "",
  });
  expect(serviceEndpoint("sts", "us-east-1", {}).hostname).toBe("sts.us-east-1.amazonaws.com");
});

test("China has its own suffix", () => {
  expect(serviceEndpoint("s3", "cn-north-1", {}).hostname).toBe("s3.cn-north-1.amazonaws.com.cn");
});

test("AWS_ENDPOINT_URL names the endpoint of every service", () => {
  const environment = { AWS_ENDPOINT_URL: "https://127.0.0.1:4566" };
  const expected = { protocol: "https:", hostname: "127.0.0.1", port: 4566, basePath: "" };
  expect(serviceEndpoint("s3", "eu-central-1", environment)).toEqual(expected);
  expect(serviceEndpoint("sts", "eu-central-1", environment)).toEqual(expected);
});

test("a service's own variable beats the general one, for that service only", () => {
  const environment = { AWS_ENDPOINT_URL: "https://general.test", AWS_ENDPOINT_URL_S3: "http://s3.test:9000/base/" };
  expect(serviceEndpoint("s3", "eu-central-1", environment)).toEqual({
    protocol: "http:",
    hostname: "s3.test",
    port: 9000,
    basePath: "/base",
  });
  expect(serviceEndpoint("sts", "eu-central-1", environment).hostname).toBe("general.test");
});

test("an empty variable is as good as none", () => {
  expect(serviceEndpoint("s3", "eu-central-1", { AWS_ENDPOINT_URL: "" }).hostname).toBe(
    "s3.eu-central-1.amazonaws.com",
  );
});

test("a service's own variable that is empty leaves it to the general one", () => {
  const environment = { AWS_ENDPOINT_URL: "https://general.test", AWS_ENDPOINT_URL_S3: "" };
  expect(serviceEndpoint("s3", "eu-central-1", environment).hostname).toBe("general.test");
});

test("a bucket is a host of its own below a host name", () => {
  const endpoint = { protocol: "https:", hostname: "s3.eu-central-1.amazonaws.com", basePath: "" };
  expect(bucketEndpoint(endpoint, "acme-files")).toEqual({
    protocol: "https:",
    hostname: "acme-files.s3.eu-central-1.amazonaws.com",
    basePath: "",
  });
});

test.each(["127.0.0.1", "10.0.0.12", "[::1]"])("a bucket is a path below the address %s", (hostname) => {
  expect(bucketEndpoint({ protocol: "https:", hostname, port: 4566, basePath: "/base" }, "acme-files")).toEqual({
    protocol: "https:",
    hostname,
    port: 4566,
    basePath: "/base/acme-files",
  });
});

test("a host name that only looks like an address is a host name", () => {
  const endpoint = { protocol: "https:", hostname: "127.0.0.1.example.com", basePath: "" };
  expect(bucketEndpoint(endpoint, "acme-files").hostname).toBe("acme-files.127.0.0.1.example.com");
});
