from JumpScale import j

descr = """
Lists the TCP ports this node listens on, with their processes; checks that wanted ones are there.
"""

organization = "cloudscalers"
name = "check_listening_ports"
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
import socket
import struct

LISTEN = "0A"


def address(text):
    """Address and port from /proc/net/tcp: hexadecimal words in the byte order of the machine."""
    host, port = text.split(":")
    words = [struct.pack("=I", int(host[i : i + 8], 16)) for i in range(0, len(host), 8)]
    family = socket.AF_INET if len(words) == 1 else socket.AF_INET6
    return socket.inet_ntop(family, b"".join(words)), int(port, 16)


def listening():
    for path in ("/proc/net/tcp", "/proc/net/tcp6"):
        try:
            with open(path) as table:
                lines = table.readlines()[1:]
        except OSError:
            continue  # no IPv6
        for line in lines:
            fields = line.split()
            if fields[3] == LISTEN:
                host, port = address(fields[1])
                yield {"address": host, "port": port, "inode": fields[9]}


def socket_owners():
    """Socket inode → process, for the processes this user may look into."""
    owners = {}
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open("/proc/%s/comm" % pid) as comm:
                process = {"pid": int(pid), "process": comm.read().strip()}
            for fd in os.listdir("/proc/%s/fd" % pid):
                target = os.readlink("/proc/%s/fd/%s" % (pid, fd))
                if target.startswith("socket:["):
                    owners[target[8:-1]] = process
        except OSError:
            continue
    return owners


def action(expected=()):
    """`expected`: ports that must be listened on."""
    owners = socket_owners()
    found = []
    for entry in sorted(listening(), key=lambda entry: (entry["port"], entry["address"])):
        owner = owners.get(entry.pop("inode"), {"pid": None, "process": None})
        found.append(dict(entry, **owner))
        j.logger.log("%(address)s:%(port)d %(process)s" % found[-1], level=6, category="ports")
    ports = sorted({entry["port"] for entry in found})
    results = [{"category": "Ports", "state": "OK", "message": "%d TCP ports listened on" % len(ports), "uid": "ports", "ports": found}]
    for port in expected:
        state = "OK" if port in ports else "ERROR"
        message = "port %d is %s" % (port, "listened on" if state == "OK" else "not listened on")
        results.append({"category": "Ports", "state": state, "message": message, "uid": "port:%d" % port, "port": port})
    return results


if __name__ == "__main__":
    print(action())
