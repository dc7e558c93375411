import { execFileSync } from 'node:child_process';
import type { JudgedMetadata } from './metadata';
import { METADATA_SOURCES } from './python/metadataSources.fixture';
import { loadPythonParser } from './python/pythonParser';
import { judgeScript, readScript } from './readMetadata';

/** Runs each source and says what its names are, as JSON where that can be; else "?". */
const PYTHON = `
import io, json, sys, types
answers = []
for source in json.load(sys.stdin):
    module = types.ModuleType("jumpscript")
    sys.modules["jumpscript"] = module
    stdout, sys.stdout = sys.stdout, io.StringIO()
    try:
        exec(compile(source, "file", "exec"), module.__dict__)
        failed = False
    except BaseException:
        failed = True
    sys.stdout = stdout
    values = {}
    for name, value in module.__dict__.items():
        if name.startswith("__"):
            continue
        if isinstance(value, (set, frozenset)):
            value = sorted(value)
        try:
            values[name] = json.loads(json.dumps(value))
        except Exception:
            values[name] = "?"
    answers.append(None if failed else values)
json.dump(answers, sys.stdout)
`;

type Values = Readonly<Record<string, unknown>>;

/** What a field's value in Python means, as it is listed. */
const MEANINGS: Readonly<Record<string, (value: unknown) => unknown>> = {
  organization: (value) => value ?? 'folder',
  name: (value) => value ?? 'file',
  descr: text,
  category: text,
  roles: (value) => {
    const items = typeof value === 'string' ? value.split(',') : Array.isArray(value) ? value : [];
    const roles = items.map((item) => (typeof item === 'string' ? item.trim() : item));
    return [...new Set(roles)].filter((role) => role !== '').sort();
  },
  queue: (value) => value || 'default',
  period: (value) => (value === undefined || value === null || Number(value) === 0 ? null : String(value).trim()),
  startatboot: (value) => isTrue(value ?? false),
  log: (value) => isTrue(value ?? true),
  enable: (value) => isTrue(value ?? true),
  order: (value) => value ?? 1,
  timeoutSeconds: (value) => value || null,
};

function text(value: unknown): unknown {
  const lists = Array.isArray(value) ? value.filter((item) => typeof item === 'string').join(', ') : value;
  return typeof lists === 'string' ? lists.trim() : typeof lists === 'number' ? String(lists) : '';
}

function isTrue(value: unknown): boolean {
  return typeof value === 'object' && value !== null ? Object.keys(value).length > 0 : Boolean(value);
}

function read(metadata: JudgedMetadata, field: string): unknown {
  const values: Values = { ...metadata, roles: [...metadata.roles].sort() };
  return values[field];
}

describe('metadata', () => {
  it('is what Python would have, or the file is broken, or a notice says that it is not followed', async () => {
    const parser = await loadPythonParser();
    const sources = METADATA_SOURCES.map((source) => `${source}\ndef action():\n    return 1\n`);
    const output = execFileSync('python3', ['-I', '-W', 'ignore', '-c', PYTHON], { input: JSON.stringify(sources) });
    const answers = JSON.parse(output.toString()) as Array<Values | null>;
    expect(answers).toHaveLength(sources.length);
    const wrong = sources.flatMap((source, index) => {
      const metadata = judgeScript(readScript(parser, source, { organization: 'folder', name: 'file' }), undefined);
      const python = answers[index];
      if (metadata.parseError !== null || python === null || python === undefined) {
        return [];
      }
      return Object.entries(MEANINGS)
        .filter(([field, meaning]) => {
          const name = field === 'timeoutSeconds' ? 'timeout' : field;
          const isSaid = metadata.notices.some((notice) => new RegExp(`: ${name}\\b|may assign metadata`).test(notice));
          return !isSaid && JSON.stringify(meaning(python[name])) !== JSON.stringify(read(metadata, field));
        })
        .map(([field]) => [source, field, python, read(metadata, field)]);
    });
    expect(wrong).toEqual([]);
    // Most of them are read, not refused.
    expect(answers.filter((answer) => answer !== null).length).toBeGreaterThan(250);
  });
});
