"""Keeps lines of a job apart, whichever of its threads and processes write them, and however long they are.

A pipe keeps only what is at most 4,096 bytes in one piece. So whoever writes locks the pipe itself, with a lock of the
kernel that belongs to the process: every process that has inherited the pipe can take it, forked or started anew, and one
that is killed has released it. Programs that know nothing of it have what pipes give.
"""

import collections
import errno
import fcntl
import os
import select
import threading


def identity(descriptor):
    """What is open there: it stays the same when the number does not. None: nothing is."""
    try:
        found = os.fstat(descriptor)
    except OSError as error:
        if error.errno != errno.EBADF:
            raise  # by a signal's handler: scripts limit their time with a TimeoutError of it
        return None
    return found.st_dev, found.st_ino


def write_all(descriptor, data):
    """Waits also where a program that shares the descriptor has it not wait, as Node.js and ssh do: that is for all who share it."""
    view = memoryview(data)
    while view:
        try:
            view = view[os.write(descriptor, view):]
        except BlockingIOError:
            room = select.poll()
            room.register(descriptor, select.POLLOUT)
            room.poll()


class OutputLock:
    def __init__(self):
        # Held, too, by whoever puts a line together; the thread that has it may take it again.
        self.threads = threading.RLock()
        self.pipe = None  # identity of what is locked
        # Another process may take it. Before that, keeping threads apart is enough, and costs no calls of the kernel.
        self.is_shared = False
        self._waiting = collections.deque()
        self._is_writing = False
        self._target = None  # what is being written to
        self._late = None  # what was locked in the middle of a line

    def begin(self, pipe, before_fork=lambda: None):
        """In a process of the job: `pipe` is the identity of what all of them write to. Nothing is written while one forks."""
        self.pipe = pipe

        def before():
            self.threads.acquire()
            self._share()
            before_fork()

        os.register_at_fork(before=before, after_in_parent=self.threads.release, after_in_child=self._begin_child)

    def is_pipe(self, descriptor):
        """It is what is locked: not a file of the script that took its number."""
        return self.pipe is not None and identity(descriptor) == self.pipe

    def write(self, descriptor, data):
        """All of it, and no line of another thread or process in between when it goes to the pipe."""
        with self.threads:
            if self._is_writing:  # by a signal's handler, in the middle of a line: it follows that one
                self._waiting.append((descriptor, data))
                return
            is_locked = False
            self._target = descriptor
            try:  # of all of it: a signal's handler may raise anywhere
                self._is_writing = True
                is_locked = self.is_shared and self.is_pipe(descriptor)
                if is_locked:
                    fcntl.lockf(descriptor, fcntl.LOCK_EX)
                write_all(descriptor, data)
                while self._waiting:
                    write_all(*self._waiting.popleft())
            finally:
                self._is_writing = False
                if is_locked or self._late == descriptor:
                    fcntl.lockf(descriptor, fcntl.LOCK_UN)
                    self._late = None

    def _share(self):
        """From now on others may write. When a signal's handler forks in the middle of a line, they wait for the end of it."""
        if not self.is_shared and self._is_writing and self.is_pipe(self._target):
            fcntl.lockf(self._target, fcntl.LOCK_EX)
            self._late = self._target
        self.is_shared = True

    def _begin_child(self):
        self._waiting.clear()
        self._is_writing = False
        self._late = None
        self.threads.release()
