"""Lines that are written at the same time."""

import fcntl
import os
import signal
import unittest
from unittest import mock

from output_lock import OutputLock, identity


class Locked(unittest.TestCase):
    def setUp(self):
        self.ours, self.theirs = os.pipe()
        self.addCleanup(os.close, self.ours)
        self.addCleanup(os.close, self.theirs)
        self.lock = OutputLock()
        with mock.patch('os.register_at_fork'):  # it would stay for good
            self.lock.begin(identity(self.theirs))
        self.lock.is_shared = True

    def test_a_pipe_that_takes_it_bit_by_bit_gets_all_of_it(self):
        write = os.write
        with mock.patch('os.write', lambda descriptor, data: write(descriptor, bytes(data)[:3])):
            self.lock.write(self.theirs, b'0123456789')
        self.assertEqual(os.read(self.ours, 100), b'0123456789')

    def test_what_a_signal_handler_writes_in_the_middle_of_a_line_follows_it(self):
        write = os.write

        def interrupted(descriptor, data):
            if bytes(data) == b'a line\n':
                signal.raise_signal(signal.SIGUSR1)
            return write(descriptor, bytes(data)[:3])

        former = signal.signal(signal.SIGUSR1, lambda *_: self.lock.write(self.theirs, b'handled\n'))
        self.addCleanup(signal.signal, signal.SIGUSR1, former)
        with mock.patch('os.write', interrupted):
            self.lock.write(self.theirs, b'a line\n')
        self.assertEqual(os.read(self.ours, 100), b'a line\nhandled\n')

    def test_what_a_signal_handler_raises_in_the_middle_ends_this_write_only(self):
        def give_up(*_):
            raise TimeoutError('of the script')

        former = signal.signal(signal.SIGUSR1, give_up)
        self.addCleanup(signal.signal, signal.SIGUSR1, former)
        for name in ('os.fstat', 'fcntl.lockf', 'os.write'):
            with self.subTest(name), self.assertRaises(TimeoutError), mock.patch(name, lambda *_: signal.raise_signal(signal.SIGUSR1)):
                self.lock.write(self.theirs, b'cut\n')
            self.lock.write(self.theirs, b'next\n')
            self.assertEqual(os.read(self.ours, 100), b'next\n')

    def test_a_file_that_took_the_number_of_the_pipe_is_not_the_pipe(self):
        other = os.dup(self.theirs)
        self.addCleanup(os.close, other)
        self.assertTrue(self.lock.is_pipe(other))
        null = os.open(os.devnull, os.O_WRONLY)
        self.addCleanup(os.close, null)
        os.dup2(null, other)
        self.assertFalse(self.lock.is_pipe(other))
        self.assertEqual((identity(2**30), self.lock.is_pipe(2**30), OutputLock().is_pipe(2**30)), (None, False, False))

    def test_nothing_stays_locked_when_a_write_fails(self):
        with mock.patch('os.write', side_effect=OSError(5, 'broken')), self.assertRaises(OSError):
            self.lock.write(self.theirs, b'x')
        pid = os.fork()
        if pid == 0:
            signal.alarm(30)
            self.lock.write(self.theirs, b'free')
            os._exit(0)
        self.assertEqual((os.waitpid(pid, 0)[1], os.read(self.ours, 100)), (0, b'free'))

    def test_another_process_cannot_begin_before_all_of_it_is_written(self):
        write, found = os.write, []

        def let_another_try(descriptor, data):
            found.append(self.is_free())
            return write(descriptor, data)

        with mock.patch('os.write', let_another_try):
            self.lock.write(self.theirs, b'x')
        found.append(self.is_free())
        self.assertEqual(found, [False, True])

    def test_nobody_waits_for_the_kernel_as_long_as_the_process_is_alone(self):
        alone = OutputLock()
        with mock.patch('os.register_at_fork') as register:
            alone.begin(identity(self.theirs))
        with mock.patch('fcntl.lockf', side_effect=AssertionError('locked')):
            alone.write(self.theirs, b'alone')
        register.call_args.kwargs['before']()
        register.call_args.kwargs['after_in_parent']()
        with mock.patch('fcntl.lockf') as lockf:
            alone.write(self.theirs, b', and not')
        self.assertEqual((os.read(self.ours, 100), lockf.call_count), (b'alone, and not', 2))

    def test_who_is_forked_by_a_signals_handler_in_the_middle_of_a_line_waits_for_its_end(self):
        alone = OutputLock()
        with mock.patch('os.register_at_fork') as register:
            alone.begin(identity(self.theirs))
        write, found = os.write, []

        def fork_in_the_middle(descriptor, data):
            register.call_args.kwargs['before']()
            register.call_args.kwargs['after_in_parent']()
            found.append(self.is_free())
            return write(descriptor, data)

        with mock.patch('os.write', fork_in_the_middle):
            alone.write(self.theirs, b'x')
        found.append(self.is_free())
        self.assertEqual(found, [False, True])

    def is_free(self):
        """As another process finds it."""
        pid = os.fork()
        if pid == 0:
            try:
                fcntl.lockf(self.theirs, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os._exit(1)
            os._exit(0)
        return os.waitpid(pid, 0)[1] == 0


if __name__ == '__main__':
    unittest.main()
