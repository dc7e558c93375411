export interface Place {
  file: string | null;
  line: number | null;
  function: string | null;
}

const FRAME = /^ {2}File "(.*)", line (\d+) in (.*)$/gm;

/** Opens the block of one thread; the current one runs the signal handler, which is the main thread. */
const THREAD = /^(?=Thread |Current thread )/m;

/**
 * Where a hung script was, read from faulthandler's dump (most recent call first): in its main thread, or the one that
 * crashed, the innermost frame inside the JumpScript, else the innermost of all.
 */
export function placeInDump(dump: string, scriptPath: string): Place {
  const threads = dump.split(THREAD);
  const thread = threads.find((block) => block.startsWith('Current thread')) ?? threads.at(-1) ?? '';
  const frames = [...thread.matchAll(FRAME)].map(([, file = '', line = '', name = '']) => ({
    file,
    line: Number(line),
    function: name,
  }));
  return frames.find((frame) => frame.file === scriptPath) ?? frames[0] ?? { file: null, line: null, function: null };
}
