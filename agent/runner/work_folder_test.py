"""Folders of jobs, made and removed."""

import os
import shutil
import tempfile
import time
import unittest
from unittest import mock

import work_folder


class Folders(unittest.TestCase):
    def setUp(self):
        parent = tempfile.TemporaryDirectory()
        self.addCleanup(parent.cleanup)
        self.parent = os.path.join(parent.name, 'work')
        os.mkdir(self.parent)
        self.outside = os.path.join(parent.name, 'outside')
        os.mkdir(self.outside)
        open(os.path.join(self.outside, 'kept'), 'w').close()

    def make(self):
        return work_folder.make(self.parent, 'job', None)

    def test_are_empty_and_nobody_elses(self):
        path = self.make()
        open(os.path.join(path, 'file'), 'w').close()
        self.assertEqual(self.make(), path)
        self.assertEqual((os.listdir(path), os.stat(path).st_mode & 0o777), ([], 0o700))

    def taken_after(self, change):
        """The folder of a job that does this in it, and that of the next job."""
        folders = work_folder.WorkFolders(None)
        self.addCleanup(folders.end)
        path = folders.take(self.parent)
        change(path)
        self.assertIsNone(folders.give_back())
        return path, folders.take(self.parent)

    def test_that_a_job_left_as_it_found_them_are_the_next_ones(self):
        first, second = self.taken_after(os.listdir)
        self.assertEqual((second, os.listdir(self.parent)), (first, [os.path.basename(first)]))

    def test_in_which_a_job_did_anything_are_not(self):
        def write(path):
            open(os.path.join(path, 'file'), 'w').close()

        def write_and_remove(path):
            write(path)
            time.sleep(0.01)  # the clock of files ticks
            os.unlink(os.path.join(path, 'file'))

        def replace(path):
            os.rename(path, path + '-')
            os.mkdir(path, 0o700)
            os.rmdir(path + '-')

        for change in (write, write_and_remove, replace, os.rmdir, lambda path: os.chmod(path, 0), lambda path: os.utime(path, (1, 1))):
            with self.subTest(change):
                first, second = self.taken_after(change)
                self.assertNotEqual(second, first)
                self.assertEqual((os.listdir(second), os.path.exists(first)), ([], False))

    def test_that_somebody_touched_or_removed_while_they_waited_are_not(self):
        for change in (os.rmdir, lambda path: os.mkdir(os.path.join(path, 'late')), lambda _: shutil.rmtree(self.parent)):
            with self.subTest(change):
                folders = work_folder.WorkFolders(None)
                self.addCleanup(folders.end)
                first = folders.take(self.parent)
                self.assertIsNone(folders.give_back())
                change(first)
                second = folders.take(self.parent)
                self.assertNotEqual(second, first)
                self.assertEqual((os.listdir(second), os.path.exists(first)), ([], False))

    def test_go_when_their_supervisor_ends(self):
        folders = work_folder.WorkFolders(None)
        folders.take(self.parent)
        self.assertIsNone(folders.give_back())
        self.assertIsNone(folders.end())
        self.assertIsNone(folders.end())
        self.assertEqual(os.listdir(self.parent), [])

    def test_of_jobs_that_could_not_be_killed_are_left_to_them(self):
        folders = work_folder.WorkFolders(None)
        first = folders.take(self.parent)
        folders.leave()
        self.assertNotEqual(folders.take(self.parent), first)
        folders.end()
        self.assertEqual(os.listdir(self.parent), [os.path.basename(first)])

    def test_are_made_also_when_what_they_lie_in_is_gone(self):
        os.rmdir(self.parent)
        work_folder.enter(self.make())
        self.assertEqual(os.listdir('.'), [])
        os.chdir('/')

    def test_that_cannot_be_made_are_named_when_they_are_entered(self):
        os.rmdir(self.parent)
        open(self.parent, 'w').close()
        with self.assertRaises(work_folder.WorkFolderGone) as caught:
            work_folder.enter(self.make())
        self.assertIn('%s/job, but it cannot be entered (Not a directory)' % self.parent, str(caught.exception))

    def test_go_with_all_that_is_in_them_and_nothing_that_is_not(self):
        path = self.make()
        os.symlink(self.outside, os.path.join(path, 'link'))
        os.makedirs(os.path.join(path, 'a', 'b', 'c', '.1'))
        os.makedirs(os.path.join(path, '.1', 'b'))
        os.symlink('/', os.path.join(path, 'a', 'b', 'root'))
        os.link(os.path.join(self.outside, 'kept'), os.path.join(path, 'a', 'hard'))
        os.mkfifo(os.path.join(path, 'a', 'fifo'))
        for folder in ('a/b/c', 'a/b', 'a', '.1', ''):
            os.chmod(os.path.join(path, folder), 0)
        self.assertIsNone(work_folder.remove(path))
        self.assertEqual((os.listdir(self.parent), os.listdir(self.outside)), ([], ['kept']))

    def test_go_however_deep_they_are(self):
        path = self.make()
        here = os.open(path, os.O_RDONLY)
        for _ in range(1500):
            os.mkdir('d' * 200, dir_fd=here)
            there = os.open('d' * 200, os.O_RDONLY, dir_fd=here)
            os.close(here)
            here = there
        os.close(here)
        self.assertGreater(work_folder.size(path), 0)
        self.assertIsNone(work_folder.remove(path, 60))
        self.assertEqual(os.listdir(self.parent), [])

    def test_that_are_links_go_as_links_and_those_that_are_gone_are_no_fault(self):
        os.symlink(self.outside, os.path.join(self.parent, 'job'))
        self.assertIsNone(work_folder.remove(os.path.join(self.parent, 'job')))
        self.assertIsNone(work_folder.remove(os.path.join(self.parent, 'job')))
        self.assertIsNone(work_folder.remove(os.path.join(self.parent, 'gone', 'job')))
        self.assertEqual(os.listdir(self.outside), ['kept'])

    def test_that_cannot_be_removed_say_why(self):
        path = self.make()
        os.mkdir(os.path.join(path, 'inner'))
        with mock.patch('os.rmdir', side_effect=OSError(16, 'Device or resource busy', 'inner')):
            self.assertEqual(work_folder.remove(path), "[Errno 16] Device or resource busy: 'inner'")
        self.assertIn('more than could be removed', work_folder.remove(path, -1))

    def test_of_a_former_start_are_removed(self):
        self.make()
        open(os.path.join(self.parent, 'file'), 'w').close()
        self.assertEqual((work_folder.clear(self.parent), os.listdir(self.parent)), ([], []))
        self.assertEqual(work_folder.clear(os.path.join(self.parent, 'gone')), [])
        path = self.make()
        with mock.patch('os.rmdir', side_effect=OSError(16, 'busy')):
            self.assertEqual(work_folder.clear(self.parent), ['%s: [Errno 16] busy' % path])

    def test_have_the_size_of_their_files_and_of_nothing_outside(self):
        with open(os.path.join(self.outside, 'kept'), 'wb') as file:
            file.write(bytes(1000000))
        path = self.make()
        empty = work_folder.size(path)
        os.symlink(self.outside, os.path.join(path, 'link'))
        os.mkdir(os.path.join(path, 'inner'))
        with open(os.path.join(path, 'inner', 'file'), 'wb') as file:
            file.write(os.urandom(300000))
        self.assertTrue(300000 <= work_folder.size(path) - empty < 400000)


if __name__ == '__main__':
    unittest.main()
