from JumpScale import j

descr = """
Measures how much space folders use, so that snapshots and backups can be planned.
"""

organization = "openvcloud"
name = "snapshot_space"
author = "ops@openvcloud.example"
license = "apache-2.0"
version = "1.0"
category = "storage"

roles = ["storagenode"]
queue = "io"
period = "*/2 * * * *"
timeout = 120
startatboot = True
order = 6
enable = True
log = True

import os
import time

FOLDERS = ("/var/log", "/var/tmp", "/var/backups")


def measure(folder, max_entries, deadline):
    """Allocated bytes below `folder`, without crossing into other file systems; hard links count once."""
    device = os.lstat(folder).st_dev
    seen, total, entries = set(), 0, 0
    pending = [folder]
    while pending:
        try:
            listing = list(os.scandir(pending.pop()))
        except OSError:
            continue  # not ours to read, or gone
        for entry in listing:
            entries += 1
            if entries > max_entries or time.time() > deadline:
                return total, entries, False
            try:
                stat = entry.stat(follow_symlinks=False)
            except OSError:
                continue
            if stat.st_dev != device or (stat.st_nlink > 1 and stat.st_ino in seen and not entry.is_dir(follow_symlinks=False)):
                continue
            seen.add(stat.st_ino)
            total += stat.st_blocks * 512
            if entry.is_dir(follow_symlinks=False):
                pending.append(entry.path)
    return total, entries, True


def action(folders=FOLDERS, max_entries=50000, seconds=10):
    """Stops measuring a folder after `max_entries` entries or `seconds`, and says so."""
    results = []
    for folder in folders:
        if not os.path.isdir(folder):
            j.logger.log("%s is not there" % folder, level=6, category="space")
            continue
        size, entries, is_complete = measure(folder, max_entries, time.time() + seconds)
        free = os.statvfs(folder)
        available = free.f_bavail * free.f_frsize
        message = "%s uses %s%.1f MiB in %d entries" % (folder, "" if is_complete else "at least ", size / 2.0**20, entries)
        j.logger.log(message, level=5, category="space")
        state = "OK" if size < available else "WARNING"
        results.append({"category": "Snapshots", "state": state, "message": message, "uid": "space:%s" % folder, "folder": folder, "bytes": size, "entries": entries, "isComplete": is_complete, "availableBytes": available})
    return results


if __name__ == "__main__":
    print(action())
