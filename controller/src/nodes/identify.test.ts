import { identify, notGiven } from './identify';

describe('what a node has of what it was given', () => {
  const given = { name: 'storage-1', roles: ['node', 'storage'] };

  it('is its name, whatever its agent calls itself', () => {
    expect(identify({ name: 'master', roles: ['node'] }, given).name).toBe('storage-1');
  });

  it.each([
    [undefined, ['node', 'storage'], []],
    [['storage', 'node'], ['node', 'storage'], []],
    [['node'], ['node'], []],
    [[], [], []],
    [['node', 'master', '*'], ['node'], ['master', '*']],
    [['STORAGE', ' node'], [], ['STORAGE', ' node']],
  ])('are of its roles those its agent asks for, never another one: %j', (roles, has, inVain) => {
    const asked = { name: 'a', roles };
    expect(identify(asked, given).roles).toEqual(has);
    expect(notGiven(asked, given)).toEqual(inVain);
  });
});
