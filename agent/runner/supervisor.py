"""A job's init process: forks the script, stops it when told to, and leaves no process of the job behind.

It adopts whatever the script leaves (daemons that left the group included), and takes the next job only when nothing of the
former one is left. It has one connection to the Agent, which script processes inherit to say how they fare.
Orders from the Agent, one JSON object per line: {"run": job}; while it runs {"stop": {"graceMs": 5000, "dump": true}}.
Last words about a job: {"k": "exit", "code" | "signal", "dump", "dumpTruncatedFrom", "orphaned"}.
"""

import collections
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


def connect(socket_path, hello):
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.connect(socket_path)
    connection.sendall(json.dumps(hello).encode() + b'\n')
    return connection


def detach_standard_files():
    """The zygote's own input asks for supervisors; neither supervisor nor script may read it."""
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(null, 1)
    os.close(null)


class Orders:
    """What the Agent says, line by line. None: the Agent is gone."""

    def __init__(self, connection):
        self.connection = connection
        self.unread = b''
        self.orders = collections.deque()

    def read(self):
        """Wait until there is something to read, and read it. False: the Agent is gone."""
        try:
            data = self.connection.recv(1024 * 1024)
        except OSError:
            data = b''
        *lines, self.unread = (self.unread + data).split(b'\n')
        self.orders.extend(json.loads(line) for line in lines)
        return bool(data)

    def next_job(self):
        while True:
            while self.orders:
                order = self.orders.popleft()
                if 'run' in order:  # a stop that crossed the end of its job is about nothing
                    return order['run']
            if not self.read():
                return None

    def stops(self):
        while self.orders:
            yield self.orders.popleft()['stop']


class Watch:
    """One job's script process, until it has ended."""

    def __init__(self, script_pid, orders, dump, signals):
        self.script_pid = script_pid
        self.orders = orders
        self.dump = dump
        self.wakeup = signals.wakeup
        self.status = None  # as waitpid gave it, once the script process has ended
        self.kill_at = None  # when a stop that was asked for turns into a kill
        self.orphaned = False  # the Agent or its zygote is gone
        self.has_children = True

    def run(self):
        """Return when the script process has ended, by itself or not."""
        control = self.orders.connection
        while self.status is None:
            for stop in self.orders.stops():  # it may have come together with the job
                self.stop(stop)
            timeout = None if self.kill_at is None else max(0.0, self.kill_at - time.monotonic())
            readable, _, _ = select.select([self.wakeup] if self.orphaned else [control, self.wakeup], [], [], timeout)
            if self.wakeup in readable:
                self.wakeup.recv(4096)
            if control in readable:
                self.orphaned |= not self.orders.read()
            if self.orphaned or (self.kill_at is not None and time.monotonic() >= self.kill_at):
                linux_process.signal_group(self.script_pid, signal.SIGKILL)
                self.kill_at = time.monotonic() + 1
            self.reap()

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
                self.has_children = False
                return
            if pid == 0:
                return
            if pid == self.script_pid:
                self.status = status

    def end_others(self):
        """Whatever the script started and left became a child of this process: no children, nothing left."""
        if self.has_children:
            linux_process.signal_group(self.script_pid, signal.SIGKILL)
            linux_process.kill_descendants()

    def say_exit(self):
        dump, size = self.dump.take()
        frame = {'k': 'exit', 'orphaned': self.orphaned, 'dump': dump, 'dumpTruncatedFrom': size}
        if os.WIFSIGNALED(self.status):
            frame['signal'] = os.WTERMSIG(self.status)
        else:
            frame['code'] = os.WEXITSTATUS(self.status)
        try:
            # The script may have been killed in the middle of a frame of its own: begin on a new line.
            self.orders.connection.sendall(b'\n' + json.dumps(frame).encode() + b'\n')
        except OSError:
            pass  # the Agent is gone; nobody to tell


class Signals:
    """SIGCHLD wakes the watch; SIGTERM, from the kernel, says that the zygote is gone."""

    def __init__(self):
        self.wakeup, self.signalled = socket.socketpair()
        self.wakeup.setblocking(False)
        self.signalled.setblocking(False)
        self.watch = None
        self.is_idle = False
        self.is_alone = False
        signal.set_wakeup_fd(self.signalled.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGTERM, lambda *_: self.lose_zygote())

    def lose_zygote(self):
        self.is_alone = True
        if self.is_idle:
            os._exit(0)
        if self.watch is not None:
            self.watch.orphaned = True

    def leave_to_supervisor(self):
        """In the script process."""
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.set_wakeup_fd(-1)
        self.wakeup.close()
        self.signalled.close()


class Supervisor:
    def __init__(self, socket_path, user):
        self.user = user
        self.socket_path = socket_path
        self.signals = Signals()
        self.dump = StackDump()
        self.orders = Orders(connect(socket_path, {'kind': 'supervisor'}))

    def serve(self, zygote_pid):
        # Asked each time: the zygote may have ended before the kernel was asked to tell.
        while os.getppid() == zygote_pid and not self.signals.is_alone:
            self.signals.is_idle = True
            job = self.orders.next_job()
            self.signals.is_idle = False
            if job is None:
                return
            self.supervise(job)

    def supervise(self, job):
        output = connect(self.socket_path, {'key': job['key'], 'kind': 'stdout'})
        errors = connect(self.socket_path, {'key': job['key'], 'kind': 'stderr'})
        script_pid = os.fork()
        if script_pid == 0:
            self.signals.leave_to_supervisor()
            script_process.run(job, self.orders.connection, output, errors, self.user)
        watch = self.signals.watch = Watch(script_pid, self.orders, self.dump, self.signals)
        watch.orphaned = self.signals.is_alone  # it may have been told while it forked
        output.close()
        errors.close()
        watch.run()
        watch.end_others()
        self.signals.watch = None
        watch.say_exit()


def run(socket_path, zygote_pid, user):
    """Entered in a fresh fork of the zygote; never returns."""
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        detach_standard_files()
        linux_process.adopt_orphans()
        linux_process.die_with_parent(signal.SIGTERM)
        Supervisor(socket_path, user).serve(zygote_pid)
    except BaseException:  # the last line of defence: whatever happens, do not fall back into the zygote's loop
        traceback.print_exc(file=sys.stderr)
    finally:
        os._exit(0)
