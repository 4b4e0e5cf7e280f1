const stackType = "pulumi:pulumi:Stack";

/** As the engine makes URNs: the types of all parents but the stack, then the resource's own type and name. */
export const urnOf = (
  { project, stack }: { readonly project: string; readonly stack: string },
  { parent, type, name }: { readonly parent: string; readonly type: string; readonly name: string },
): string => {
  const parentType = parent.split("::")[2];
  const qualified = parentType === undefined || parentType === stackType ? type : `${parentType}$${type}`;
  return [`urn:pulumi:${stack}`, project, qualified, name].join("::");
};
