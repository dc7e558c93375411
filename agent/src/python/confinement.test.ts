import { logConfinement } from './confinement';

const log = { info: jest.fn(), warn: jest.fn() };
beforeEach(() => jest.clearAllMocks());

describe('the log of what confines jobs', () => {
  it.each([
    [['memory', 'pids'], true, /has a cgroup of its own; there the kernel holds the limits of memory and processes/],
    [
      ['pids'],
      false,
      /own, into which it is moved \(this takes .*\); there the kernel holds the limits of processes over/,
    ],
    [[], true, /holds no limit; limits are kept by the kernel for each process, and measured every second/],
  ])('names what its cgroups hold: %j', (controllers, isBornThere, words) => {
    logConfinement({ path: '/c', controllers, is_born_there: isBornThere }, log);
    expect(log.info).toHaveBeenCalledWith({ cgroup: '/c', controllers }, expect.stringMatching(words));
  });

  it.each([
    [false, 'info'],
    [true, 'warn'],
  ] as const)('says why there are none, and warns when there should be: %s', (isFault, level) => {
    logConfinement({ none: 'no cgroup v2 is mounted', isFault }, log);
    expect(log[level]).toHaveBeenCalledWith(
      expect.stringMatching(/^jobs have no cgroups of their own \(no cgroup v2 is mounted\); limits are kept/)
    );
    expect(log.info.mock.calls.length + log.warn.mock.calls.length).toBe(1);
  });
});
