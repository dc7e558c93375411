from JumpScale import j

descr = """
Writes thousands of log lines, at every level and on both output streams: for trying the log views.
"""

organization = "jumpscale"
name = "chatty"
author = "ops@openvcloud.example"
license = "apache-2.0"
version = "1.0"
category = "test"

roles = ["node"]
queue = "process"
period = 120
timeout = 60
startatboot = True
order = 9
enable = True
log = True

import subprocess
import sys

CATEGORIES = ("network", "storage", "compute")


def action(lines=3000):
    for number in range(1, int(lines) + 1):
        level = 1 + number % 9
        if number % 10 == 0:
            print("line %d on standard output" % number)
        elif number % 25 == 0 or number % 37 == 0:
            sys.stderr.write("line %d on standard error\n" % number)
        else:
            j.logger.log("line %d at level %d" % (number, level), level=level, category=CATEGORIES[number % 3])
    subprocess.run(["sh", "-c", "echo a subprocess speaks; echo and complains >&2"], check=True)
    j.logger.log("a message of several lines:\n  first\n  second — with ünïcode ❄", level=5, category="text")
    return {"lines": lines}


if __name__ == "__main__":
    print(action())
