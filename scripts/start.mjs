// `npm start`: what must happen before TypeScript can run, then the stack (scripts/stack/main.ts) in this same process,
// so that a signal to `npm start` reaches the one place that stops everything.
import { createRequire } from 'node:module';
import { install } from './bootstrap/install.mjs';
import { requireTools } from './bootstrap/tools.mjs';

requireTools();
await install();
const { register } = await import('tsx/cjs/api');
register();
createRequire(import.meta.url)('./stack/main.ts');
