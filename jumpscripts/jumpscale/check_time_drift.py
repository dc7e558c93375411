from JumpScale import j

descr = """
Checks the clock of this node: is it synchronised, and how far off does the kernel think it is.
"""

organization = "jumpscale"
name = "check_time_drift"
author = "ops@openvcloud.example"
license = "apache-2.0"
version = "1.0"
category = "monitor.healthcheck"

roles = []
queue = "process"
period = "* * * * *"
timeout = 30
startatboot = True
order = 7
enable = True
log = True

import ctypes
import os
import time

TIME_ERROR = 5
STA_UNSYNC = 0x0040


class Timeval(ctypes.Structure):
    _fields_ = [("tv_sec", ctypes.c_long), ("tv_usec", ctypes.c_long)]


class Timex(ctypes.Structure):
    """struct timex of <sys/timex.h>; the padding leaves room for fields this check does not read."""

    _fields_ = [
        ("modes", ctypes.c_uint),
        ("offset", ctypes.c_long),
        ("freq", ctypes.c_long),
        ("maxerror", ctypes.c_long),
        ("esterror", ctypes.c_long),
        ("status", ctypes.c_int),
        ("constant", ctypes.c_long),
        ("precision", ctypes.c_long),
        ("tolerance", ctypes.c_long),
        ("time", Timeval),
        ("tick", ctypes.c_long),
        ("padding", ctypes.c_byte * 256),
    ]


def read_kernel_clock():
    """What the kernel says of its clock; with modes = 0 adjtimex only reads."""
    timex = Timex()
    code = ctypes.CDLL(None, use_errno=True).adjtimex(ctypes.byref(timex))
    if code < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return code, timex


def wall_against_monotonic(seconds):
    """Milliseconds the wall clock moved more than the monotonic one: a jump, or a hard correction."""
    wall, steady = time.time(), time.monotonic()
    time.sleep(seconds)
    return ((time.time() - wall) - (time.monotonic() - steady)) * 1000


def action(warning_ms=250.0, seconds=0.5):
    code, timex = read_kernel_clock()
    is_synchronised = code != TIME_ERROR and not timex.status & STA_UNSYNC
    jump = wall_against_monotonic(seconds)
    estimated_ms = timex.esterror / 1000.0
    is_off = abs(jump) > warning_ms or (is_synchronised and estimated_ms > warning_ms)
    message = "clock is %s, jumped %.3f ms within %.1f s" % ("synchronised, %.3f ms off at most" % (timex.maxerror / 1000.0) if is_synchronised else "not synchronised", jump, seconds)
    j.logger.log(message, level=5 if is_synchronised else 4, category="time")
    return [
        {
            "category": "Time",
            "state": "WARNING" if is_off or not is_synchronised else "OK",
            "message": message,
            "uid": "time",
            "isSynchronised": is_synchronised,
            "estimatedErrorMs": estimated_ms,
            "maxErrorMs": timex.maxerror / 1000.0,
            "jumpMs": round(jump, 3),
            "epochMs": int(time.time() * 1000),
        }
    ]


if __name__ == "__main__":
    print(action())
