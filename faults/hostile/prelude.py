"""Stands before each act of a hostile job: what several of them use. `job` is the Run of faults/jumpscripts/faults/count.py."""

import array
import ctypes
import fcntl
import json
import os
import select
import shutil
import signal
import socket
import struct
import subprocess
import sys
import termios
import time

import JumpScale

MARK = b"\0\x1eJOB"


def others():
    """Every descriptor but the standard ones."""
    found = []
    for name in os.listdir("/proc/self/fd"):
        try:
            os.fstat(int(name))
        except OSError:
            continue  # the listing's own
        if int(name) > 2:
            found.append(int(name))
    return found


def channel():
    """On which the job's own process says how it ended."""
    return JumpScale.script_output._state["channel"]


def settle():
    """What was written has been read: what ends the supervisor then costs no line."""
    unread = array.array("i", [1])
    while unread[0]:
        time.sleep(0.2)
        fcntl.ioctl(1, termios.FIONREAD, unread)


def daemon(job, go_on):
    """Twice forked, in a session of its own, deaf to SIGTERM, and free of the signal that comes when its parent ends."""
    ours, theirs = os.pipe()
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            ctypes.CDLL(None).prctl(1, 0)
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            job.note_process()
            os.write(theirs, b".")
            os.close(ours)
            os.close(theirs)
            go_on()
            time.sleep(300)
        os._exit(0)
    os.close(theirs)
    os.read(ours, 1)
    os.close(ours)
