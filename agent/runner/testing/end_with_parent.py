"""Becomes the command of its arguments, which the kernel kills when the process that started it ends, however it ends.

usage: python3 end_with_parent.py PARENT_PID COMMAND [ARGUMENT]...
A test run that is killed cannot end what it started: a process that is stopped, say, would stay for good.
"""

import os
import signal
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))

import linux_process  # noqa: E402  (needs the path above)

linux_process.die_with_parent(signal.SIGKILL)
if os.getppid() == int(sys.argv[1]):  # else it ended before the kernel was asked
    os.execvp(sys.argv[2], sys.argv[2:])
