import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildRules } from '../src/rules';

const target = join(__dirname, '..', '..', 'pkg', 'contract', 'rules.json');
writeFileSync(target, `${JSON.stringify(buildRules(), null, 2)}\n`);
