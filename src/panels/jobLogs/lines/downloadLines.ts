import { saveFile } from '../../../download/saveFile';
import { lineText } from './lineText';
import { type LogRow } from './toLogLines';

/** Hands the loaded lines to the browser as a text file; its first line says what it covers. */
export function downloadLines(lines: readonly LogRow[], covers: string): void {
  const text = [`# ${covers}`, ...lines.map(lineText), ''].join('\n');
  saveFile(new Blob([text], { type: 'text/plain' }), `log-${lines[0]?.jobGuid ?? 'lines'}.txt`);
}
