from JumpScale import j

descr = """
Writes numbered log lines, and notes in a local file what it did: the fault run compares the two.
"""

organization = "faults"
name = "count"
author = "ops@openvcloud.example"
license = "apache-2.0"
version = "1.0"
category = "test"

roles = ["faults"]
queue = "default"
timeout = 120
enable = True
log = True

import os
import time
import uuid


def action(lines, seconds, record, fails=False):
    run = uuid.uuid4().hex
    file = os.open(record, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def note(what):
        os.write(file, ("%s %s %s\n" % (j.application.jobGuid, run, what)).encode())  # one write: appended whole

    note("start")
    for line in range(1, lines + 1):
        j.logger.log("%s line %d of %d, with some text to give it the length of a usual log line" % (run, line, lines))
        note(line)
        # A pause in the middle: most faults then meet a job that has written some of its lines.
        if line == (lines + 1) // 2:
            time.sleep(seconds)
    note("end")
    if fails:
        raise RuntimeError("as it was asked to")
    return lines
