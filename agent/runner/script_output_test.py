"""Lines on their way to the Agent."""

import io
import json
import os
import subprocess
import sys
import tempfile
import unittest
from unittest import mock

import job_channel
import script_output


class Output(unittest.TestCase):
    def test_a_message_is_cut_between_characters(self):
        self.assertEqual(script_output.shorten('ééé', 3), ('é', 6))
        self.assertEqual(script_output.shorten('ééé', 6), ('ééé', None))

    def test_stderr_becomes_whole_lines(self):
        stream = script_output.LoggedStderr()
        with mock.patch('script_output.write_line') as write_line:
            stream.write(b'one\ntw')
            stream.write(b'o\n\nthree')
            stream.flush_pending()
            stream.flush_pending()
        self.assertEqual([call.args[0] for call in write_line.call_args_list], ['one', 'two', '', 'three'])

    def test_a_stderr_line_without_end_is_one_line_cut_once_with_its_size_as_written(self):
        stream = script_output.LoggedStderr()
        with mock.patch('script_output.write_line') as write_line:
            for _ in range(100):
                stream.write(b'e' * 10000)
            stream.write(b'\n' + b'x' * 65535 + 'é'.encode() + b'\n' + b'\xe9' * 30000 + b'\n')
        calls = [call.args[:2] for call in write_line.call_args_list]
        self.assertEqual(calls, [('e' * 65536, 1000000), ('x' * 65535, 65537), ('\ufffd' * 30000, None)])

    def test_tags_are_limited_and_say_so(self):
        self.assertEqual(script_output.limit_tags(['a', 5]), ['a', '5'])
        self.assertEqual(script_output.limit_tags(['t' * 200]), ['t' * 200])
        (long,) = script_output.limit_tags(['😀' * 400000])
        self.assertEqual((len(long), long[-23:]), (200, '…(of 400000 characters)'))
        many = script_output.limit_tags(['t%d' % n for n in range(1000)])
        self.assertEqual((len(many), many[-2:]), (50, ['t48', '(951 more tags were left out)']))


    def test_a_tag_too_many_is_told(self):
        self.assertEqual(script_output.limit_tags(['t'] * 50), ['t'] * 50)
        self.assertEqual(script_output.limit_tags(['t'] * 51), ['t'] * 49 + ['(2 more tags were left out)'])

    def test_what_a_cut_goes_through_is_no_character_but_what_is_whole_and_wrong_is_shown(self):
        self.assertEqual(script_output.first_characters(b'abc\xc3\xa9', 4), 'abc')
        self.assertEqual(script_output.first_characters(b'abc\xc3', 4), 'abc\ufffd')

    def test_stderr_says_how_much_it_took_and_that_it_can_be_written(self):
        stream = script_output.LoggedStderr()
        with mock.patch('script_output.write_line'):
            self.assertEqual(stream.write(b'one\ntwo'), 7)
        self.assertEqual((stream.writable(), stream.fileno()), (True, 2))

    def test_a_stderr_line_just_as_long_as_is_kept_is_whole(self):
        stream = script_output.LoggedStderr()
        with mock.patch('script_output.write_line') as write_line:
            stream.write(b'x' * 65536 + b'\n' + b'y' * 65537 + b'\n')
        self.assertEqual([call.args for call in write_line.call_args_list], [('x' * 65536, None, 3, 'stderr'), ('y' * 65536, 65537, 3, 'stderr')])


class Lines(unittest.TestCase):
    """What arrives at the Agent's end of a pipe."""

    def setUp(self):
        self.ours, theirs = os.pipe()
        self.addCleanup(os.close, self.ours)
        self.addCleanup(os.close, theirs)
        self.use(mock.patch.dict(script_output._state, fd=theirs, message_bytes=10))
        self.use(mock.patch('time.monotonic', lambda: 1.5))

    def use(self, patch):
        patch.start()
        self.addCleanup(patch.stop)

    def arrived(self):
        return os.read(self.ours, 65536)

    def frame(self):
        data = self.arrived()
        self.assertEqual((data[:5], data[-1:]), (b'\0\x1eLOG', b'\n'))
        return json.loads(data[5:])

    def test_a_line_has_its_time_in_milliseconds_level_category_and_message(self):
        script_output.log_line('hello', 2, 'disk')
        self.assertEqual(self.frame(), {'t': 1500, 'l': 2, 'c': 'disk', 'm': 'hello'})

    def test_a_line_that_was_cut_says_its_size_and_its_tags_go_with_it(self):
        script_output.log_line('é' * 10, 2, '', ('a', 5))
        self.assertEqual(self.frame(), {'t': 1500, 'l': 2, 'c': '', 'm': 'é' * 5, 'size': 20, 'tags': ['a', '5']})

    def test_what_was_printed_before_comes_before(self):
        with mock.patch('sys.stdout', open(script_output._state['fd'], 'w', closefd=False)) as printed:
            print('printed', end='')
            script_output.log_line('logged', 5, '')
            self.assertTrue(self.arrived().startswith(b'printed\0\x1eLOG'))
            printed.close()
            script_output.log_line('still logged', 5, '')
        self.assertEqual(self.frame()['m'], 'still logg')

    def test_a_pipe_that_takes_it_bit_by_bit_gets_all_of_it(self):
        write = os.write
        with mock.patch('os.write', lambda fd, data: write(fd, bytes(data)[:3])):
            script_output.write_all(b'0123456789')
        self.assertEqual(self.arrived(), b'0123456789')


class Redirected(unittest.TestCase):
    """A process whose standard files are pipes, as a script's are."""

    def script(self, action):
        """What action() leaves on (standard output, standard error), and log lines that took the channel."""
        pipes = [os.pipe(), os.pipe()]
        reader = job_channel.ChannelReader(100)
        pid = os.fork()
        if pid == 0:
            try:
                os.dup2(pipes[0][1], 1)
                os.dup2(pipes[1][1], 2)
                script_output.redirect(job_channel.Channel(reader.theirs.fileno()), 5)
                action()
                script_output.flush()
            finally:
                os._exit(0)
        reader.job_pid = pid
        reader.theirs.close()
        self.addCleanup(reader.close)
        texts = []
        for ours, theirs in pipes:
            os.close(theirs)
            with open(ours, 'rb') as said:
                texts.append(said.read())
        os.waitpid(pid, 0)
        self.around = reader.drain()
        return texts

    def test_what_it_prints_goes_there_line_by_line_also_what_its_subprocesses_do(self):
        def action():
            print('py\udcffthon')
            subprocess.run('echo sub; echo err >&2', shell=True, check=True)
            print('no end', end='')
            print(sys.stdin.read(), sys.__stdout__ is sys.stdout, sys.__stderr__ is sys.stderr)

        with mock.patch('sys.stdin', None):
            output, errors = self.script(lambda: (os.dup2(os.open(os.devnull, os.O_RDONLY), 0), action()))
        self.assertEqual((output, errors), (b'py\\udcffthon\nsub\nno end True True\n', b'err\n'))

    def test_what_it_writes_to_sys_stderr_becomes_log_lines_the_last_one_without_its_end_too(self):
        def action():
            sys.stderr.write('one\ntw')
            sys.stderr.write('o-and-more\udcff')

        output, errors = self.script(action)
        frames = [json.loads(part) for part in output.split(b'\0\x1eLOG')[1:]]
        self.assertEqual([(f['m'], f['l'], f['c'], f.get('size')) for f in frames], [('one', 3, 'stderr', None), ('two-a', 3, 'stderr', 18)])
        self.assertEqual(errors, b'')

    def test_log_lines_survive_that_it_closes_its_standard_output(self):
        def action():
            os.close(1)
            script_output.log_line('alive', 5, '')

        self.assertEqual(self.script(action), [b'', b''])
        self.assertIn(b'"m": "alive"', self.around[0])

    def test_log_lines_never_land_in_a_file_that_took_the_place_of_standard_output(self):
        with tempfile.NamedTemporaryFile() as file:
            def action():
                os.dup2(os.open(file.name, os.O_WRONLY), 1)
                os.system('echo printed')
                script_output.log_line('logged', 5, '')

            self.assertEqual(self.script(action), [b'', b''])
            self.assertEqual(file.read(), b'printed\n')
        self.assertIn(b'"m": "logge", "size": 6', self.around[0])

    def test_nor_in_one_that_took_the_place_of_the_channel(self):
        with tempfile.NamedTemporaryFile() as file:
            def action():
                channel = script_output._state['channel']
                os.closerange(0, 4096)
                os.dup2(os.open(file.name, os.O_WRONLY), channel.descriptor)
                script_output.log_line('logged', 5, '')

            self.script(action)
            self.assertEqual((file.read(), self.around), (b'', []))

    def test_a_line_too_long_for_the_channel_says_its_size(self):
        def action():
            script_output._state['message_bytes'] = 65536
            os.close(1)
            script_output.log_line('\0' * 60000, 5, 'c' * 1000, ['t' * 200] * 50)

        self.script(action)
        frame = json.loads(self.around[0][5:])
        self.assertEqual((frame['size'], frame['m'], len(frame['c']), frame['tags']), (60000, '\0' * 6144, 200, []))

    def test_what_it_has_not_flushed_is_flushed_in_the_end_whatever_it_made_of_its_files(self):
        def action():
            sys.stdout = io.StringIO()
            sys.__stdout__.write('kept back')
            sys.stderr = None

        output, _ = self.script(action)
        self.assertEqual(output, b'kept back')


if __name__ == '__main__':
    unittest.main()
