/** A plugin's `module.js` is one `define([dependencies], factory)`, as webpack writes it for Grafana. */
export type ModuleExports = Readonly<Record<string, unknown>>;

/**
 * Runs a module with the host's copies of the packages it shares with Grafana. `module` is how it learns its own
 * address, from which it loads its lazy chunks.
 */
export function evaluateAmd(source: string, uri: string, findShared: (name: string) => unknown): ModuleExports {
  let exports: unknown;
  const define = (...args: unknown[]) => {
    // define(name?, dependencies?, factory)
    const factory = args.at(-1);
    const names = args.find((arg) => Array.isArray(arg)) ?? [];
    const own: Record<string, unknown> = {};
    const resolved = names.map((name: unknown) => {
      if (name === 'module') {
        return { uri, id: uri, exports: own };
      }
      return name === 'exports' ? own : findShared(String(name));
    });
    exports = (typeof factory === 'function' ? (factory(...resolved) as unknown) : factory) ?? own;
  };
  // The same trust as a script element with this address, without the global `define` that two plugins would share.
  new Function('define', `${source}\n//# sourceURL=${uri}`)(Object.assign(define, { amd: {} }));
  if (typeof exports !== 'object' || exports === null) {
    throw new Error(`${uri} is no AMD module: expected it to call define(). Run \`npm run build\`.`);
  }
  return exports as ModuleExports;
}
