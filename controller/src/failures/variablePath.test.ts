import { pathWithoutVariables } from './variablePath';

describe('paths', () => {
  it.each([
    ['/var/lib/vms/a3f9c21b/disk0.img', '/var/lib/vms/<id>/<id>.img'],
    ['/var/log/4711', '/var/log/<n>'],
    ['/home/ann/.ssh/config', '/home/<id>/.ssh/config'],
    ['/tmp/tmpkjqwexab/part', '/tmp/<id>/part'],
    ['/etc/libvirt/qemu.conf', '/etc/libvirt/qemu.conf'],
    ['C:\\data\\vol7\\x.tar.gz', 'C:/data/<id>/x.tar.gz'],
    ['~/x', '~/x'],
    ['/', '/'],
  ])('%s', (path, constant) => {
    expect(pathWithoutVariables(path)).toBe(constant);
  });
});
