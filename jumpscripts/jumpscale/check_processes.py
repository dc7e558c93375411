from JumpScale import j

descr = """
Looks for zombies and blocked processes, and lists the top consumers of CPU and memory.
"""

organization = "jumpscale"
name = "check_processes"
author = "ops@openvcloud.example"
license = "apache-2.0"
version = "1.0"
category = "monitor.healthcheck"

roles = []
queue = "process"
period = 30
timeout = 30
startatboot = True
order = 3
enable = True
log = True

import os
import time

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


def read_processes():
    """State, CPU ticks and memory of every process, from /proc/<pid>/stat."""
    found = {}
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open("/proc/%s/stat" % pid) as stat:
                text = stat.read()
        except OSError:
            continue  # ended meanwhile
        # The name stands in parentheses and may itself hold spaces and parentheses.
        name = text[text.index("(") + 1 : text.rindex(")")]
        fields = text[text.rindex(")") + 2 :].split()
        found[int(pid)] = {"pid": int(pid), "name": name, "state": fields[0], "ticks": int(fields[11]) + int(fields[12]), "rssBytes": int(fields[21]) * PAGE}
    return found


def cpu_percent(before, after, seconds):
    for pid, process in after.items():
        ticks = process["ticks"] - before[pid]["ticks"] if pid in before else 0
        process["cpuPercent"] = round(100.0 * ticks / TICKS / seconds, 1)


def top(processes, key, count):
    ranked = sorted(processes, key=lambda process: process[key], reverse=True)[:count]
    return [{"pid": process["pid"], "name": process["name"], key: process[key]} for process in ranked]


def action(max_zombies=10, max_blocked=20, count=5, seconds=1.0):
    before = read_processes()
    time.sleep(seconds)
    after = read_processes()
    cpu_percent(before, after, seconds)
    processes = list(after.values())
    zombies = [process for process in processes if process["state"] == "Z"]
    blocked = [process for process in processes if process["state"] == "D"]
    for process in zombies:
        j.logger.log("zombie: %(name)s (pid %(pid)d)" % process, level=4, category="process")
    return [
        {
            "category": "Processes",
            "state": "WARNING" if len(zombies) > max_zombies else "OK",
            "message": "%d processes, %d zombies" % (len(processes), len(zombies)),
            "uid": "processes:zombies",
            "processes": len(processes),
            "zombies": len(zombies),
        },
        {
            "category": "Processes",
            "state": "WARNING" if len(blocked) > max_blocked else "OK",
            "message": "%d processes wait for a device" % len(blocked),
            "uid": "processes:blocked",
            "blocked": len(blocked),
            "topCpu": top(processes, "cpuPercent", count),
            "topMemory": top(processes, "rssBytes", count),
        },
    ]


if __name__ == "__main__":
    print(action())
