import { parseCpuTimes, parseDiskMounts, parseInterfaces, parseLoad, parseMemory } from './parseProc';

describe('/proc/stat', () => {
  it('says how much of its time the CPU was busy: idle and iowait are not, time of guests counts once', () => {
    const stat = 'cpu  10 20 30 400 50 6 7 8 99 99\ncpu0 1 1 1 1 1 1 1 1 0 0\nctxt 5\n';
    expect(parseCpuTimes(stat)).toEqual({ busy: 10 + 20 + 30 + 6 + 7 + 8, total: 531 });
  });

  it('of an old kernel has fewer fields; without the line there is nothing', () => {
    expect(parseCpuTimes('intr 1\ncpu  1 2 3 4\n')).toEqual({ busy: 6, total: 10 });
    expect(parseCpuTimes('cpu0 1 2 3 4\n')).toEqual({ busy: 0, total: 0 });
    expect(parseCpuTimes('')).toEqual({ busy: 0, total: 0 });
  });
});

describe('/proc/loadavg', () => {
  it('begins with the load of one, five and fifteen minutes', () => {
    expect(parseLoad('0.52 0.58 1.25 2/345 6789\n')).toEqual([0.52, 0.58, 1.25]);
    expect(parseLoad('0.5')).toEqual([0.5, 0, 0]);
  });
});

describe('/proc/meminfo', () => {
  it('is in units of 1,024 bytes', () => {
    const meminfo = 'MemTotal:       24685000 kB\nMemFree:          1 kB\nMemAvailable:   12000 kB\nSwapTotal: 5 kB\n';
    expect(parseMemory(meminfo)).toEqual({ total: 24_685_000 * 1024, available: 12_000 * 1024 });
  });

  it('without a line says nothing of it', () => {
    expect(parseMemory('HugeMemTotal: 7 kB\nMemTotal: 5 kB')).toEqual({ total: 5 * 1024, available: 0 });
  });
});

describe('/proc/net/dev', () => {
  it('has what each interface received and sent, the loopback left out', () => {
    const netDev = `Inter-|   Receive                            |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs
    lo: 5 1 0 0 0 0 0 0 5 1 0 0 0 0 0 0
  eth0: 1000 10 0 0 0 0 0 0 2000 20 0 0 0 0 0 0
br-lo:7 0 0 0 0 0 0 0 8 0 0 0 0 0 0 0
`;
    expect(parseInterfaces(netDev)).toEqual([
      { name: 'eth0', received: 1000, sent: 2000 },
      { name: 'br-lo', received: 7, sent: 8 },
    ]);
  });

  it('of a line that stops early has no numbers', () => {
    expect(parseInterfaces('eth1: 12 0\n')).toEqual([{ name: 'eth1', received: 12, sent: 0 }]);
  });
});

describe('/proc/mounts', () => {
  it('has the disks, each device once, at its first place', () => {
    const mounts = `proc /proc proc rw 0 0
/dev/sda1 / ext4 rw 0 0
/dev/loop3 /snap/x squashfs ro 0 0
tmpfs /dev/shm tmpfs rw 0 0
/dev/sdb /data/with\\040space\\011tab xfs rw 0 0
/dev/sda1 /mnt/again ext4 rw 0 0
`;
    expect(parseDiskMounts(mounts)).toEqual(['/', '/data/with space\ttab']);
  });

  it('of a container without a device has its root', () => {
    expect(parseDiskMounts('overlay / overlay rw 0 0\n')).toEqual(['/']);
  });
});
