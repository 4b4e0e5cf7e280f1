import { gzipSync } from "node:zlib";
import { notKnown } from "../../../policies/framework/values";
import { add, from, resource, set, testRule } from "../../support/policies";

const base64 = (text: string): string => Buffer.from(text).toString("base64");
const json = (value: unknown): string => JSON.stringify(value);
const secretArn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:db-AbCdEf";

const container = (environment: unknown, more: object = {}) =>
  json([{ name: "web", image: "web", environment, ...more }]);
const variables = (...given: readonly object[]) => ({ type: "LINUX_CONTAINER", environmentVariables: given });

const stack = [
  resource("pulumi:pulumi:Stack", "shop"),
  resource("aws:ecs/taskDefinition:TaskDefinition", "web", {
    containerDefinitions: container([{ name: "LOG_LEVEL", value: "info" }], {
      secrets: [{ name: "DB_PASSWORD", valueFrom: secretArn }],
      logConfiguration: { logDriver: "awslogs", options: { "awslogs-group": "web" } },
    }),
  }),
  resource("aws:codebuild/project:Project", "build", {
    environment: variables(
      { name: "STAGE", value: "dev" },
      { name: "DB_PASSWORD", value: "prod/db:password", type: "SECRETS_MANAGER" },
      { name: "NPM_TOKEN", value: "npm", type: "PARAMETER_STORE" },
    ),
    source: {
      buildspec: [
        "version: 0.2",
        "env:",
        "  secrets-manager:",
        '    DB_PASSWORD: "TestSecret:MY_SECRET_VAR"',
        "  parameter-store:",
        "    LOGIN_PASSWORD: CodeBuild-login",
        "phases:",
        "  build:",
        "    commands: [npm ci]",
      ].join("\n"),
    },
  }),
  resource("aws:ec2/instance:Instance", "server", {
    userData: [
      "#!/bin/bash",
      "TOKEN=$(curl -X PUT http://169.254.169.254/latest/api/token)",
      'DB_PASSWORD="$(aws ssm get-parameter --name /acme/db --with-decryption)"',
      "export DATABASE=postgres://app:$DB_PASSWORD@db.internal/files",
    ].join("\n"),
  }),
  resource("aws:ec2/launchTemplate:LaunchTemplate", "fleet", {
    userData: base64("#cloud-config\nchpasswd:\n  expire: false\nssh_pwauth: false\nusers:\n  - lock_passwd: true\n"),
  }),
  resource("aws:apprunner/service:Service", "api", {
    sourceConfiguration: {
      imageRepository: {
        imageConfiguration: {
          runtimeEnvironmentVariables: { STAGE: "dev" },
          runtimeEnvironmentSecrets: { DB_PASSWORD: secretArn },
        },
      },
    },
  }),
  resource("aws:batch/jobDefinition:JobDefinition", "job", {
    containerProperties: json({ image: "job", environment: [{ name: "STAGE", value: "dev" }] }),
  }),
  resource("aws:elasticbeanstalk/environment:Environment", "shop", {
    settings: [{ namespace: "aws:elasticbeanstalk:application:environment", name: "STAGE", value: "dev" }],
  }),
  resource("aws:amplify/app:App", "front", { environmentVariables: { API_URL: "https://api.example.com" } }),
  resource("aws:glue/job:Job", "etl", { defaultArguments: { "--job-language": "python" } }),
  resource("aws:ssm/parameter:Parameter", "host", { name: "/acme/dev/db-host", type: "String", value: "db.internal" }),
  resource("aws:sfn/stateMachine:StateMachine", "flow", {
    definition: json({
      States: {
        Run: {
          Parameters: {
            Overrides: { ContainerOverrides: [{ Environment: [{ Name: "API_TOKEN", "Value.$": "$.token" }] }] },
          },
        },
      },
    }),
  }),
];
const plain = (name: string) => `has ${name}, which looks like a secret, in plain text`;
const found = (at: string, path: string, to: unknown, message: string) => ({ change: set(at, path, to), at, message });
const user = "Instance server";

testRule("program-plain-secrets", {
  compliant: stack,
  violations: {
    "a variable of a container": found(
      "TaskDefinition web",
      "containerDefinitions",
      container([{ name: "DB_PASSWORD", value: "hunter2hunter2" }]),
      plain("DB_PASSWORD"),
    ),
    "a token's form in a container": found(
      "TaskDefinition web",
      "containerDefinitions",
      container([{ name: "WHO", value: "AKIAIOSFODNN7EXAMPLE" }]),
      "holds an AWS access key in WHO",
    ),
    "a log driver's token": found(
      "TaskDefinition web",
      "containerDefinitions",
      container([], { logConfiguration: { logDriver: "splunk", options: { "splunk-token": "0123-4567-89ab" } } }),
      plain("splunk-token"),
    ),
    "a plain variable of a build": found(
      "Project build",
      "environment",
      variables({ name: "DB_PASSWORD", value: "hunter2hunter2" }),
      plain("DB_PASSWORD"),
    ),
    "a plain variable of a build that says so": found(
      "Project build",
      "environment",
      variables({ name: "DB_PASSWORD", value: "hunter2hunter2", type: "PLAINTEXT" }),
      plain("DB_PASSWORD"),
    ),
    "a variable of a build's description": found(
      "Project build",
      "source.buildspec",
      "env:\n  secrets-manager:\n    A: b:c\n  variables:\n    DB_PASSWORD: hunter2hunter2\n",
      plain("DB_PASSWORD"),
    ),
    "user data": found(user, "userData", "#!/bin/bash\nexport DB_PASSWORD=hunter2hunter2\n", plain("DB_PASSWORD")),
    "user data in quotes": found(user, "userData", "DB_PASSWORD='hunter2 hunter2'", plain("DB_PASSWORD")),
    "user data of PowerShell": found(user, "userData", '$env:DB_PASSWORD = "hunter2"', plain("DB_PASSWORD")),
    "an option in user data": found(user, "userData", "mysql --password=hunter2 files", plain("password")),
    "a key's form in user data": found(
      user,
      "userData",
      "cat > key <<E\n-----BEGIN RSA PRIVATE KEY-----\nMIIE\nE\n",
      "holds a private key in userData",
    ),
    "user data in base64": found(
      user,
      "userDataBase64",
      base64("#!/bin/bash\nexport DB_PASSWORD=hunter2hunter2\n"),
      plain("DB_PASSWORD"),
    ),
    "user data, compressed": found(
      user,
      "userDataBase64",
      gzipSync("#cloud-config\npassword: hunter2hunter2\n").toString("base64"),
      plain("password"),
    ),
    "a launch template's": found(
      "LaunchTemplate fleet",
      "userData",
      base64("#!/bin/bash\nexport DB_PASSWORD=hunter2hunter2\n"),
      plain("DB_PASSWORD"),
    ),
    "App Runner": found(
      "Service api",
      "sourceConfiguration.imageRepository.imageConfiguration.runtimeEnvironmentVariables.DB_PASSWORD",
      "hunter2hunter2",
      plain("DB_PASSWORD"),
    ),
    "a job of Batch": found(
      "JobDefinition job",
      "containerProperties",
      json({ environment: [{ name: "DB_PASSWORD", value: "hunter2hunter2" }] }),
      plain("DB_PASSWORD"),
    ),
    "a pod of Batch": found(
      "JobDefinition job",
      "eksProperties",
      { podProperties: { containers: { env: [{ name: "DB_PASSWORD", value: "hunter2hunter2" }] } } },
      plain("DB_PASSWORD"),
    ),
    "Elastic Beanstalk": found("Environment shop", "settings.0.name", "DB_PASSWORD", plain("DB_PASSWORD")),
    Amplify: found("App front", "environmentVariables.STRIPE_SECRET_KEY", "hunter2hunter2", plain("STRIPE_SECRET_KEY")),
    Glue: found("Job etl", "defaultArguments.--db-password", "hunter2hunter2", plain("--db-password")),
    "a parameter in plain text": found("Parameter host", "name", "/acme/dev/db-password", plain("db-password")),
    "a parameter by its form": found(
      "Parameter host",
      "value",
      "postgres://app:hunter2@db.internal/files",
      "holds a password in a URL in db-host",
    ),
    "a state machine": found(
      "StateMachine flow",
      "definition",
      json({
        States: {
          Run: { Parameters: { EnvironmentVariablesOverride: [{ Name: "API_TOKEN", Value: "hunter2hunter2" }] } },
        },
      }),
      plain("API_TOKEN"),
    ),
    "a type that the rule has never heard of": {
      change: add(
        resource("aws:newservice/thing:Thing", "new", {
          config: [{ environmentVariables: { DB_PASSWORD: "hunter2hunter2" } }],
        }),
      ),
      at: "Thing new",
      message: plain("DB_PASSWORD"),
    },
  },
  harmless: {
    "a name that the team knows": {
      change: set("App front", "environmentVariables.NEXT_TOKEN", "the-first-page"),
      parameters: { harmless: ["NEXT_TOKEN"] },
    },
    "a dynamic reference": set(
      "App front",
      "environmentVariables.DB_PASSWORD",
      "{{resolve:secretsmanager:acme/db:SecretString:password}}",
    ),
    "a URL with a dynamic reference": set(
      "App front",
      "environmentVariables.DATABASE",
      "postgres://app:{{resolve:ssm-secure:/acme/db:1}}@db.internal/files",
    ),
    "a secure parameter": (fixtures) =>
      set("Parameter host", "type", "SecureString")(set("Parameter host", "name", "/acme/dev/db-password")(fixtures)),
    "a parameter that names a secret": (fixtures) =>
      set("Parameter host", "value", secretArn)(set("Parameter host", "name", "/acme/dev/db-secret")(fixtures)),
    "a setting of a database": add(
      resource("aws:rds/parameterGroup:ParameterGroup", "db", {
        parameters: [{ name: "password_encryption", value: "scram-sha-256" }],
      }),
    ),
    "a secret where secrets belong": add(
      resource("aws:secretsmanager/secretVersion:SecretVersion", "db", { secretString: "hunter2hunter2" }),
    ),
    "a function, which has a rule of its own": add(
      resource("aws:lambda/function:Function", "work", { environment: { variables: { DB_PASSWORD: "hunter2" } } }),
    ),
    "another provider's": add(resource("acme:index:Site", "site", { environment: { DB_PASSWORD: "hunter2" } })),
  },
  unknown: {
    "a variable": { change: set("App front", "environmentVariables.STAGE", notKnown), at: "Stack shop" },
    "a container's definition": {
      change: set("TaskDefinition web", "containerDefinitions", from("Parameter host")),
      at: "Stack shop",
    },
    "user data": { change: set(user, "userData", notKnown), at: "Stack shop" },
    "a parameter": { change: set("Parameter host", "value", notKnown), at: "Stack shop" },
  },
});
