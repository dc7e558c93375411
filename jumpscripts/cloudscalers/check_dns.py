from JumpScale import j

descr = """
Checks that names resolve and that the configured name servers answer.
"""

organization = "cloudscalers"
name = "check_dns"
author = "ops@openvcloud.example"
license = "apache-2.0"
version = "1.0"
category = "monitor.healthcheck"

roles = []
queue = "default"
period = 60
timeout = 30
startatboot = True
order = 6
enable = True
log = True

import random
import socket
import struct
import time

RESPONSE_CODES = {0: "NOERROR", 1: "FORMERR", 2: "SERVFAIL", 3: "NXDOMAIN", 4: "NOTIMP", 5: "REFUSED"}


def name_servers():
    try:
        with open("/etc/resolv.conf") as lines:
            words = [line.split() for line in lines]
    except OSError:
        return []
    return [word[1] for word in words if len(word) >= 2 and word[0] == "nameserver"]


def query(server, name):
    """Ask the server itself for the address of `name`; returns the response code."""
    ident = random.randrange(65536)
    labels = b"".join(bytes([len(label)]) + label.encode() for label in name.split(".") if label)
    packet = struct.pack("!HHHHHH", ident, 0x0100, 1, 0, 0, 0) + labels + b"\0" + struct.pack("!HH", 1, 1)
    family = socket.AF_INET6 if ":" in server else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as connection:
        connection.settimeout(2)
        connection.connect((server, 53))
        connection.send(packet)
        answer = connection.recv(4096)
    if len(answer) < 12 or struct.unpack("!H", answer[:2])[0] != ident:
        raise ValueError("an answer to another question")
    return RESPONSE_CODES.get(answer[3] & 15, "code %d" % (answer[3] & 15))


def timed(uid, what, ask, failed_state):
    began = time.time()
    result = {"category": "DNS", "uid": uid}
    try:
        answer = ask()
    except (OSError, ValueError) as error:
        j.logger.log("%s: %s" % (what, error), level=3, category="dns")
        return dict(result, state=failed_state, message="%s: %s" % (what, error))
    took = round((time.time() - began) * 1000, 1)
    return dict(result, state="OK" if took < 1000 else "WARNING", message="%s: %s in %.1f ms" % (what, answer, took), milliseconds=took)


def resolve(name):
    return ", ".join(sorted({info[4][0] for info in socket.getaddrinfo(name, None)}))


def action(names=("localhost",), question="localhost"):
    """`names` must resolve; `question` is what the name servers are asked, any answer of theirs is fine."""
    results = [timed("dns:name:%s" % name, name, lambda name=name: resolve(name), "ERROR") for name in names]
    for server in name_servers():
        results.append(timed("dns:server:%s" % server, "name server %s" % server, lambda server=server: query(server, question), "WARNING"))
    return results


if __name__ == "__main__":
    print(action())
