import base from './eslint.config.mjs';
import importX from 'eslint-plugin-import-x';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
export default [...base, {
  files: ['**/*.ts','**/*.tsx'],
  plugins: { 'import-x': importX },
  settings: { 'import-x/resolver-next': [createTypeScriptImportResolver({ project: ['tsconfig.json','tsconfig.services.json'] })], 'import-x/extensions': ['.ts','.tsx'], 'import-x/parsers': {'@typescript-eslint/parser': ['.ts','.tsx']} },
  rules: { 'import-x/no-cycle': 'error' },
}];
