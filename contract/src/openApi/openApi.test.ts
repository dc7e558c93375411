import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { version } from '../../package.json';
import { buildOpenApi } from './openApi';

it('openapi.json is what the contract says (else run: npm run generate)', () => {
  const stored: unknown = JSON.parse(readFileSync(join(__dirname, '..', '..', 'openapi.json'), 'utf8'));
  expect(stored).toEqual(JSON.parse(JSON.stringify(buildOpenApi(version))));
});
