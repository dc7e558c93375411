export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What Grafana does to every text value of a provisioning file: `$NAME` and `${NAME}` become the variable's value,
 * nothing when it is not set, and `$$` becomes `$`.
 * `{url: '$CONTROLLER_URL', note: 'costs $$5'}` → `{url: 'http://127.0.0.1:4400', note: 'costs $5'}`
 */
export function expandEnvironment(value: unknown, env: Environment): unknown {
  if (typeof value === 'string') {
    return value.replace(/\$\$|\$\{(\w+)\}|\$(\w+)/g, (match, braced?: string, bare?: string) =>
      match === '$$' ? '$' : (env[braced ?? bare ?? ''] ?? '')
    );
  }
  if (Array.isArray(value)) {
    return value.map((item) => expandEnvironment(item, env));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, expandEnvironment(item, env)]));
  }
  return value;
}
