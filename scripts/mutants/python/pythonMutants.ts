import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { MutatedModule } from '../mutatedModule';

/**
 * What decides without touching other processes. Supervisor, zygote, linux_process and run_as signal and kill: a mutant of
 * them could hit who runs it. They are driven by the agent's tests.
 */
const CORE = [
  'logged_stderr',
  'printed_lines',
  'result_fault',
  'script_arguments',
  'script_error',
  'script_output',
  'script_result',
  'script_source',
  'JumpScale',
];
const ROOT = resolve(__dirname, '../../..');

/** Survivors that no test can tell from the original, or none should: by module and line as written. */
const REASONS: Readonly<Record<string, string>> = {
  'script_arguments: return False': 'None is as false as False to its only caller',
  'logged_stderr: super().__init__()': 'the base class has nothing to begin',
  'printed_lines: super().__init__()': 'the base class has nothing to begin',
  'logged_stderr: self._pending += part[: self.limit + 1 - len(self._pending)]':
    'more is kept than is needed, and cut later',
  "script_result: if text.count('[') + text.count('{') <= MOST_LEVELS:": 'a shortcut: the long way says the same',
  'script_result: return False': 'None is as false as False to its only caller',
  'script_source: descriptor = os.open(file, os.O_RDONLY | os.O_CLOEXEC)': 'Python sets it by itself',
  "script_source: return compile(data, path, 'exec', dont_inherit=True)": 'the runner has no __future__ to pass on',
  "script_source: return compile(renamed, path, 'exec', dont_inherit=True)": 'the runner has no __future__ to pass on',
};

/** Mutates the core of the Python runner, module by module; rejects when its tests fail before anything is changed. */
export async function mutatePython(onModule: (module: MutatedModule) => void, modules = CORE): Promise<void> {
  const script = resolve(__dirname, 'main.py');
  const child = spawn('python3', [script, 'agent/runner', ...modules], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  createInterface({ input: child.stdout }).on('line', (line) => onModule(withReasons(JSON.parse(line))));
  const code = await new Promise((done, failed) => child.once('error', failed).once('close', done));
  if (code !== 0) {
    throw new Error(`expected the mutants of agent/runner to be tried, got exit code ${String(code)}: ${said.trim()}`);
  }
}

function withReasons({ module, killed, survived }: MutatedModule): MutatedModule {
  return {
    module,
    killed,
    survived: survived.map((one) => ({ ...one, reason: REASONS[`${module}: ${one.source}`] })),
  };
}
