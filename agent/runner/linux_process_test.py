"""What may be signalled, closed and killed. Each test acts in a process of its own, on processes it started."""

import os
import resource
import signal
import subprocess
import tempfile
import time
import unittest
from unittest import mock

import linux_process


def in_a_child(act):
    """What act() returns in a process of its own, as text."""
    answer = tempfile.NamedTemporaryFile('r', encoding='utf-8')
    os.chmod(answer.name, 0o666)  # for one that becomes another user
    pid = os.fork()
    if pid == 0:
        try:
            said = repr(act())
        except BaseException as error:
            said = repr(error)
        with open(answer.name, 'w', encoding='utf-8') as file:  # by its name: what was open may be closed
            file.write(said)
        os._exit(0)
    os.waitpid(pid, 0)
    with answer:
        return answer.read()


class Signals(unittest.TestCase):
    def test_groups_the_machine_and_what_is_no_pid_are_refused_where_signals_are_sent(self):
        with mock.patch('os.kill') as kill, mock.patch('os.killpg') as killpg:
            for pid in (1, 0, -1, -4711, None, '7', 7.0):
                for send in (linux_process.signal_process, linux_process.signal_group):
                    with self.subTest(pid=pid, send=send.__name__), self.assertRaisesRegex(ValueError, 'expected the pid of a child'):
                        send(pid, signal.SIGKILL)
            self.assertEqual((kill.call_count, killpg.call_count), (0, 0))

    def test_one_that_has_ended_is_no_error(self):
        child = subprocess.Popen(['true'])
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
        linux_process.signal_group(child.pid, signal.SIGTERM)
        child.wait()


class Descriptors(unittest.TestCase):
    def left_open(self):
        def act():
            strangers = [os.open(os.devnull, os.O_RDONLY) for _ in range(5)]
            os.set_inheritable(strangers[0], True)
            kept = os.dup2(strangers[1], 300)
            linux_process.close_all_but(kept)
            return sorted(int(name) for name in os.listdir('/proc/self/fd') if os.path.lexists('/proc/self/fd/' + name))

        return in_a_child(act)

    def test_all_are_closed_but_standard_ones_and_the_one_to_keep(self):
        self.assertEqual(self.left_open(), '[0, 1, 2, 300]')

    def test_also_by_a_kernel_that_cannot_do_it_at_once(self):
        with mock.patch('linux_process._close_range', lambda *_: False):
            self.assertEqual(self.left_open(), '[0, 1, 2, 300]')

    def test_a_limit_of_open_files_below_those_that_are_open_is_no_hindrance(self):
        def act():
            high = os.dup2(0, 200)
            _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
            resource.setrlimit(resource.RLIMIT_NOFILE, (50, hard))
            linux_process.close_all_but(2)
            return os.path.exists('/proc/self/fd/%d' % high)

        self.assertEqual(in_a_child(act), 'False')


@unittest.skipUnless(os.getuid() == 0, 'needs root, to become somebody else')
class Hidden(unittest.TestCase):
    """Two processes of one unprivileged user: a supervisor and a script."""

    NOBODY = 65534

    def read_memory_of(self, prepare):
        ours, theirs = os.pipe()
        supervisor = os.fork()
        if supervisor == 0:
            os.setresuid(self.NOBODY, self.NOBODY, self.NOBODY)
            linux_process.allow_own_proc()
            prepare()
            os.write(theirs, b'.')
            signal.pause()
        os.read(ours, 1)
        os.close(ours)
        os.close(theirs)

        def act():
            os.setresuid(self.NOBODY, self.NOBODY, self.NOBODY)
            found = []
            for what in ('mem', 'environ', 'fd/0'):
                try:
                    os.close(os.open('/proc/%d/%s' % (supervisor, what), os.O_RDONLY))
                    found.append(what)
                except PermissionError:
                    pass
                except OSError as error:
                    # A socket, say: nobody may open that, but this is not why.
                    found.append('%s (%s)' % (what, error.strerror))
            return found

        try:
            return in_a_child(act)
        finally:
            os.kill(supervisor, signal.SIGKILL)
            os.waitpid(supervisor, 0)

    def test_a_hidden_process_cannot_be_read_by_others_of_its_user(self):
        self.assertEqual(self.read_memory_of(linux_process.hide), '[]')

    def test_one_that_is_not_hidden_can(self):
        self.assertIn('environ', self.read_memory_of(lambda: None))


class Children(unittest.TestCase):
    def test_daemons_that_left_their_group_are_children_and_are_killed_round_by_round(self):
        def act():
            linux_process.adopt_orphans()
            spared = subprocess.Popen(['sleep', '300'])
            with tempfile.NamedTemporaryFile('r') as pids:
                daemon = 'setsid sh -c "sleep 300 & echo \\$! >> %s; sleep 300 & echo \\$! >> %s; wait" &' % (pids.name, pids.name)
                subprocess.run(['sh', '-c', daemon], check=True)
                while pids.read().count('\n') < 2:
                    pids.seek(0)
                    time.sleep(0.01)
                pids.seek(0)
                daemons = [int(line) for line in pids]
            while linux_process.kill_children((spared.pid,)):
                time.sleep(0.01)
            left = linux_process.children()
            spared.kill()
            return left == [spared.pid], [os.path.exists('/proc/%d' % pid) for pid in daemons]

        self.assertEqual(in_a_child(act), '(True, [False, False])')

    def test_they_are_found_also_where_the_kernel_does_not_list_them(self):
        child = subprocess.Popen(['sleep', '300'])
        self.addCleanup(child.wait)
        self.addCleanup(child.kill)
        self.assertIn(child.pid, linux_process._children_by_parent())
        self.assertIn(child.pid, linux_process.children())

    def test_the_state_of_a_process_is_known_with_any_name_and_that_of_none_is_not(self):
        child = subprocess.Popen(['sleep', '300'])
        child.send_signal(signal.SIGSTOP)
        os.waitid(os.P_PID, child.pid, os.WSTOPPED | os.WNOWAIT)
        self.assertEqual(linux_process.state_of(child.pid), 'T')
        child.kill()
        child.wait()
        self.assertEqual(linux_process.state_of(child.pid), '?')

    def test_one_that_cannot_be_killed_is_named(self):
        child = subprocess.Popen(['sleep', '300'])
        self.addCleanup(child.wait)
        self.addCleanup(child.kill)
        with mock.patch('os.kill', side_effect=PermissionError), mock.patch('os.killpg', side_effect=PermissionError):
            self.assertIn(child.pid, linux_process.kill_children(()))


if __name__ == '__main__':
    unittest.main()
