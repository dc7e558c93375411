from JumpScale import j

descr = """
Checks the load of this node against its number of CPUs.
"""

organization = "jumpscale"
name = "check_load"
author = "ops@openvcloud.example"
license = "apache-2.0"
version = "1.0"
category = "monitor.healthcheck"

roles = []
queue = "process"
period = 15
timeout = 30
startatboot = True
order = 1
enable = True
log = True

import os


def action(warning=2.0, error=5.0):
    """`warning` and `error` are load per CPU, averaged over five minutes."""
    load1, load5, load15 = os.getloadavg()
    cpus = os.cpu_count() or 1
    per_cpu = load5 / cpus
    state = "ERROR" if per_cpu >= error else "WARNING" if per_cpu >= warning else "OK"
    message = "load %.2f %.2f %.2f on %d CPUs, %.2f per CPU" % (load1, load5, load15, cpus, per_cpu)
    j.logger.log(message, level=5 if state == "OK" else 3, category="load")
    return [
        {
            "category": "System Load",
            "state": state,
            "message": message,
            "uid": "load",
            "load1": load1,
            "load5": load5,
            "load15": load15,
            "cpus": cpus,
            "perCpu": round(per_cpu, 3),
        }
    ]


if __name__ == "__main__":
    print(action())
