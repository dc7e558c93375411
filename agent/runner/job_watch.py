"""One job's processes, from the fork to when none of them is left and all they wrote is with the Agent.

Orders of the Agent are always read. What the script writes is read only while nothing waits for the Agent: then the script
waits in its next write.
"""

import array
import fcntl
import json
import os
import select
import signal
import termios
import time
from json.encoder import encode_basestring_ascii as as_json

import agent_link
import linux_process
import script_process
import stack_dump

_DUMP_WITHIN_SECONDS = 0.5
_DUMP_MOST_SECONDS = 2
_DUMP_QUIET_SECONDS = 0.02
_DEAD_WITHIN_SECONDS = 5
_KILL_AGAIN_SECONDS = 1
_MEASURE_SECONDS = 1
_PHASES = {
    script_process.BEFORE_ACTION: 'before',
    script_process.IN_ACTION: 'in',
    script_process.AFTER_ACTION: 'after',
    script_process.UNTOLD: 'untold',
}
_buffer = bytearray(64 * 1024)


class JobWatch:
    def __init__(self, job_pid, link, channel, pipes, signals, usage, folders, cgroup):
        """`pipes`: the ends to read of standard output and error, by the kind of frame they become."""
        self.job_pid = job_pid
        self.link = link
        self.channel = channel
        self.pipes = pipes
        self.signals = signals
        self.usage = usage
        self.folders = folders
        self.cgroup = cgroup
        self.exceeded = None  # the limit that it is killed for
        self.measure_at = time.monotonic() + _MEASURE_SECONDS
        self.was_stuck = False  # there was somebody who could not be killed
        self.has_ended = False  # not reaped yet: its pid is still its own
        self.is_unheard = False  # the Agent is gone
        self.orphaned = False  # the Agent or its zygote is gone
        self.dump_until = None
        self.term_at = None
        self.kill_at = None
        self.grace_seconds = 0
        self.most_read = 0
        self.sources = {}
        self.listens_for = None
        self.readers = {channel.fileno(): self.read_channel, **{pipe: self.read_pipe for pipe in pipes}}
        self.poller = select.poll()
        self.poller.register(link, select.POLLIN)
        self.poller.register(signals.wakeup, select.POLLIN)
        self.reap()  # it may have ended before the first signal was waited for

    def run(self):
        while not self.has_ended:
            self.step(self.act())
        unkillable = self.end_others()
        self.drain()
        _, status, used = os.wait4(self.job_pid, 0)
        left = self.folders.leave() if unkillable else self.folders.give_back()
        self.say_end(status, unkillable, used, left)
        self.cgroup.remove()
        self.when_sent()
        if self.channel.message is not None:
            agent_link.wipe(self.channel.message)
        _buffer[: self.most_read] = bytes(self.most_read)  # as agent_link.wipe
        self.was_stuck = bool(unkillable)
        while unkillable and not self.signals.is_alone:
            self.step(_KILL_AGAIN_SECONDS)
            unkillable = self.cgroup.kill_left(())
            self.cgroup.remove()

    def when_sent(self):
        """Return when nothing waits for the Agent."""
        while self.link.pending:
            self.step(None)

    def step(self, seconds):
        """Wait until something happens, or for so long, and see to it."""
        self.look_after_agent()
        self.listen()
        for descriptor, event in self.poller.poll(None if seconds is None else max(0, seconds) * 1000):
            if descriptor == self.link.fileno():
                self.hear_agent(event)
            elif descriptor in self.sources:
                self.sources[descriptor](descriptor)
            else:
                self.signals.wakeup.recv(4096)
                self.reap()

    def listen(self):
        """Everything that is written waits while something waits for the Agent."""
        if self.link.is_gone:
            return
        pending = bool(self.link.pending)
        if self.listens_for == (pending, len(self.readers)):
            return
        self.listens_for = (pending, len(self.readers))
        self.poller.modify(self.link, select.POLLIN | (select.POLLOUT if pending else 0))
        wanted = {} if pending else self.readers
        for descriptor in self.sources.keys() - wanted.keys():
            self.poller.unregister(descriptor)
        for descriptor in wanted.keys() - self.sources.keys():
            self.poller.register(descriptor, select.POLLIN)
        self.sources = dict(wanted)

    def hear_agent(self, event):
        if event & select.POLLOUT:
            self.link.flush()
        if event & ~select.POLLOUT:
            self.link.read()
        while self.link.orders and self.link.orders[0][0] != agent_link.RUN:
            kind, payload = self.link.orders.popleft()
            if kind == agent_link.GO:
                self.channel.say_go()
            elif kind == agent_link.STOP:
                self.stop(json.loads(payload))

    def look_after_agent(self):
        if not self.link.is_gone or self.is_unheard:
            return
        self.is_unheard = self.orphaned = True
        for descriptor in (self.link, *self.sources):
            self.poller.unregister(descriptor)
        self.sources = {}

    def read_pipe(self, pipe, most=len(_buffer)):
        """Returns how many bytes there were."""
        if self.link.pending:
            return 0
        try:
            count = os.readv(pipe, [memoryview(_buffer)[:most]])
        except BlockingIOError:
            return 0
        if count == 0:
            self.forget(pipe)
        else:
            self.most_read = max(self.most_read, count)
            self.link.send(self.pipes[pipe], memoryview(_buffer)[:count])
        return count

    def read_channel(self, descriptor):
        if self.link.pending:
            return
        size = self.channel.dump_size
        for line in self.channel.read():
            self.link.send(agent_link.OUTPUT, line)
        if self.channel.is_closed:
            self.forget(descriptor)
        if self.dump_until is not None and self.channel.dump_size > size:
            self.term_at = min(self.dump_until, time.monotonic() + _DUMP_QUIET_SECONDS)

    def forget(self, descriptor):
        del self.readers[descriptor]

    def stop(self, order):
        self.grace_seconds = order['graceMs'] / 1000
        self.term_at = now = time.monotonic()
        if order.get('dump'):
            linux_process.signal_process(self.job_pid, stack_dump.DUMP_SIGNAL)
            self.term_at, self.dump_until = now + _DUMP_WITHIN_SECONDS, now + _DUMP_MOST_SECONDS

    def act(self):
        """What is due. Returns the seconds to the next that will be, or None."""
        self.look_after_agent()
        now = time.monotonic()
        if self.term_at is not None and now >= self.term_at:
            linux_process.signal_group(self.job_pid, signal.SIGTERM)
            self.term_at, self.dump_until, self.kill_at = None, None, now + self.grace_seconds
        self.orphaned |= self.signals.is_alone
        if now >= self.measure_at:
            self.measure()
        if self.orphaned or self.exceeded or (self.kill_at is not None and now >= self.kill_at):
            self.kill()
            self.kill_at = now + _KILL_AGAIN_SECONDS
        return min(at for at in (self.term_at, self.kill_at, self.measure_at) if at is not None) - now

    def kill(self):
        """Both: a script that is root may have left its cgroup."""
        self.cgroup.kill()
        linux_process.signal_group(self.job_pid, signal.SIGKILL)

    def measure(self):
        self.exceeded = self.exceeded or self.usage.find_exceeded()
        self.measure_at = time.monotonic() + _MEASURE_SECONDS

    def reap(self):
        """Whom the script left behind is a child of this process; its own process is reaped last."""
        while not self.has_ended:
            try:
                ended = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            except ChildProcessError:
                return
            if ended is None:
                return
            if ended.si_pid == self.job_pid:
                self.has_ended = True
            else:
                os.waitpid(ended.si_pid, os.WNOHANG)

    def end_others(self):
        """Kill whatever is left. Returns those that could not be killed in time."""
        deadline = time.monotonic() + _DEAD_WITHIN_SECONDS
        left = self.cgroup.kill_left((self.job_pid,))
        if left:
            self.kill()
        while left and time.monotonic() < deadline:
            self.step(0.01)
            left = self.cgroup.kill_left((self.job_pid,))
        return left

    def drain(self):
        """What is in pipes and channel now: nobody is left who writes, but those who were handed them from outside."""
        if self.channel.fileno() in self.readers:
            for line in self.channel.drain():
                self.link.send(agent_link.OUTPUT, line)
        for pipe in list(self.pipes):
            left = _readable(pipe)
            while left > 0 and pipe in self.readers:
                self.when_sent()
                if self.link.is_gone:
                    return
                left = left - count if (count := self.read_pipe(pipe, min(left, len(_buffer)))) else 0
        self.when_sent()
        self.readers.clear()

    def say_end(self, status, unkillable, used, folder_left):
        channel = self.channel
        # By hand: each part of json that is touched is a page to be copied.
        truncated_from = channel.dump_size if channel.dump_size > len(channel.dump) else None
        left = ('{"pid": %d, "state": "%s"}' % (pid, linux_process.state_of(pid)) for pid in unkillable)
        how = ('signal', os.WTERMSIG(status)) if os.WIFSIGNALED(status) else ('code', os.WEXITSTATUS(status))
        rare = self.tell_rare(status, used, folder_left)
        parts = (
            '"%s": %d' % how,
            '"phase": "%s"' % _PHASES.get(self.signals.progress[0], 'in'),
            '"orphaned": %s' % ('true' if self.orphaned else 'false'),
            '"dump": %s' % as_json(stack_dump.readable(channel.dump)),
            '"dumpTruncatedFrom": %s' % _number(truncated_from),
            '"messageTooLarge": %s' % _number(channel.too_large),
            '"ignored": %d' % channel.ignored,
            '"unkillable": [%s]' % ', '.join(left),
            '"peakBytes": %d' % max(self.usage.peak_bytes, used.ru_maxrss * 1024),
        ) + rare
        end = ('{%s}' % ', '.join(parts)).encode()
        if channel.message is None:
            self.link.send(agent_link.EXIT, end)
        else:
            self.link.send_both(agent_link.MESSAGE, channel.message, agent_link.EXIT, end)

    def tell_rare(self, status, used, folder_left):
        """What most jobs have not."""
        exceeded = self.usage.exceeded_by(status, used)
        told = (
            ('exceeded', self.exceeded or exceeded),
            ('folderLeft', folder_left),
            ('outOfMemory', os.WIFSIGNALED(status) and self.usage.was_out_of_memory()),
        )
        return tuple('"%s": %s' % (key, json.dumps(value)) for key, value in told if value)


def _number(value):
    return 'null' if value is None else '%d' % value


def _readable(pipe):
    """How many bytes it holds."""
    count = array.array('i', [0])
    fcntl.ioctl(pipe, termios.FIONREAD, count)
    return count[0]
