import { failureSignature, type Failure } from './failureSignature';

const FAILURE: Failure = {
  type: 'OSError',
  message: "[Errno 28] No space left on device: '/mnt/vol-17/x.img'",
  file: 'acme/disk.py',
  line: 3,
  function: 'action',
  backtrace: null,
  code: 'import shutil\ndef action():\n    shutil.copy(a,  b)\n',
};
const of = (failure: Partial<Failure>) => failureSignature({ ...FAILURE, ...failure });
const LIBRARY = '/usr/lib/python3/dist-packages/redis/connection.py';

describe('failureSignature', () => {
  it('says what failed, where, and at which line of the source', () => {
    expect(of({})).toBe(
      "OSError: [Errno 28] No space left on device: '/mnt/<id>/x.img' | acme/disk.py | action() | > shutil.copy(a, b)"
    );
  });

  it('stays the same when lines are put in above, and not when the line itself is edited', () => {
    expect(of({ code: `# more\n\n${FAILURE.code}`, line: 5 })).toBe(of({}));
    expect(of({ code: FAILURE.code?.replace('copy', 'move') ?? '' })).not.toBe(of({}));
  });

  it.each([
    [{ file: 'acme/other.py' }],
    [{ function: 'prepare' }],
    [{ type: 'IOError' }],
    [{ message: "[Errno 13] Permission denied: '/mnt/vol-17/x.img'" }],
    [{ line: 1 }],
  ])('differs for %j', (other) => {
    expect(of(other)).not.toBe(of({}));
  });

  it('names a library by what is the same on all nodes', () => {
    const library = (file: string) => of({ file, line: 12, function: 'read' });
    expect(library(LIBRARY)).toBe(library('/opt/py/lib/python3.11/site-packages/redis/connection.py'));
    expect(library(LIBRARY)).toContain(' | redis/connection.py | read()');
    expect(library('/usr/lib/python3.11/json/decoder.py')).toContain(' | json/decoder.py | ');
    expect(library('/srv/a3f9c21b/x.py')).toContain(' | /srv/<id>/x.py | ');
  });

  it('is told by the frame of the library where the error says nothing', () => {
    const backtrace = (name: string) =>
      `Traceback (most recent call last):\n  File "acme/disk.py", line 3, in action\n  File "${LIBRARY}", line 7, in ${name}\nEOFError\n`;
    const silent = (name: string) => of({ type: 'EOFError', message: 'EOFError', backtrace: backtrace(name) });
    expect(silent('read')).toBe(
      'EOFError: at redis/connection.py read | acme/disk.py | action() | > shutil.copy(a, b)'
    );
    expect(silent('read')).not.toBe(silent('send'));
    expect(of({ type: 'ValueError', message: 'ValueError' })).toBe(
      'ValueError | acme/disk.py | action() | > shutil.copy(a, b)'
    );
  });

  it('knows an exit by its code', () => {
    const exit = (code: string) => of({ type: 'SystemExit', message: `the JumpScript called sys.exit(${code})` });
    expect(exit('3')).toContain('SystemExit: sys.exit(3) | ');
    expect(exit("'no disk a3f9c21b'")).toBe(exit("'no disk 77fe01aa'"));
  });

  it('knows a hung script by where it hung, whatever its limit was', () => {
    const hung = (seconds: number, line: number) =>
      of({ type: 'Timeout', message: `not finished within its time limit of ${seconds} s; killed`, line });
    expect(hung(5, 3)).toBe(hung(600, 3));
    expect(hung(5, 3)).not.toBe(hung(5, 1));
  });

  it.each([
    ['AgentLost', 'The agent cpu-01 did not answer for 30 s', 'AgentLost: the agent was lost'],
    ['Cancelled', 'Cancelled by ann before it started', 'Cancelled: cancelled'],
    ['NoWork', 'No live node has the role storage', 'NoWork: No live node has the role storage'],
  ])('does not look into scripts for %s', (type, message, signature) => {
    expect(of({ type, message })).toBe(signature);
  });

  it('cannot be made to look like another one', () => {
    expect(of({ message: 'x | acme/disk.py | action() | > y', file: null, function: null, code: null })).toBe(
      'OSError: x ¦ acme/disk.py ¦ action() ¦ > y'
    );
  });
});
