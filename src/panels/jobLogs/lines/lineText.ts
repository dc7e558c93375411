import { levelWord } from '../level/logLevel';
import { type LogRow } from './toLogLines';

/** A line as it is copied and downloaded: UTC, so that it reads the same wherever it is pasted. */
export function lineText(line: LogRow): string {
  const place = [line.nodeName, line.appName, line.category].filter((part) => part !== '').join(' ');
  return `${new Date(line.time).toISOString()} ${line.level} ${levelWord(line.level)} ${place}: ${line.message}`;
}
