import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { version } from '../package.json';
import { buildOpenApi } from '../src/openApi/openApi';

writeFileSync(join(__dirname, '..', 'openapi.json'), `${JSON.stringify(buildOpenApi(version), null, 2)}\n`);
