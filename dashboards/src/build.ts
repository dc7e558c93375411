import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { renderDashboards } from './renderDashboards';

/** `npx tsx dashboards/src/build.ts` writes the JSON that the plugin ships and provisioning loads. */
const folder = resolve(__dirname, '../../src/dashboards');
mkdirSync(folder, { recursive: true });
for (const [name, content] of renderDashboards()) {
  writeFileSync(join(folder, name), content);
  process.stdout.write(`wrote src/dashboards/${name}\n`);
}
