/** Colours and cursor moves of terminals (CSI, OSC and two-character escapes). */
const ESCAPES = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\-_])/g;
/** What would be invisible or move text about, line feed and tab excepted; bidirectional overrides can disguise text. */
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** A message as text that is safe to show: scripts print terminal colours, progress bars and anything else. */
export function plainMessage(message: string): string {
  const text = message.replace(ESCAPES, '').replace(/\r\n/g, '\n');
  // A progress bar overwrites its line with carriage returns: what a terminal would show at the end is the last part.
  return text
    .split('\n')
    .map((line) => line.replace(/\r+$/, '').split('\r').at(-1) ?? '')
    .join('\n')
    .replace(CONTROLS, '\ufffd')
    .replace(/\n+$/, '');
}
