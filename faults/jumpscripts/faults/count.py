from JumpScale import j

descr = """
Writes numbered log lines, and notes in a file of its own what it did and when: the fault run compares the two.
"""

organization = "faults"
name = "count"
author = "ops@openvcloud.example"
license = "apache-2.0"
version = "2.0"
category = "test"

roles = ["faults"]
queue = "default"
timeout = 180
enable = True
log = True

import hashlib
import os
import time
import uuid

BLOCK = 100


def action(record, lines=0, seconds=0, pause_after=None, width=100, flood_seconds=0, rate=1000, fails=False):
    run = uuid.uuid4().hex
    path = os.path.join(record, "%s.%s" % (j.application.jobGuid, run))
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    checksum = hashlib.md5()
    began = time.time()

    def note(what, more):
        os.write(file, ("%s %d %s\n" % (what, time.time() * 1000, more)).encode())  # one write: appended whole

    def text(number):
        # Scripts' lines are known by "faults"; the rest of a line can be computed from its run and number.
        start = "faults %s %d " % (run, number)
        filling = hashlib.md5(("%s %d" % (run, number)).encode()).hexdigest()
        whole = (start + filling * (width // len(filling) + 1))[:width]
        checksum.update(whole.encode())
        return whole

    def log_each():
        pause = (lines + 1) // 2 if pause_after is None else pause_after
        for number in range(1, lines + 1):
            j.logger.log(text(number))
            note("line", number)
            # A pause in the middle: most faults then meet a job that has written some of its lines.
            if number == pause:
                time.sleep(seconds)
        return lines

    def flood():
        written = 0
        while time.time() < began + flood_seconds:
            print("\n".join(text(written + number) for number in range(1, BLOCK + 1)))
            written += BLOCK
            note("line", written)
            time.sleep(max(0, began + written / rate - time.time()))
        return written

    note("start", "%d %d" % (j.application.whoAmI.nid, width))
    written = flood() if flood_seconds > 0 else log_each()
    note("end", "%d %s %s" % (written, checksum.hexdigest(), "fails" if fails else "returns"))
    if fails:
        raise RuntimeError("asked to fail after %d lines, %s" % (written, checksum.hexdigest()))
    return {"lines": written, "checksum": checksum.hexdigest()}
