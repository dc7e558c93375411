"""A job's init process: forks the script, stops it when told to, and leaves no process of the job behind.

It adopts whatever the script leaves (daemons that left the group included), and takes the next job only when nothing of the
former one is left. It alone speaks with the Agent (agent_link.py); the script has pipes and a channel to it, and whatever of
them is in the hands of the script decides about this job only.
"""

import json
import mmap
import os
import select
import signal
import socket
import sys
import time
import traceback

import agent_link
import job_limits
import linux_process
import script_end
import script_process
import stack_dump
import work_folder
from job_channel import ChannelReader
from job_watch import JobWatch


def detach_standard_files():
    """The zygote's own input asks for supervisors; neither supervisor nor script may read it."""
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(null, 1)
    os.close(null)


class Signals:
    """SIGCHLD wakes the watch; SIGTERM or SIGHUP, from the kernel, says that the zygote is gone."""

    def __init__(self):
        self.wakeup, self.signalled = socket.socketpair()
        self.wakeup.setblocking(False)
        self.signalled.setblocking(False)
        self.is_alone = False
        self.progress = mmap.mmap(-1, 1)  # of the job, shared with its processes; for words, never for decisions
        signal.set_wakeup_fd(self.signalled.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: self.lose_zygote())

    def lose_zygote(self):
        self.is_alone = True

    def leave_to_supervisor(self):
        """In the script process."""
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        signal.set_wakeup_fd(-1)


class Supervisor:
    def __init__(self, socket_path, token, user, limits, make_cgroup):
        self.user = user
        self.make_cgroup = make_cgroup
        self.limits = limits
        self.kernel_limits = job_limits.for_kernel(limits)
        self.folders = work_folder.WorkFolders(user)
        self.signals = Signals()
        self.channel_descriptor = script_process.channel_descriptor()
        script_end.forget_handlers()
        stack_dump.arm(self.channel_descriptor)
        self.link = agent_link.AgentLink(socket_path, token)

    def serve(self, zygote_pid):
        try:
            # Asked each time: the zygote may have ended before the kernel was asked to tell.
            while os.getppid() == zygote_pid and not self.signals.is_alone:
                order = self.next_order()
                if order is None:
                    return
                self.supervise(order)
        finally:
            self.folders.end()

    def next_order(self):
        """None: the Agent or the zygote is gone."""
        poller = select.poll()
        poller.register(self.link, select.POLLIN)
        poller.register(self.signals.wakeup, select.POLLIN)
        while not self.signals.is_alone:
            while self.link.orders:
                kind, payload = self.link.orders.popleft()
                if kind == agent_link.RUN:  # a stop that crossed the end of its job is about nothing
                    return payload
            if self.link.is_gone:
                return None
            for descriptor, _ in poller.poll():
                if descriptor == self.link.fileno():
                    self.link.read()
                else:
                    self.signals.wakeup.recv(4096)
        return None

    def supervise(self, order):
        """`order`: a line of JSON for the supervisor, and behind it the job, which only the script's process reads."""
        end = order.index(b'\n')
        settings = json.loads(order[:end])
        folder = self.folders.take(settings['cwd'])
        channel = ChannelReader(settings['messageBytes'])
        (output, to_output), (errors, to_errors) = self.pipe(), self.pipe()
        self.signals.progress[0] = script_process.BEFORE_ACTION
        cgroup = self.make_cgroup()
        pid = cgroup.fork()
        if pid == 0:
            self.signals.leave_to_supervisor()
            job = memoryview(order)[end + 1:]
            own = script_process.Surroundings(
                self.channel_descriptor, folder, self.user, self.limits, self.kernel_limits, self.signals.progress
            )
            script_process.run(job, channel.theirs.fileno(), to_output, to_errors, own)
        channel.job_pid = pid
        # By hand, as the end (job_watch.py).
        self.link.send(agent_link.STARTED, b'{"pid": %d, "at": %.3f}' % (pid, time.monotonic() * 1000))
        agent_link.wipe(order)
        channel.theirs.close()
        os.close(to_output)
        os.close(to_errors)
        pipes = {output: agent_link.OUTPUT, errors: agent_link.ERRORS}
        usage = cgroup.usage(self.limits, folder)
        watch = JobWatch(pid, self.link, channel, pipes, self.signals, usage, self.folders, cgroup)
        watch.run()
        channel.close()
        os.close(output)
        os.close(errors)
        if watch.was_stuck:  # and is no more
            self.link.send(agent_link.FREE, b'{}')

    def pipe(self):
        """Its script may open it anew, by /dev/stdout: the pipe is its user's."""
        ours, theirs = os.pipe()
        os.set_blocking(ours, False)
        if self.user is not None:
            os.fchown(theirs, self.user.uid, self.user.gid)
        return ours, theirs


def run(socket_path, token, zygote_pid, user, limits, make_cgroup):
    """Entered in a fresh fork of the zygote; never returns."""
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        detach_standard_files()
        linux_process.close_all_but(2)
        linux_process.adopt_orphans()
        linux_process.die_with_parent(signal.SIGTERM)
        # A group of its own in the zygote's session: when the zygote ends, the kernel lets it go on, should a script have
        # stopped it (SIGHUP, SIGCONT: the job control of POSIX). What is stopped would hear no SIGTERM, and end nothing.
        os.setpgid(0, 0)
        Supervisor(socket_path, token, user, limits, make_cgroup).serve(zygote_pid)
    except BaseException:  # the last line of defence: whatever happens, do not fall back into the zygote's loop
        traceback.print_exc(file=sys.stderr)
    finally:
        os._exit(0)
