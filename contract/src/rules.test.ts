import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildRules } from './rules';

it('pkg/contract/rules.json is what the contract says (else run: npm run generate)', () => {
  const stored: unknown = JSON.parse(
    readFileSync(join(__dirname, '..', '..', 'pkg', 'contract', 'rules.json'), 'utf8')
  );
  expect(stored).toEqual(JSON.parse(JSON.stringify(buildRules())));
});
