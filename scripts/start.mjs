// `npm start`: what must happen before TypeScript can run, then the stack (scripts/stack/main.ts) in this same process,
// so that a signal to `npm start` reaches the one place that stops everything.
import { install } from './bootstrap/install.mjs';
import { requireTools } from './bootstrap/tools.mjs';

requireTools();
await install();
const { tsImport } = await import('tsx/esm/api');
await tsImport('./stack/main.ts', import.meta.url);
