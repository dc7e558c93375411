import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { version } from '../package.json';
import { buildOpenApi } from './openApi/openApi';

/** The component each example vector is of; pkg/contract/examples_test.go decodes the same files in Go. */
const COMPONENT_OF: Record<string, string> = {
  fieldValues: 'FieldValues',
  info: 'ControllerInfo',
  job: 'Job',
  jobCounts: 'JobCounts',
  jobCountsNone: 'JobCounts',
  jobDurationNumbers: 'JobDurations',
  jobDurations: 'JobDurations',
  jobList: 'JobList',
  jobNumbers: 'JobCounts',
  jobOk: 'Job',
  jumpscript: 'JumpScriptDetails',
  jumpscriptList: 'JumpScriptList',
  logCounts: 'LogCounts',
  logList: 'LogList',
  nodeList: 'NodeList',
  nodeStatNumbers: 'NodeStats',
  nodeStats: 'NodeStats',
  problem: 'Problem',
  queueList: 'QueueList',
};

const FOLDER = join(__dirname, '..', 'examples');
const ajv = new Ajv({ strict: false, allErrors: true });
addFormats(ajv);
ajv.addSchema(strict(JSON.parse(JSON.stringify(buildOpenApi(version)))) as object, 'openapi');

function validate(component: string, value: unknown): string[] {
  const check = ajv.getSchema(`openapi#/components/schemas/${component}`);
  if (!check) {
    throw new Error(`openapi.json has no component ${component}`);
  }
  check(value);
  return (check.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/**
 * OpenAPI 3.0 → what Ajv understands: `nullable` needs a type beside it, unless it stands at a reference or at a value
 * of any type. Unknown properties are refused, as Go's DisallowUnknownFields does.
 */
function strict(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(strict);
  }
  if (value === null || typeof value !== 'object') {
    return value;
  }
  const schema: Record<string, unknown> = Object.fromEntries(
    Object.entries(value).map(([key, child]) => [key, strict(child)])
  );
  if (schema.nullable === true && !('type' in schema)) {
    const { nullable, allOf, ...rest } = schema;
    return Array.isArray(allOf) ? { anyOf: [...allOf, { type: 'null' }] } : rest;
  }
  return schema.type === 'object' && 'properties' in schema ? { additionalProperties: false, ...schema } : schema;
}

describe('example vectors', () => {
  const files = readdirSync(FOLDER).map((file) => file.replace(/\.json$/, ''));

  it('all have a component, and every listed one exists', () => {
    expect(files.sort()).toEqual(Object.keys(COMPONENT_OF).sort());
  });

  it.each(files)('%s.json is what the contract says', (name) => {
    const value: unknown = JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8'));
    expect(validate(COMPONENT_OF[name] ?? name, value)).toEqual([]);
  });

  it('are really checked: a missing, a wrong and an unknown property are found', () => {
    expect(validate('Total', { value: 'many', colour: 'red' }).length).toBe(3);
  });
});
