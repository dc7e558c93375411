import {
  parseCpuCount,
  parseCpuTimes,
  parseDiskMounts,
  parseDiskStats,
  parseInterfaces,
  parseLoad,
  parseMemory,
  parseUptime,
} from './parseProc';

describe('/proc/stat', () => {
  it('says how much of its time the CPU was busy: idle and iowait are not, time of guests counts once', () => {
    const stat = 'cpu  10 20 30 400 50 6 7 8 99 99\ncpu0 1 1 1 1 1 1 1 1 0 0\nctxt 5\n';
    expect(parseCpuTimes(stat)).toEqual({ user: 30, system: 43, iowait: 50, steal: 8, busy: 81, total: 531 });
  });

  it('of an old kernel has fewer fields; without the line there is nothing', () => {
    expect(parseCpuTimes('intr 1\ncpu  1 2 3 4\n')).toMatchObject({ busy: 6, iowait: 0, total: 10 });
    expect(parseCpuTimes('cpu0 1 2 3 4\n')).toMatchObject({ busy: 0, total: 0 });
    expect(parseCpuTimes('')).toMatchObject({ busy: 0, total: 0 });
  });

  it('lists the CPUs', () => {
    expect(parseCpuCount('cpu  1 2 3 4\ncpu0 1 2 3 4\ncpu1 1 2 3 4\nintr 5\n')).toBe(2);
    expect(parseCpuCount('')).toBe(0);
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
    const meminfo =
      'MemTotal:       24685000 kB\nMemFree:          1 kB\nMemAvailable:   12000 kB\nSwapTotal: 5 kB\nSwapFree: 3 kB\n';
    expect(parseMemory(meminfo)).toEqual({
      total: 24_685_000 * 1024,
      available: 12_000 * 1024,
      swapTotal: 5 * 1024,
      swapFree: 3 * 1024,
    });
  });

  it('without a line says nothing of it', () => {
    expect(parseMemory('HugeMemTotal: 7 kB\nMemTotal: 5 kB')).toMatchObject({ total: 5 * 1024, available: 0 });
  });
});

describe('/proc/net/dev', () => {
  it('has what each interface received and sent, its errors and what it dropped, the loopback and cables of containers left out', () => {
    const netDev = `Inter-|   Receive                            |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs
    lo: 5 1 0 0 0 0 0 0 5 1 0 0 0 0 0 0
  eth0: 1000 10 1 2 0 0 0 0 2000 20 4 8 0 0 0 0
  veth12ab: 9 0 0 0 0 0 0 0 9 0 0 0 0 0 0 0
br-lo:7 0 0 0 0 0 0 0 8 0 0 0 0 0 0 0
`;
    expect(parseInterfaces(netDev)).toEqual([
      { name: 'eth0', received: 1000, sent: 2000, errors: 5, drops: 10 },
      { name: 'br-lo', received: 7, sent: 8, errors: 0, drops: 0 },
    ]);
  });

  it('of a line that stops early has no numbers', () => {
    expect(parseInterfaces('eth1: 12 0\n')).toEqual([{ name: 'eth1', received: 12, sent: 0, errors: 0, drops: 0 }]);
  });
});

describe('/proc/diskstats', () => {
  it('has what each whole disk read and wrote, in sectors of 512 bytes, and how long it was busy', () => {
    const diskstats = `   7       0 loop0 1 0 2 0 0 0 0 0 0 0 0
   8       0 sda 10 1 200 5 20 2 400 9 0 70 14 0 0 0 0 0 0
   8       1 sda1 10 1 200 5 20 2 400 9 0 70 14
 259       0 nvme0n1 1 0 8 0 0 0 0 0 0 3 0
 259       1 nvme0n1p1 1 0 8 0 0 0 0 0 0 3 0
 252       0 dm-0 1
`;
    expect(parseDiskStats(diskstats)).toEqual([
      { name: 'sda', readBytes: 200 * 512, writtenBytes: 400 * 512, busyMs: 70 },
      { name: 'nvme0n1', readBytes: 8 * 512, writtenBytes: 0, busyMs: 3 },
      { name: 'dm-0', readBytes: 0, writtenBytes: 0, busyMs: 0 },
    ]);
  });
});

describe('/proc/uptime', () => {
  it('begins with the seconds since the machine came up', () => {
    expect(parseUptime('350735.47 234388.90\n')).toBe(350_735.47);
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
