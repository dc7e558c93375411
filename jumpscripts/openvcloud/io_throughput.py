from JumpScale import j

descr = """
Writes, syncs and reads back a small file, and says how fast the disk was.
"""

organization = "openvcloud"
name = "io_throughput"
author = "ops@openvcloud.example"
license = "apache-2.0"
version = "1.0"
category = "storage"

roles = ["storagenode"]
queue = "io"
period = 60
timeout = 60
startatboot = True
order = 4
enable = True
log = True

import os
import tempfile
import time

CHUNK = 1024 * 1024


def write(file, megabytes):
    data = os.urandom(CHUNK)
    began = time.monotonic()
    for _ in range(megabytes):
        file.write(data)
    file.flush()
    os.fsync(file.fileno())
    return time.monotonic() - began


def sync_latency(file, count):
    """Median milliseconds of a 4 KiB write with fsync: what a database waits for at each commit."""
    times = []
    for _ in range(count):
        began = time.monotonic()
        file.write(b"\0" * 4096)
        file.flush()
        os.fsync(file.fileno())
        times.append((time.monotonic() - began) * 1000)
    return sorted(times)[count // 2]


def read(file):
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)  # else the page cache answers
    file.seek(0)
    began = time.monotonic()
    while file.read(CHUNK):
        pass
    return time.monotonic() - began


def action(folder=None, megabytes=8, warning_mb_per_second=10):
    with tempfile.TemporaryFile(dir=folder) as file:
        write_speed = megabytes / max(write(file, megabytes), 1e-6)
        latency = sync_latency(file, 5)
        read_speed = megabytes / max(read(file), 1e-6)
    message = "wrote %.0f MB/s, read %.0f MB/s, fsync %.2f ms in %s" % (write_speed, read_speed, latency, folder or tempfile.gettempdir())
    is_slow = write_speed < warning_mb_per_second
    j.logger.log(message, level=3 if is_slow else 5, category="io")
    return [
        {
            "category": "Disk Throughput",
            "state": "WARNING" if is_slow else "OK",
            "message": message,
            "uid": "io:%s" % (folder or tempfile.gettempdir()),
            "writeMegabytesPerSecond": round(write_speed, 1),
            "readMegabytesPerSecond": round(read_speed, 1),
            "fsyncMs": round(latency, 3),
        }
    ]


if __name__ == "__main__":
    print(action())
