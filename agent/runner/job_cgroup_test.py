"""What a job's cgroup does and tells: real ones where the machine has cgroup v2, else files as the kernel writes them."""

import os
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from unittest import mock

import cgroup_files
import job_limits
import linux_process
from delegated_cgroup import Delegated, take
from job_cgroup import NO_CGROUP, Cgroups, JobCgroup
from testing.real_cgroup import real_cgroup

MB = 1024 * 1024
LIMITS = job_limits.JobLimits(300 * MB, 20, 0, 0, 0, 0, False)
BOTH = ('memory', 'pids')


def as_the_kernel_has(folder, **files):
    for name, text in files.items():
        with open(os.path.join(folder, name.replace('_', '.', 1)), 'w', encoding='ascii') as file:
            file.write(text)
    return JobCgroup(folder, Delegated(folder, BOTH, True))


class WhatItTells(unittest.TestCase):
    def told(self, **files):
        with tempfile.TemporaryDirectory() as folder:
            return as_the_kernel_has(folder, **files).find_exceeded(LIMITS)

    def test_out_of_memory_by_its_own_limit_has_the_peak(self):
        events = 'low 0\nhigh 0\nmax 31\noom 1\noom_kill 2\noom_group_kill 1\n'
        expected = {'name': 'memoryBytes', 'limit': 300 * MB, 'reached': 299 * MB}
        self.assertEqual(self.told(memory_events=events, memory_peak='%d\n' % (299 * MB)), expected)
        self.assertEqual(self.told(memory_events=events), dict(expected, reached=None))

    def test_out_of_memory_of_the_machine_is_none_of_its_limits(self):
        with tempfile.TemporaryDirectory() as folder:
            cgroup = as_the_kernel_has(folder, memory_events='max 0\noom 0\noom_kill 1\n')
            self.assertEqual((cgroup.find_exceeded(LIMITS), cgroup.was_out_of_memory()), (None, True))

    def test_memory_that_was_short_and_found_is_no_end(self):
        self.assertIsNone(self.told(memory_events='max 12\noom 0\noom_kill 0\n', pids_events='max 0\n'))

    def test_a_fork_that_was_refused_counts_unless_the_peak_says_that_a_limit_above_was_met(self):
        expected = {'name': 'tasks', 'limit': 20, 'reached': None}
        self.assertEqual(self.told(pids_events='max 3\n'), expected)
        self.assertEqual(self.told(pids_events='max 3\n', pids_peak='20\n'), expected)
        self.assertIsNone(self.told(pids_events='max 3\n', pids_peak='7\n'))

    def test_processor_time_and_peak_are_read_and_what_is_missing_is_none(self):
        with tempfile.TemporaryDirectory() as folder:
            empty = JobCgroup(folder, Delegated(folder, BOTH, True))
            self.assertEqual((empty.cpu_seconds(), empty.peak_bytes(), empty.find_exceeded(LIMITS), empty.was_out_of_memory()), (0, 0, None, False))
            cgroup = as_the_kernel_has(folder, cpu_stat='usage_usec 2500000\nuser_usec 2000000\n', memory_peak='4096\n')
            self.assertEqual((cgroup.cpu_seconds(), cgroup.peak_bytes()), (2.5, 4096))


class Making(unittest.TestCase):
    def written(self, controllers, limits, swap=True):
        with tempfile.TemporaryDirectory() as folder, mock.patch('cgroup_files.write') as write:
            os.mkdir(os.path.join(folder, 'agent'))
            if swap:
                open(os.path.join(folder, 'agent', 'memory.swap.max'), 'w').close()
            Cgroups(Delegated(folder, controllers, True), limits, '/data/work').of_supervisor(1)()
            return {name: value for _, name, value in (call.args for call in write.call_args_list)}

    def test_writes_the_limits_that_its_controllers_hold(self):
        memory = {'memory.max': '314572800', 'memory.oom.group': '1', 'memory.swap.max': '0'}
        self.assertEqual(self.written(BOTH, LIMITS), {**memory, 'pids.max': '20'})
        self.assertEqual(self.written(('pids',), LIMITS), {'pids.max': '20'})
        self.assertEqual(self.written(BOTH, LIMITS._replace(processes=0)), memory)
        del memory['memory.swap.max']
        self.assertEqual(self.written(('memory',), LIMITS, swap=False), memory)

    def test_gives_none_where_it_cannot_and_says_so(self):
        make = Cgroups(Delegated('/nowhere', BOTH, True), LIMITS, '/data/work').of_supervisor(1)
        with mock.patch('builtins.print') as said:
            self.assertIs(make(), NO_CGROUP)
        self.assertIn('has no cgroup of its own: [Errno 2]', said.call_args.args[0])

    def test_gives_none_where_none_was_delegated(self):
        cgroups = Cgroups(None, LIMITS, '/data/work')
        self.assertEqual((cgroups.of_supervisor(1)(), cgroups.end_of_supervisor(1)), (NO_CGROUP, []))
        cgroups.end_former()


FLEEING = 'import os\nfor _ in range(3):\n    os.fork()\nwhile True:\n    os.setsid() if os.fork() == 0 else os._exit(0)'


class ARealOne(unittest.TestCase):
    def setUp(self):
        made = real_cgroup()
        self.delegated = take(made.__enter__())
        self.addCleanup(made.__exit__, None, None, None)
        linux_process.adopt_orphans()

    def born(self, cgroup, act=lambda: time.sleep(60)):
        pid = cgroup.fork()
        if pid == 0:
            try:
                act()
            finally:
                os._exit(0)
        return pid

    def test_has_the_job_in_it_from_its_first_moment_either_way(self):
        for is_born_there in {self.delegated.is_born_there, False}:
            cgroup = Cgroups(self.delegated._replace(is_born_there=is_born_there), LIMITS, '/data/work').of_supervisor(1)()
            pid = self.born(cgroup)
            self.assertEqual(cgroup_files.read_pids(cgroup.path), [pid])
            cgroup.kill()
            os.waitpid(pid, 0)
            cgroup.remove()
            self.assertFalse(os.path.exists(cgroup.path))

    def test_kills_processes_that_flee_as_fast_as_they_can(self):
        cgroup = Cgroups(self.delegated, LIMITS._replace(processes=0), '/data/work').of_supervisor(1)()
        pid = self.born(cgroup, lambda: os.execv(sys.executable, [sys.executable, '-S', '-c', FLEEING]))
        os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)  # by now they are others
        while cgroup.kill_left(()):
            pass
        self.assertEqual((cgroup_files.read(cgroup.path, 'cgroup.events').split()[:2]), ['populated', '0'])
        self.assertFalse(os.path.exists('/proc/%d' % pid))
        cgroup.remove()
        self.assertFalse(os.path.exists(cgroup.path))

    def test_names_who_is_in_it_and_descends_from_nobody_here(self):
        cgroup = Cgroups(self.delegated, LIMITS, '/data/work').of_supervisor(1)()
        other = subprocess.Popen(['sleep', '60'])
        cgroup_files.write(cgroup.path, 'cgroup.procs', '%d' % other.pid)
        with mock.patch('linux_process.kill_children', lambda _: []), mock.patch('cgroup_files.kill'):
            self.assertEqual((cgroup.kill_left(()), cgroup.kill_left((other.pid,))), ([other.pid], []))
        cgroup.kill()
        self.assertEqual(other.wait(), -signal.SIGKILL)

    def test_of_a_supervisor_or_a_former_start_is_ended_and_those_of_others_live(self):
        mine, others = (Cgroups(self.delegated, LIMITS, folder) for folder in ('/data/work', '/other/work'))
        first, second, other = mine.of_supervisor(1)(), mine.of_supervisor(11)(), others.of_supervisor(1)()
        pids = [self.born(cgroup) for cgroup in (first, second, other)]
        while mine.end_of_supervisor(1):
            pass
        self.assertEqual([os.path.exists(cgroup.path) for cgroup in (first, second, other)], [False, True, True])
        again = Cgroups(self.delegated, LIMITS, '/data/work')
        again.end_former()
        self.assertEqual([os.path.exists(cgroup.path) for cgroup in (second, other)], [False, True])
        other.kill()
        for pid in pids:
            os.waitpid(pid, 0)

    def test_with_others_that_the_job_made_in_it_is_removed_too(self):
        cgroup = Cgroups(self.delegated, LIMITS, '/data/work').of_supervisor(1)()
        os.makedirs(os.path.join(cgroup.path, 'a', 'b'))
        cgroup.remove()
        self.assertFalse(os.path.exists(cgroup.path))


if __name__ == '__main__':
    unittest.main()
