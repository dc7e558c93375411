from JumpScale import j

descr = """
Writes numbered log lines, and notes in a file of its own what it did and when: the fault run compares the two.
What it is given as an act is run behind its lines: the hostile ones do all that they can to be wrong.
"""

organization = "faults"
name = "count"
author = "ops@openvcloud.example"
license = "apache-2.0"
version = "3.0"
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


class Run:
    """One run of a job: its lines, and the notes of them."""

    def __init__(self, record, width):
        self.run = uuid.uuid4().hex
        self.pid = os.getpid()
        self.path = os.path.join(record, "%s.%s" % (j.application.jobGuid, self.run))
        self.width = width
        self.checksum = hashlib.md5()
        self.written = 0
        self.began = time.time()
        self.note("start", "%d %d" % (j.application.whoAmI.nid, width))

    def note(self, what, more):
        # Opened each time: an act may close all that is open. One write: appended whole.
        file = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        os.write(file, ("%s %d %s\n" % (what, time.time() * 1000, more)).encode())
        os.close(file)

    def note_process(self):
        """This process is to be dead when the job has ended."""
        with open("/proc/self/stat") as stat:
            text = stat.read()
        self.note("process", "%s %s" % (text.split()[0], text.rpartition(")")[2].split()[19]))

    def text(self):
        # Scripts' lines are known by "faults"; the rest of a line can be computed from its run and number.
        self.written += 1
        start = "faults %s %d " % (self.run, self.written)
        filling = hashlib.md5(("%s %d" % (self.run, self.written)).encode()).hexdigest()
        whole = (start + filling * (self.width // len(filling) + 1))[: self.width]
        self.checksum.update(whole.encode())
        return whole

    def log(self, lines):
        for _ in range(lines):
            j.logger.log(self.text())
            self.note("line", self.written)

    def flood(self, seconds, rate):
        while time.time() < self.began + seconds:
            print("\n".join(self.text() for _ in range(BLOCK)))
            self.note("line", self.written)
            time.sleep(max(0, self.began + self.written / rate - time.time()))

    def play(self, act):
        """False in a child that came back from there: it is not the job."""
        play = {}
        exec(compile(act["source"], act["kind"], "exec"), play)
        play["act"](self, **act["args"])
        return os.getpid() == self.pid

    def end(self, fails):
        self.note("end", "%d %s %s" % (self.written, self.checksum.hexdigest(), "fails" if fails else "returns"))
        if fails:
            raise RuntimeError("asked to fail after %d lines, %s" % (self.written, self.checksum.hexdigest()))
        return {"lines": self.written, "checksum": self.checksum.hexdigest()}


def action(record, lines=0, seconds=0, pause_after=None, width=100, flood_seconds=0, rate=1000, fails=False, act=None):
    run = Run(record, width)
    if flood_seconds > 0:
        run.flood(flood_seconds, rate)
    else:
        # A pause in the middle: most faults then meet a job that has written some of its lines.
        before = min(lines, (lines + 1) // 2 if pause_after is None else pause_after)
        run.log(before)
        time.sleep(seconds if before > 0 else 0)
        run.log(lines - before)
    if act is not None and not run.play(act):
        return "of a child"
    return run.end(fails)
