import { lineText } from './lineText';
import { type LogRow } from './toLogLines';

/** Hands the loaded lines to the browser as a text file; its first line says what it covers. */
export function downloadLines(lines: readonly LogRow[], covers: string): void {
  const text = [`# ${covers}`, ...lines.map(lineText), ''].join('\n');
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `log-${lines[0]?.jobGuid ?? 'lines'}.txt`;
  link.click();
  // The browser reads the address when it starts the download, after this task.
  setTimeout(() => URL.revokeObjectURL(url), 0);
}
