import { type ExceededLimit } from '../python/runnerFrame';

const MB = 1024 * 1024;

const WORDS: Readonly<Record<ExceededLimit['name'], { what: string; unit: '' | ' s' | ' MB' }>> = {
  memoryBytes: { what: 'out of memory', unit: ' MB' },
  processes: { what: 'too many processes', unit: '' },
  tasks: { what: 'too many processes and threads', unit: '' },
  cpuSeconds: { what: 'too much CPU time', unit: ' s' },
  openFiles: { what: 'too many open files', unit: '' },
  fileBytes: { what: 'a file grew too large', unit: ' MB' },
  folderBytes: { what: 'too much in the working folder', unit: ' MB' },
};

/** "out of memory: limit 2,048 MB, peak 1,003 MB". `peakBytes`: of memory, as far as it was measured. */
export function describeExceeded({ name, limit, reached }: ExceededLimit, peakBytes: number | undefined): string {
  const { what, unit } = WORDS[name];
  const amount = (value: number): string => inMb(value, unit) + unit;
  const seen = name === 'memoryBytes' ? (reached ?? peakBytes) : reached;
  const how = name === 'memoryBytes' ? 'peak' : 'reached';
  return `${what}: limit ${amount(limit)}${seen === undefined || seen === null ? '' : `, ${how} ${amount(seen)}`}`;
}

function inMb(value: number, unit: string): string {
  return Math.ceil(unit === ' MB' ? value / MB : value).toLocaleString('en-US');
}
