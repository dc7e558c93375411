from JumpScale import j

descr = """
Finds PostgreSQL servers on this node and checks that each answers the opening of its protocol.
"""

organization = "cloudscalers"
name = "check_postgresql"
author = "ops@openvcloud.example"
license = "apache-2.0"
version = "1.0"
category = "monitor.healthcheck"

roles = ["master"]
queue = "default"
period = 30
timeout = 30
startatboot = True
order = 5
enable = True
log = True

import os
import socket
import struct
import time

# Length and code of the SSLRequest message; every PostgreSQL answers it with one letter, before any login.
SSL_REQUEST = struct.pack("!ii", 8, 80877103)
ANSWERS = {b"S": "offers TLS", b"N": "without TLS"}


def socket_paths():
    """Unix sockets of PostgreSQL servers: /proc/net/unix names those in use."""
    with open("/proc/net/unix") as table:
        paths = {line.split()[-1] for line in table if "/.s.PGSQL." in line and not line.rstrip().endswith(".lock")}
    return sorted(path for path in paths if os.path.exists(path))


def tcp_ports():
    """Ports that a process named postgres listens on."""
    inodes = set()
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open("/proc/%s/comm" % pid) as comm:
                if comm.read().strip() != "postgres":
                    continue
            for fd in os.listdir("/proc/%s/fd" % pid):
                inodes.add(os.readlink("/proc/%s/fd/%s" % (pid, fd)))
        except OSError:
            continue
    ports = set()
    with open("/proc/net/tcp") as table:
        for line in table.readlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and "socket:[%s]" % fields[9] in inodes:
                ports.add(int(fields[1].split(":")[1], 16))
    return sorted(ports)


def open_connection(target):
    if isinstance(target, int):
        return socket.create_connection(("127.0.0.1", target), timeout=3)
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(3)
    connection.connect(target)
    return connection


def check(target):
    began = time.time()
    result = {"category": "PostgreSQL", "uid": "postgresql:%s" % target, "target": target}
    try:
        connection = open_connection(target)
        connection.sendall(SSL_REQUEST)
        answer = connection.recv(1)
        connection.close()
    except OSError as error:
        j.logger.log("%s: %s" % (target, error), level=2, category="postgresql")
        return dict(result, state="ERROR", message="%s: no answer (%s)" % (target, error))
    took = round((time.time() - began) * 1000, 2)
    if answer not in ANSWERS:
        return dict(result, state="WARNING", message="%s: not PostgreSQL, it answered %r" % (target, answer), milliseconds=took)
    return dict(result, state="OK", message="%s: answers within %.1f ms, %s" % (target, took, ANSWERS[answer]), milliseconds=took)


def action(ports=None):
    """`ports`: check these on 127.0.0.1; else every server found on this node."""
    targets = list(ports) if ports else tcp_ports() + socket_paths()
    j.logger.log("found %s" % (", ".join(map(str, targets)) or "no PostgreSQL"), level=5, category="postgresql")
    if not targets:
        return [{"category": "PostgreSQL", "state": "OK", "message": "no PostgreSQL found on this node", "uid": "postgresql", "found": False}]
    return [check(target) for target in targets]


if __name__ == "__main__":
    print(action())
