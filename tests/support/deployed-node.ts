import { deployedMajor, deployedNode } from "../../tools/sandbox/emulator/function-node";

/** The Node.js that bundles are tested on. Throws where there is none: such a test would prove nothing. */
export const nodeForBundles = (): string => {
  const path = deployedNode();
  if (path === undefined)
    throw new Error(
      `The bundles are deployed on Node.js ${deployedMajor}, and this machine (${process.platform} ${process.arch}) has none: ` +
        `no package node-${process.platform}-${process.arch} below tools/node24. Run "npm ci", or run the tests with Node.js ${deployedMajor}.`,
    );
  return path;
};
