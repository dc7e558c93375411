import { DEFAULT_JOB_LIMITS, readJobLimits } from './jobLimits';

const MB = 1024 * 1024;

describe('limits of jobs', () => {
  it('have defaults', () => {
    expect(readJobLimits('', false)).toEqual(readJobLimits(DEFAULT_JOB_LIMITS, false));
    expect(readJobLimits('', true)).toEqual({
      memoryBytes: 2048 * MB,
      processes: 512,
      cpuSeconds: 14_400,
      openFiles: 4096,
      fileBytes: 10_240 * MB,
      folderBytes: 2048 * MB,
      newPrivileges: true,
    });
  });

  it('are set one by one, and 0 is none', () => {
    expect(readJobLimits(' memoryMb = 64, cpuSeconds=0 ,', false)).toMatchObject({
      memoryBytes: 64 * MB,
      cpuSeconds: 0,
      processes: 512,
    });
  });

  it.each([
    ['memory=1', 'expected limits out of memoryMb, processes,'],
    ['__proto__=1', 'got "__proto__=1"'],
    ['memoryMb=63', 'a whole number of at least 64 for memoryMb, or 0 for no limit, got "63"'],
    ['openFiles=-1', 'at least 64 for openFiles'],
    ['cpuSeconds=1.5', 'at least 1 for cpuSeconds, or 0 for no limit, got "1.5"'],
    ['processes', 'got ""'],
  ])('are refused in words: %s', (text, words) => {
    expect(() => readJobLimits(text, false)).toThrow(words);
  });
});
