import { DiskFullError, isDiskFull } from './diskFull';

const failed = (code: string, cause?: unknown): Error => Object.assign(new Error('x', { cause }), { code });

describe('a full disk', () => {
  it.each(['ENOSPC', 'EDQUOT', 'EFBIG'])('is what %s means, also as the cause of something else', (code) => {
    expect(isDiskFull(failed(code))).toBe(true);
    expect(isDiskFull(new Error('x', { cause: failed(code) }))).toBe(true);
  });

  it.each([failed('EIO'), failed('EIO', failed('EACCES')), 'ENOSPC', undefined])('is not %p', (error) => {
    expect(isDiskFull(error)).toBe(false);
  });

  it('is said with the folder and what Node said of it', () => {
    const cause = failed('ENOSPC');
    const error = new DiskFullError('/data', cause);
    expect(error.message).toBe(
      'no space is left for "/data" (Error: x); free some, the next start goes on with what is there'
    );
    expect(isDiskFull(error)).toBe(true);
  });
});
