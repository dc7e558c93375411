// `npm test`: what must happen before TypeScript can run, then the checks (scripts/check/main.ts).
import { install } from './bootstrap/install.mjs';
import { requireTools } from './bootstrap/tools.mjs';

requireTools();
await install();
const { tsImport } = await import('tsx/esm/api');
await tsImport('./check/main.ts', import.meta.url);
