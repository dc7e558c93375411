from JumpScale import j

descr = """
Checks how full the disks of this node are, in bytes and in inodes.
"""

organization = "jumpscale"
name = "check_disks"
author = "ops@openvcloud.example"
license = "apache-2.0"
version = "1.0"
category = "monitor.healthcheck"

roles = []
queue = "process"
period = 30
timeout = 30
startatboot = True
order = 1
enable = True
log = True

import os

WARNING_PERCENT = 85
ERROR_PERCENT = 95
UNITS = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"]


def disk_mounts():
    """Mount points of block devices, one per device."""
    seen = {}
    with open("/proc/mounts") as mounts:
        for line in mounts:
            device, mount = line.split()[:2]
            if device.startswith("/dev/") and not device.startswith("/dev/loop"):
                seen.setdefault(device, mount.replace("\\040", " "))
    return sorted(seen.values()) or ["/"]


def human(size):
    for unit in UNITS:
        if size < 1024 or unit == UNITS[-1]:
            return "%.1f %s" % (size, unit)
        size /= 1024


def percent(used, available):
    # As df counts: blocks reserved for root are neither used nor available.
    return round(100.0 * used / (used + available), 1) if used + available else 0.0


def state_of(value, warning, error):
    return "ERROR" if value >= error else "WARNING" if value >= warning else "OK"


def check(mount, warning, error):
    stat = os.statvfs(mount)
    used = (stat.f_blocks - stat.f_bfree) * stat.f_frsize
    available = stat.f_bavail * stat.f_frsize
    used_percent = percent(used, available)
    inodes_percent = percent(stat.f_files - stat.f_ffree, stat.f_favail)
    state = state_of(max(used_percent, inodes_percent), warning, error)
    message = "%s: %s free, %.1f %% used, %.1f %% of inodes used" % (mount, human(available), used_percent, inodes_percent)
    j.logger.log(message, level=5 if state == "OK" else 3, category="disk")
    return {
        "category": "Disks",
        "state": state,
        "message": message,
        "uid": "disk:%s" % mount,
        "mount": mount,
        "usedBytes": used,
        "availableBytes": available,
        "usedPercent": used_percent,
        "inodesUsedPercent": inodes_percent,
    }


def action(warning=WARNING_PERCENT, error=ERROR_PERCENT):
    return [check(mount, warning, error) for mount in disk_mounts()]


if __name__ == "__main__":
    print(action())
