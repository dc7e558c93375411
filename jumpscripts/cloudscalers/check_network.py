from JumpScale import j

descr = """
Checks the network interfaces: carrier, errors, drops and traffic.
"""

organization = "cloudscalers"
name = "check_network"
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

COUNTERS = ("rx_bytes", "tx_bytes", "rx_errors", "tx_errors", "rx_dropped", "tx_dropped")


def read_number(interface, path):
    try:
        with open("/sys/class/net/%s/%s" % (interface, path)) as file:
            return int(file.read())
    except (OSError, ValueError):
        return None  # `carrier` cannot be read while an interface is down


def read_counters(interface):
    return {name: read_number(interface, "statistics/" + name) or 0 for name in COUNTERS}


def read_text(interface, name):
    with open("/sys/class/net/%s/%s" % (interface, name)) as file:
        return file.read().strip()


def check(interface, before, after, seconds):
    rate = {name: (after[name] - before[name]) / seconds for name in COUNTERS}
    faults = sum(rate[name] for name in COUNTERS[2:])
    total_faults = sum(after[name] for name in COUNTERS[2:])
    link = read_text(interface, "operstate")
    state = "WARNING" if faults > 0 or link == "lowerlayerdown" else "OK"
    message = "%s is %s: %.1f kB/s in, %.1f kB/s out, %d errors and drops since boot" % (
        interface,
        link,
        rate["rx_bytes"] / 1000,
        rate["tx_bytes"] / 1000,
        total_faults,
    )
    j.logger.log(message, level=5 if state == "OK" else 3, category="network")
    result = {"category": "Network", "state": state, "message": message, "uid": "network:%s" % interface, "interface": interface}
    result.update(link=link, mtu=read_number(interface, "mtu"), rxBytesPerSecond=round(rate["rx_bytes"], 1), txBytesPerSecond=round(rate["tx_bytes"], 1))
    result.update(after)
    return result


def action(seconds=1.0):
    if not os.path.isdir("/sys/class/net"):
        return [{"category": "Network", "state": "WARNING", "message": "/sys/class/net is not mounted", "uid": "network"}]
    interfaces = sorted(os.listdir("/sys/class/net"))
    before = {interface: read_counters(interface) for interface in interfaces}
    time.sleep(seconds)
    return [check(interface, before[interface], read_counters(interface), seconds) for interface in interfaces]


if __name__ == "__main__":
    print(action())
