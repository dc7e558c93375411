"""Which cgroup is taken, and what is done with it; with real ones where the machine has cgroup v2."""

import os
import subprocess
import unittest
from unittest import mock

import cgroup_files
import delegated_cgroup
from testing.real_cgroup import real_cgroup


def own(cgroup, mountinfo, found=(), delegated=()):
    """What _find_own() finds. `found`: files that are there; `delegated`: folders of which systemd says so."""
    files = {'cgroup': cgroup, 'mountinfo': mountinfo}

    def getxattr(path, name):
        if (path, name) in delegated:
            return b'1'
        raise OSError

    with mock.patch('cgroup_files.read', lambda _, name: files[name]), mock.patch('os.getxattr', getxattr), mock.patch('os.path.exists', found.__contains__):
        return delegated_cgroup._find_own()


MOUNT = '35 25 0:30 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate\n'
SERVICE = '/sys/fs/cgroup/system.slice/agent.service'


class TheOwn(unittest.TestCase):
    def test_is_the_one_that_systemd_delegated_or_the_one_above(self):
        for cgroup in ('/system.slice/agent.service', '/system.slice/agent.service/agent'):
            for name in ('user.delegate', 'trusted.delegate'):
                with self.subTest(cgroup=cgroup, name=name):
                    self.assertEqual(own('0::%s\n' % cgroup, MOUNT, delegated=((SERVICE, name),)), SERVICE)

    def test_is_that_of_a_container_which_is_a_root_with_events(self):
        events = ('/sys/fs/cgroup/cgroup.events',)
        self.assertEqual(own('0::/\n', MOUNT, found=events), '/sys/fs/cgroup')
        self.assertEqual(own('0::/agent\n', MOUNT, found=events), '/sys/fs/cgroup')
        seen = MOUNT.replace(' / ', ' /docker/c0ffee ')
        self.assertEqual(own('0::/docker/c0ffee\n', seen, found=events), '/sys/fs/cgroup')

    def test_is_no_other_and_the_message_names_it(self):
        for cgroup, words in (('/system.slice/agent.service', SERVICE), ('/', '/sys/fs/cgroup')):
            with self.assertRaisesRegex(delegated_cgroup.NoCgroup, '^%s was not delegated' % words) as caught:
                own('4:memory:/x\n0::%s\n' % cgroup, MOUNT)
            self.assertFalse(caught.exception.is_fault)
        with self.assertRaisesRegex(delegated_cgroup.NoCgroup, 'no cgroup v2 is mounted'):
            own('0::/x\n', MOUNT.replace('cgroup2 cgroup2', 'cgroup cgroup'))


class Taking(unittest.TestCase):
    def test_moves_who_is_in_it_and_says_what_it_can_do(self):
        with real_cgroup() as folder:
            other = subprocess.Popen(['sleep', '60'])
            cgroup_files.write(folder, 'cgroup.procs', '%d' % other.pid)
            found = delegated_cgroup.take(folder)
            held = cgroup_files.read(folder, 'cgroup.subtree_control').split()
            self.assertEqual((found.path, sorted(found.controllers)), (folder, sorted(held)))
            self.assertEqual(cgroup_files.read_pids(os.path.join(folder, 'agent')), [other.pid])
            self.assertEqual([name for name in os.listdir(folder) if name.startswith('trial')], [])
            self.assertEqual(delegated_cgroup.take(folder), found)
            other.kill()
            other.wait()

    def test_goes_on_without_a_fork_into_it(self):
        def refuse(_):
            raise OSError('as a container may')

        with real_cgroup() as folder, mock.patch('delegated_cgroup.fork_into', refuse):
            self.assertFalse(delegated_cgroup.take(folder).is_born_there)

    def test_of_what_is_none_is_refused_in_words(self):
        for folder in ('/', '/nowhere', os.path.dirname(__file__)):
            with self.assertRaisesRegex(delegated_cgroup.NoCgroup, 'expected a folder of a cgroup') as caught:
                delegated_cgroup.take(folder)
            self.assertTrue(caught.exception.is_fault)


if __name__ == '__main__':
    unittest.main()
