"""A job's init process: forks the script, stops it when told to, and leaves no process of the job behind.

It adopts whatever the script leaves (daemons that left the group included), and takes the next job only when nothing of the
former one is left.
Commands from the Agent, one JSON object per line on the control connection: {"stop": {"graceMs": 5000, "dump": true}}.
Last words to the Agent: {"k": "exit", "code" | "signal", "dump", "orphaned"}.
"""

import json
import os
import select
import signal
import socket
import sys
import time
import traceback

import linux_process
import script_process
from stack_dump import StackDump


def connect(socket_path, key, kind):
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.connect(socket_path)
    connection.sendall(json.dumps({'key': key, 'kind': kind}).encode() + b'\n')
    return connection


def detach_standard_files():
    """The zygote's own input holds the next jobs; neither supervisor nor script may read it."""
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(null, 1)
    os.close(null)


class Supervisor:
    def __init__(self, script_pid, control, dump, wakeup):
        self.script_pid = script_pid
        self.control = control
        self.dump = dump
        self.wakeup = wakeup
        self.status = None  # as waitpid gave it, once the script process has ended
        self.kill_at = None  # when a stop that was asked for turns into a kill
        self.orphaned = False  # the Agent or its zygote is gone
        self.received = b''

    def watch(self):
        """Return when the script process has ended, by itself or not."""
        while self.status is None:
            timeout = None if self.kill_at is None else max(0.0, self.kill_at - time.monotonic())
            readable, _, _ = select.select([self.control, self.wakeup], [], [], timeout)
            if self.wakeup in readable:
                self.wakeup.recv(4096)
            if self.control in readable and not self.orphaned:
                self.read_commands()
            if self.orphaned or (self.kill_at is not None and time.monotonic() >= self.kill_at):
                linux_process.signal_group(self.script_pid, signal.SIGKILL)
                self.kill_at = time.monotonic() + 1
            self.reap()

    def read_commands(self):
        try:
            data = self.control.recv(65536)
        except OSError:
            data = b''
        if not data:
            self.orphaned = True
            return
        self.received += data
        while b'\n' in self.received:
            line, self.received = self.received.split(b'\n', 1)
            self.stop(json.loads(line)['stop'])

    def stop(self, order):
        if order.get('dump'):
            self.dump.request(self.script_pid)
        linux_process.signal_group(self.script_pid, signal.SIGTERM)
        self.kill_at = time.monotonic() + order['graceMs'] / 1000

    def reap(self):
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            if pid == self.script_pid:
                self.status = status

    def say_exit(self):
        frame = {'k': 'exit', 'orphaned': self.orphaned, 'dump': self.dump.text()}
        if os.WIFSIGNALED(self.status):
            frame['signal'] = os.WTERMSIG(self.status)
        else:
            frame['code'] = os.WEXITSTATUS(self.status)
        try:
            # The script may have been killed in the middle of a frame of its own: begin on a new line.
            self.control.sendall(b'\n' + json.dumps(frame).encode() + b'\n')
        except OSError:
            pass  # the Agent is gone; nobody to tell


class Signals:
    """SIGCHLD wakes the watcher; SIGTERM, from the kernel, says that the zygote is gone."""

    def __init__(self):
        self.wakeup, self.signalled = socket.socketpair()
        self.wakeup.setblocking(False)
        self.signalled.setblocking(False)
        self.watcher = None
        self.is_idle = False
        self.is_alone = False
        signal.set_wakeup_fd(self.signalled.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGTERM, lambda *_: self.lose_zygote())

    def lose_zygote(self):
        self.is_alone = True
        if self.is_idle:
            os._exit(0)
        if self.watcher is not None:
            self.watcher.orphaned = True

    def leave_to_supervisor(self):
        """In the script process."""
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.set_wakeup_fd(-1)
        self.wakeup.close()
        self.signalled.close()


def supervise(line, socket_path, signals, orders):
    job = json.loads(line)
    control = connect(socket_path, job['key'], 'control')
    output = connect(socket_path, job['key'], 'stdout')
    errors = connect(socket_path, job['key'], 'stderr')
    dump = StackDump()
    script_pid = os.fork()
    if script_pid == 0:
        signals.leave_to_supervisor()
        orders.close()
        script_process.run(job, control, output, errors, dump)
    output.close()
    errors.close()

    signals.watcher = Supervisor(script_pid, control, dump, signals.wakeup)
    signals.watcher.orphaned = signals.is_alone  # it may have been told while it forked
    signals.watcher.watch()
    linux_process.signal_group(script_pid, signal.SIGKILL)
    linux_process.kill_descendants()
    signals.watcher.say_exit()
    signals.watcher = None
    dump.close()
    # Before the Agent can know: the next job it sends must find this supervisor idle.
    orders.sendall(b'.')
    control.close()


def serve(orders, socket_path, zygote_pid):
    detach_standard_files()
    linux_process.adopt_orphans()
    signals = Signals()
    linux_process.die_with_parent(signal.SIGTERM)
    with orders.makefile('rb') as lines:
        # Asked each time: the zygote may have ended before the kernel was asked to tell.
        while os.getppid() == zygote_pid and not signals.is_alone:
            signals.is_idle = True
            line = lines.readline()
            signals.is_idle = False
            if not line:
                return
            supervise(line, socket_path, signals, orders)


def run(orders, socket_path, zygote_pid):
    """Entered in a fresh fork of the zygote; never returns."""
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        serve(orders, socket_path, zygote_pid)
    except BaseException:  # the last line of defence: whatever happens, do not fall back into the zygote's loop
        traceback.print_exc(file=sys.stderr)
    finally:
        os._exit(0)
