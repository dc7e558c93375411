export interface Place {
  file: string | null;
  line: number | null;
  function: string | null;
}

const FRAME = /^ {2}File "(.*)", line (\d+) in (.*)$/gm;

/**
 * Where a hung script was, read from faulthandler's dump (most recent call first): the innermost frame inside the
 * JumpScript, else the innermost of all.
 */
export function placeInDump(dump: string, scriptPath: string): Place {
  const frames = [...dump.matchAll(FRAME)].map(([, file = '', line = '', name = '']) => ({
    file,
    line: Number(line),
    function: name,
  }));
  return frames.find((frame) => frame.file === scriptPath) ?? frames[0] ?? { file: null, line: null, function: null };
}
