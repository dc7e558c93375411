import { nearNames } from './nearNames';

describe('nearNames', () => {
  const names = ['jumpscale:echo', 'jumpscale:error', 'openvcloud:node_info'];

  it('finds what a mistyped name may have meant, best first', () => {
    expect(nearNames('jumpscale:ecko', names)).toEqual(['jumpscale:echo', 'jumpscale:error']);
    expect(nearNames('node_info', names)).toEqual(['openvcloud:node_info']);
  });

  it('finds nothing for something else, or among nothing', () => {
    expect(nearNames('zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz', names)).toEqual([]);
    expect(nearNames('x', [])).toEqual([]);
  });

  it('puts the same name before one that holds it, and equally near ones in the order of the alphabet', () => {
    expect(nearNames('echo', ['echoes', 'echo'])).toEqual(['echo', 'echoes']);
    expect(nearNames('ab', ['ac', 'aa', 'ad'])).toEqual(['aa', 'ac', 'ad']);
    expect(nearNames('ab', ['aa', 'ac', 'ad'])).toEqual(['aa', 'ac', 'ad']);
  });

  it('has no eye for upper case', () => {
    expect(nearNames('EKHO', ['Echo'])).toEqual(['Echo']);
    expect(nearNames('STATE', ['state', 'states'])).toEqual(['state', 'states']);
  });

  it('counts letters put in, left out and exchanged', () => {
    const near = (wanted: string, name: string): boolean => nearNames(wanted, [name]).length > 0;
    // A short word may differ by two letters, a long one by six in ten.
    expect([near('abc', 'xbz'), near('abc', 'xyz'), near('abc', 'axbxc'), near('abc', 'axbxcx')]).toEqual([
      true,
      false,
      true,
      false,
    ]);
    expect([near('abcdefghij', 'uvwxyzghij'), near('abcdefghij', 'tuvwxyzhij')]).toEqual([true, false]);
  });

  it('gives at most three, or as many as are wanted', () => {
    const many = ['a1', 'a2', 'a3', 'a4'];
    expect(nearNames('a0', many)).toEqual(['a1', 'a2', 'a3']);
    expect(nearNames('a0', many, 1)).toEqual(['a1']);
  });

  it('takes nothing for like nothing, and short names for like it', () => {
    expect(nearNames('', ['', 'ab', 'abc'])).toEqual(['', 'ab']);
  });

  it('compares the first 200 letters', () => {
    const long = 'x'.repeat(200);
    expect(nearNames(`${long}abc`, [`${long}${'y'.repeat(400)}`])).toHaveLength(1);
  });
});
