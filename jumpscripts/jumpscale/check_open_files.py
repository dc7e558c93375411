from JumpScale import j

descr = """
Checks the open files of the node against the kernel limit, and of each process against its own.
"""

organization = "jumpscale"
name = "check_open_files"
author = "ops@openvcloud.example"
license = "apache-2.0"
version = "1.0"
category = "monitor.healthcheck"

roles = []
queue = "process"
period = 60
timeout = 30
startatboot = True
order = 5
enable = True
log = True

import os


def read_text(path):
    with open(path) as file:
        return file.read()


def soft_limit(pid):
    for line in read_text("/proc/%s/limits" % pid).splitlines():
        if line.startswith("Max open files"):
            value = line.split()[3]
            return None if value == "unlimited" else int(value)
    return None


def processes():
    """Open files of each process this user may look into."""
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            count = len(os.listdir("/proc/%s/fd" % pid))
            yield {"pid": int(pid), "name": read_text("/proc/%s/comm" % pid).strip(), "open": count, "limit": soft_limit(pid)}
        except OSError:
            continue  # ended meanwhile, or another user's


def used_percent(process):
    return 100.0 * process["open"] / process["limit"] if process["limit"] else 0.0


def action(warning=80, error=90, top=5):
    allocated, _, maximum = (int(field) for field in read_text("/proc/sys/fs/file-nr").split())
    percent = round(100.0 * allocated / maximum, 2)
    state = "ERROR" if percent >= error else "WARNING" if percent >= warning else "OK"
    results = [
        {
            "category": "Open Files",
            "state": state,
            "message": "%d of %d files open on the node (%.2f %%)" % (allocated, maximum, percent),
            "uid": "files:node",
            "open": allocated,
            "limit": maximum,
            "usedPercent": percent,
        }
    ]
    all_processes = sorted(processes(), key=lambda process: process["open"], reverse=True)
    j.logger.log("looked into %d processes" % len(all_processes), level=6, category="files")
    near_limit = [process for process in all_processes if used_percent(process) >= warning]
    for process in near_limit:
        message = "%(name)s (pid %(pid)d) has %(open)d of %(limit)d files open" % process
        j.logger.log(message, level=3, category="files")
        results.append(dict(process, category="Open Files", state="WARNING", message=message, uid="files:%(name)s:%(pid)d" % process))
    results[0]["top"] = all_processes[:top]
    return results


if __name__ == "__main__":
    print(action())
