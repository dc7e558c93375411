import { spawn } from 'node:child_process';
import type { SourceFault } from './python/findFaults';

/** So that each answers in time, also on a busy machine. */
const AT_ONCE = 200;
const TIMEOUT_MS = 20_000;
const MAX_OUTPUT = 4 * 1024 * 1024;

/**
 * Reads sources from standard input, a JSON list, and only compiles them, since much is refused no earlier (return outside of
 * a function, an argument named twice): nothing of theirs is run. -I -S keeps the environment and the working folder out.
 */
const COMPILER = `
import json, sys, warnings
warnings.simplefilter("ignore")
answers = []
for source in json.load(sys.stdin):
    try:
        compile(source, "jumpscript", "exec", dont_inherit=True)
        answers.append(None)
    except SyntaxError as fault:
        answers.append({"line": fault.lineno or 1, "message": fault.msg})
    except (MemoryError, RecursionError):
        answers.append({"line": 1, "message": "it is nested too deeply, or too long, for Python to read"})
    except Exception as fault:
        answers.append({"line": 1, "message": "%s: %s" % (type(fault).__name__, fault)})
json.dump(answers, sys.stdout)
`;

/**
 * What Python 3 says of each source: a fault, or null. undefined when there is no python3 to ask or it did not answer:
 * then the metadata reader's own findings stand alone.
 */
export async function checkSyntax(
  sources: readonly string[],
  python = 'python3'
): Promise<Array<SourceFault | null> | undefined> {
  const verdicts: Array<SourceFault | null> = [];
  for (let start = 0; start < sources.length; start += AT_ONCE) {
    const some = await ask(sources.slice(start, start + AT_ONCE), python);
    if (some === undefined) {
      return undefined;
    }
    verdicts.push(...some);
  }
  return verdicts;
}

/** One that Python does not survive, or is not done with in time, must not keep the others from being judged. */
async function ask(sources: readonly string[], python: string): Promise<Array<SourceFault | null> | undefined> {
  const answers = await askOnce(sources, python);
  if (answers !== undefined || (await pythonVersion(python)) === undefined) {
    return answers;
  }
  if (sources.length === 1) {
    return [{ line: 1, message: `Python does not get through it within ${TIMEOUT_MS / 1000} seconds` }];
  }
  const middle = Math.ceil(sources.length / 2);
  const [first, second] = [await ask(sources.slice(0, middle), python), await ask(sources.slice(middle), python)];
  return first === undefined || second === undefined ? undefined : [...first, ...second];
}

async function askOnce(sources: readonly string[], python: string): Promise<Array<SourceFault | null> | undefined> {
  const output = await run(python, ['-c', COMPILER], JSON.stringify(sources.map(renameMetadata)));
  try {
    const answers: unknown = JSON.parse(output ?? '');
    return Array.isArray(answers) && answers.length === sources.length ? answers.map(toFault) : undefined;
  } catch {
    return undefined;
  }
}

/** "3.11.7"; undefined: there is no Python 3 to ask. */
export async function pythonVersion(python = 'python3'): Promise<string | undefined> {
  const version = await run(python, ['-c', 'import platform; print(platform.python_version())'], '');
  return version?.startsWith('3.') ? version.trim() : undefined;
}

/** `async = True` was metadata before it was a keyword: agents rename it too. */
function renameMetadata(source: string): string {
  return source.replace(/^(?:async|await)(?=[ \t]*=[^=])/gm, (name) => `_${name.slice(1)}`);
}

function toFault(answer: unknown): SourceFault | null {
  if (typeof answer !== 'object' || answer === null || !('line' in answer) || !('message' in answer)) {
    return null;
  }
  return { line: typeof answer.line === 'number' ? answer.line : 1, message: String(answer.message) };
}

function run(python: string, program: readonly string[], input: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = spawn(python, ['-I', '-S', ...program], {
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout: TIMEOUT_MS,
      killSignal: 'SIGKILL',
      env: { PATH: process.env.PATH },
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      output = output.length > MAX_OUTPUT ? output : output + chunk;
    });
    child.once('error', () => resolve(undefined));
    child.once('close', (code) => resolve(code === 0 ? output : undefined));
    // It may end before it has read everything.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}
