import { spawn } from 'node:child_process';
import type { SourceFault } from './python/findFaults';

const TIMEOUT_MS = 20_000;
const MAX_OUTPUT = 4 * 1024 * 1024;

/**
 * Reads sources from standard input, a JSON list, and only parses them: nothing of theirs is run.
 * -I -S keeps the environment and the working folder out.
 */
const PARSER = `
import ast, json, sys, warnings
warnings.simplefilter("ignore")
answers = []
for source in json.load(sys.stdin):
    try:
        compile(source, "jumpscript", "exec", ast.PyCF_ONLY_AST, dont_inherit=True)
        answers.append(None)
    except SyntaxError as fault:
        answers.append({"line": fault.lineno or 1, "message": fault.msg})
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
  const output = sources.length === 0 ? '[]' : await run(python, JSON.stringify(sources.map(renameMetadata)));
  try {
    const answers: unknown = JSON.parse(output ?? '');
    return Array.isArray(answers) && answers.length === sources.length ? answers.map(toFault) : undefined;
  } catch {
    return undefined;
  }
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

function run(python: string, input: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = spawn(python, ['-I', '-S', '-c', PARSER], {
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
