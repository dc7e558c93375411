import { resolve } from 'node:path';
import { build } from '../build/build';
import { readSettings } from './settings';
import { startStack, type Stack } from './startStack';

const root = resolve(__dirname, '..', '..');
const say = (message: string): void => console.log(message);

async function main(): Promise<void> {
  const stopping = new AbortController();
  const whenTold = stopRequest(stopping);
  const settings = readSettings(process.env, root);
  await build(root, say);
  if (stopping.signal.aborted) {
    return;
  }
  const stack = await startStack(settings, process.env, say, stopping.signal);
  try {
    announce(stack, settings.dataDir);
    await Promise.race([whenTold, stack.failed]);
    say('\nStopping...');
  } finally {
    await stack.stop();
    say('Stopped.');
  }
}

function announce(stack: Stack, dataDir: string): void {
  say(`
OpenvCloud Jobs is running: ${stack.url}

  Agent Controller   ${stack.controllerUrl}  (API: ${stack.controllerUrl}/openapi.json)
  Tokens             ${dataDir}/tokens.json
  Logs               ${dataDir}/logs/

Jobs appear within a minute. Ctrl-C stops everything; the history stays in ${dataDir}.`);
}

/** Resolves on Ctrl-C, SIGTERM, a closed terminal, or when whoever started us is gone. */
function stopRequest(stopping: AbortController): Promise<void> {
  const parent = process.ppid;
  return new Promise((done) => {
    const stop = (): void => {
      stopping.abort();
      done();
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, stop);
    }
    setInterval(() => process.ppid !== parent && stop(), 1000).unref();
  });
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(`\n${error instanceof Error ? error.message : String(error)}`);
    process.exit(1);
  }
);
