import { pino } from 'pino';
import { reportPython } from './reportPython';

describe('reportPython', () => {
  const said = async (path: string | undefined) => {
    const lines: string[] = [];
    const log = pino({}, { write: (line: string) => void lines.push(line) });
    const former = process.env.PATH;
    process.env.PATH = path;
    await reportPython(log);
    process.env.PATH = former;
    return lines.join('');
  };

  it('says by which Python JumpScripts are judged', async () => {
    expect(await said(process.env.PATH)).toMatch(/"python":"3\.\d+\.\d+","msg":"JumpScripts are judged by Python"/);
  });

  it('warns where there is none, and says what that means and what to do', async () => {
    expect(await said('/nowhere')).toMatch(/"level":40.*expected python3 in PATH, found none: .*; install python3/);
  });
});
