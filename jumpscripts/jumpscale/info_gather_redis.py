from JumpScale import j

descr = """
Checks Redis server status: finds Redis on the ports it usually has, pings it and reads its memory use.
"""

organization = "jumpscale"
name = "info_gather_redis"
author = "ops@openvcloud.example"
license = "apache-2.0"
version = "1.0"
category = "monitor.healthcheck"

roles = []
queue = "process"
period = 60
timeout = 30
startatboot = True
order = 8
enable = True
log = True

import socket

USUAL_PORTS = (6379, 6380, 9999)


class Redis(object):
    """Just enough of the protocol for PING and INFO."""

    def __init__(self, host, port):
        self.connection = socket.create_connection((host, port), timeout=2)
        self.reader = self.connection.makefile("rb")

    def ask(self, command):
        self.connection.sendall(command.encode() + b"\r\n")
        line = self.reader.readline().rstrip(b"\r\n")
        if line.startswith(b"$") and line != b"$-1":
            return self.reader.read(int(line[1:]) + 2)[:-2].decode("utf-8", "replace")
        return line.decode("utf-8", "replace")

    def close(self):
        self.reader.close()
        self.connection.close()


def parse_info(text):
    return dict(line.split(":", 1) for line in text.splitlines() if ":" in line)


def is_open(host, port):
    try:
        socket.create_connection((host, port), timeout=1).close()
        return True
    except OSError:
        return False


def check(host, port):
    result = {"category": "Redis", "uid": "redis:%s:%d" % (host, port), "port": port}
    try:
        redis = Redis(host, port)
        pong = redis.ask("PING")
        info = parse_info(redis.ask("INFO")) if pong == "+PONG" else {}
        redis.close()
    except (OSError, ValueError) as error:
        return dict(result, state="ERROR", message="port %d does not answer as Redis does: %s" % (port, error))
    if pong.startswith("-NOAUTH") or pong.startswith("-NOPERM"):
        return dict(result, state="WARNING", message="port %d: Redis wants a password" % port)
    if pong != "+PONG":
        return dict(result, state="WARNING", message="port %d: not Redis, it answered %r to PING" % (port, pong[:60]))
    used, maximum = int(info.get("used_memory", 0)), int(info.get("maxmemory", 0))
    is_tight = maximum > 0 and 100.0 * used / maximum > 90
    message = "port %d: Redis %s, %.1f MiB used of %s" % (port, info.get("redis_version", "?"), used / 2.0**20, "%.1f MiB" % (maximum / 2.0**20) if maximum else "no limit")
    return dict(result, state="WARNING" if is_tight else "OK", message=message, usedBytes=used, maxBytes=maximum, clients=int(info.get("connected_clients", 0)))


def action(host="127.0.0.1", ports=None):
    """`ports`: check these; else those of the usual ones that something listens on."""
    wanted = list(ports) if ports else [port for port in USUAL_PORTS if is_open(host, port)]
    j.logger.log("looking at ports %s of %s" % (wanted or "(none open)", host), level=5, category="redis")
    if not wanted:
        return [{"category": "Redis", "state": "OK", "message": "no Redis found on ports %s" % ", ".join(map(str, USUAL_PORTS)), "uid": "redis", "found": False}]
    return [check(host, port) for port in wanted]


if __name__ == "__main__":
    print(action())
