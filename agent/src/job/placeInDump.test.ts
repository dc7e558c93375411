import { placeInDump } from './placeInDump';

const SCRIPT = 'org/script.py';
const NOWHERE = { file: null, line: null, function: null };

describe('where a hung script was', () => {
  it('is the innermost frame inside the JumpScript', () => {
    const dump = `Current thread 0x01 (most recent call first):
  File "/usr/lib/socket.py", line 10 in recv
  File "${SCRIPT}", line 7 in fetch
  File "${SCRIPT}", line 12 in action
  File "/opt/runner/script_process.py", line 50 in run
`;
    expect(placeInDump(dump, SCRIPT)).toEqual({ file: SCRIPT, line: 7, function: 'fetch' });
  });

  it('is the innermost of all when none is inside it', () => {
    const dump = `Current thread 0x01 (most recent call first):
  File "/usr/lib/a.py", line 1 in a
  File "/usr/lib/b.py", line 2 in b
`;
    expect(placeInDump(dump, SCRIPT)).toEqual({ file: '/usr/lib/a.py', line: 1, function: 'a' });
  });

  it('is in the current thread, wherever that stands in the dump', () => {
    const dump = `Thread 0x02 (most recent call first):
  File "${SCRIPT}", line 1 in helper

Current thread 0x01 (most recent call first):
  File "${SCRIPT}", line 2 in action

Thread 0x03 (most recent call first):
  File "${SCRIPT}", line 3 in other
`;
    expect(placeInDump(dump, SCRIPT)).toEqual({ file: SCRIPT, line: 2, function: 'action' });
  });

  it('is in the main thread, which comes last, when none is current', () => {
    const dump = `Thread 0x02 (most recent call first):
  File "${SCRIPT}", line 1 in helper

Thread 0x01 (most recent call first):
  File "${SCRIPT}", line 2 in action
`;
    expect(placeInDump(dump, SCRIPT)).toEqual({ file: SCRIPT, line: 2, function: 'action' });
  });

  it.each([
    ['', 'nothing was dumped'],
    ['Current thread 0x01 (most recent call first):\n  <no Python frame>\n', 'it was not in Python'],
    ['  said by somebody: File "x.py", line 1 in y', 'the text is no dump'],
    [' File "x.py", line one in y', 'the frame has no line'],
  ])('is unknown from %j: %s', (dump) => {
    expect(placeInDump(dump, SCRIPT)).toEqual(NOWHERE);
  });

  it('keeps spaces and quotes of file names and functions', () => {
    const dump = '  File "/a "b"/c d.py", line 3 in <lambda> of x\n';
    expect(placeInDump(dump, SCRIPT)).toEqual({ file: '/a "b"/c d.py', line: 3, function: '<lambda> of x' });
  });
});
