import { downloadLines } from './downloadLines';
import { logsFrame } from './logsFrame.fixture';
import { toLogLines } from './toLogLines';

const LINES = toLogLines(logsFrame([{ seq: 1, message: 'exe\u202ecod' }, { seq: 2 }]));

function textOf(blob: Blob): Promise<string> {
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.readAsText(blob);
  });
}

function download(lines: typeof LINES) {
  const blobs: Blob[] = [];
  const clicked: HTMLAnchorElement[] = [];
  const revoked: string[] = [];
  URL.createObjectURL = (blob: Blob) => `blob:${blobs.push(blob)}`;
  URL.revokeObjectURL = (url) => revoked.push(url);
  jest.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    clicked.push(this);
  });
  downloadLines(lines, '2 of 5 lines');
  return { blob: blobs[0] ?? new Blob(), link: clicked[0], revoked };
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

describe('downloadLines', () => {
  it('gives a file that says what it covers, and then each line as it is', async () => {
    const { blob } = download(LINES);
    jest.useRealTimers();
    expect(await textOf(blob)).toBe(
      [
        '# 2 of 5 lines',
        '2026-11-22T18:00:00.001Z 5 info node-1 echo stdout: exe\u202ecod',
        '2026-11-22T18:00:00.002Z 5 info node-1 echo stdout: line 2',
        '',
      ].join('\n')
    );
  });

  it('names the file by the job', () => {
    expect(download(LINES).link?.download).toBe('log-job-1.txt');
    expect(download([]).link?.download).toBe('log-lines.txt');
  });

  it('gives the memory back once the browser has begun to read', () => {
    const { link, revoked } = download(LINES);
    expect(revoked).toEqual([]);
    jest.runAllTimers();
    expect(revoked).toEqual([link?.href]);
  });
});
