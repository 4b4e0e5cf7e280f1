/**
 * Compiles projects in a process of its own, outside of Jest: `node tools/scripts/ts.mjs tests/support/compile.ts JSON`.
 * Prints a report for each.
 */
import { join } from "node:path";
import * as ts from "typescript";

/** How a project that installs the package resolves its modules, and in which format it runs. */
export interface ModuleSettings {
  readonly resolution: "node10" | "node16" | "nodenext" | "bundler";
  readonly format: "commonjs" | "module";
}

const resolutions = {
  node10: ts.ModuleResolutionKind.Node10,
  node16: ts.ModuleResolutionKind.Node16,
  nodenext: ts.ModuleResolutionKind.NodeNext,
  bundler: ts.ModuleResolutionKind.Bundler,
} as const;

const moduleOf = ({ resolution, format }: ModuleSettings): ts.ModuleKind => {
  if (resolution === "node16") return ts.ModuleKind.Node16;
  if (resolution === "nodenext") return ts.ModuleKind.NodeNext;
  return format === "commonjs" ? ts.ModuleKind.CommonJS : ts.ModuleKind.ESNext;
};

/** Declarations that were read once; those of @pulumi/aws have 800,000 lines. */
const read = new Map<string, ts.SourceFile | undefined>();

/**
 * Compiles `index.ts` of a folder as the project that `pulumi new aws-typescript` makes does: strict, and with the
 * declarations of the package itself checked (that project does not set `skipLibCheck`). Other packages' declarations
 * are read and not checked. Writes `bin/`; returns what the compiler reports.
 */
const compile = (folder: string, settings: ModuleSettings): string => {
  const options: ts.CompilerOptions = {
    strict: true,
    target: ts.ScriptTarget.ES2020,
    module: moduleOf(settings),
    moduleResolution: resolutions[settings.resolution],
    ignoreDeprecations: "6.0",
    noFallthroughCasesInSwitch: true,
    noImplicitReturns: true,
    forceConsistentCasingInFileNames: true,
    rootDir: folder,
    outDir: join(folder, "bin"),
    types: ["node"],
  };
  const host = ts.createCompilerHost(options);
  const readFile = host.getSourceFile;
  host.getCurrentDirectory = () => folder;
  host.getSourceFile = (file, language, ...rest) => {
    if (!file.endsWith(".d.ts") || file.startsWith(folder)) return readFile.call(host, file, language, ...rest);
    const format = typeof language === "object" ? language.impliedNodeFormat : undefined;
    const key = `${format} ${file}`;
    if (!read.has(key)) read.set(key, readFile.call(host, file, language, ...rest));
    return read.get(key);
  };
  const program = ts.createProgram([join(folder, "index.ts")], options, host);
  const own = program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(folder));
  const found = [
    ...program.getOptionsDiagnostics(),
    ...program.getGlobalDiagnostics(),
    ...own.flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]),
    ...program.emit().diagnostics,
  ];
  return ts.formatDiagnostics(found, {
    getCanonicalFileName: (file) => file,
    getCurrentDirectory: () => folder,
    getNewLine: () => "\n",
  });
};

const projects: readonly (ModuleSettings & { readonly folder: string })[] = JSON.parse(process.argv[2] ?? "[]");
console.log(JSON.stringify(projects.map(({ folder, ...settings }) => compile(folder, settings))));
