// `npm test`: what must happen before TypeScript can run, then the checks (scripts/check/main.ts).
import { createRequire } from 'node:module';
import { install } from './bootstrap/install.mjs';
import { requireTools } from './bootstrap/tools.mjs';

requireTools();
await install();
const { register } = await import('tsx/cjs/api');
register();
createRequire(import.meta.url)('./check/main.ts');
