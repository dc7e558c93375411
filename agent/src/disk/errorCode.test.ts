import { errorCode } from './errorCode';

describe("Node's name of what went wrong", () => {
  it.each([
    [Object.assign(new Error('x'), { code: 'ENOSPC' }), 'ENOSPC'],
    [{ code: 'EIO' }, 'EIO'],
    [new Error('x'), ''],
    [{ code: 7 }, ''],
    [null, ''],
    [undefined, ''],
    ['ENOSPC', ''],
  ])('of %p is %j', (error, code) => {
    expect(errorCode(error)).toBe(code);
  });
});
