interface Parameter {
  name: string;
  default: string | null;
}

/**
 * Whether `args` can be given to action() by name. undefined = yes; else what was expected and what came.
 * `**kwargs` takes any name; `*args` cannot be given by name.
 */
export function argsFault(
  args: Readonly<Record<string, unknown>>,
  parameters: readonly Parameter[]
): string | undefined {
  const named = parameters.filter(({ name }) => !name.startsWith('*'));
  const takesAny = parameters.some(({ name }) => name.startsWith('**'));
  const unknown = takesAny
    ? []
    : Object.keys(args).filter((name) => !named.some((parameter) => parameter.name === name));
  const missing = named.filter(({ name, default: written }) => written === null && !Object.hasOwn(args, name));
  if (unknown.length === 0 && missing.length === 0) {
    return undefined;
  }
  const came = [
    ...(unknown.length > 0
      ? [
          `unknown ${unknown
            .slice(0, 10)
            .map((name) => `"${name.slice(0, 100)}"`)
            .join(', ')}`,
        ]
      : []),
    ...(missing.length > 0 ? [`no ${missing.map(({ name }) => `"${name}"`).join(', ')}`] : []),
  ];
  return `Expected args for ${signature(parameters)}, got ${came.join(' and ')}.`;
}

function signature(parameters: readonly Parameter[]): string {
  return `action(${parameters.map((p) => (p.default === null ? p.name : `${p.name}=${p.default}`)).join(', ')})`;
}
