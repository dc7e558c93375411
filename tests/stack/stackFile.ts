import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What the tests must know of the running stack. Playwright's setup and its workers are different processes. */
export interface RunningStack {
  url: string;
  controllerUrl: string;
  tokensFile: string;
  /** Cookies of the user who is logged in; none at the preview, which asks nobody. */
  sessionFile?: string;
  /** First process of each service, by name; a service that was started again has another one now. */
  pids: Record<string, number>;
}

const FILE_VARIABLE = 'OPENVCLOUD_STACK_FILE';

export function writeStackFile(stack: RunningStack): void {
  const file = join(tmpdir(), `openvcloud-stack-${process.pid}.json`);
  process.env[FILE_VARIABLE] = file;
  writeFileSync(file, JSON.stringify(stack), { mode: 0o600 });
}

export function readStackFile(): RunningStack {
  return JSON.parse(readFileSync(process.env[FILE_VARIABLE] ?? '', 'utf8')) as RunningStack;
}
