/** Colours and cursor moves of terminals (CSI, OSC and two-character escapes). */
const ESCAPES = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\-_])/g;

/**
 * A message as a terminal would show it at the end: scripts print colours and progress bars. What else cannot be seen
 * stays, and is written out where the message is shown.
 */
export function plainMessage(message: string): string {
  const text = message.replace(ESCAPES, '').replace(/\r\n/g, '\n');
  // A progress bar overwrites its line with carriage returns: what a terminal would show at the end is the last part.
  return text
    .split('\n')
    .map((line) => line.replace(/\r+$/, '').split('\r').at(-1) ?? '')
    .join('\n')
    .replace(/\n+$/, '');
}
