"""Lines on their way to the Agent."""

import collections
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import unittest
from unittest import mock

import job_channel
import script_output
from testing.redirected import redirected


FRAME = rb'\0\x1eLOG[^\n]*\n'


class Output(unittest.TestCase):
    def test_a_message_is_cut_between_characters(self):
        self.assertEqual(script_output.shorten('ééé', 3), ('é', 6))
        self.assertEqual(script_output.shorten('ééé', 6), ('ééé', None))

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


def frames(output):
    """Log lines of an output that has nothing else."""
    return [json.loads(part) for part in output.split(b'\0\x1eLOG')[1:]]


class Lines(unittest.TestCase):
    """What arrives at the other end of the pipe."""

    def logged(self, *args, message_bytes=10):
        def action():
            with mock.patch('time.monotonic', lambda: 1.5):
                script_output.log_line(*args)

        output, _ = redirected(action, message_bytes)
        self.assertEqual((output[:5], output[-1:], output.count(b'\n')), (b'\0\x1eLOG', b'\n', 1))
        return json.loads(output[5:])

    def test_a_time_limit_of_the_script_ends_a_log_line(self):
        def action():
            sys.stdout = mock.Mock(flush=mock.Mock(side_effect=TimeoutError('raised by a handler')))
            try:
                script_output.log_line('logged', 5, 'c')
            except TimeoutError:
                os.write(1, b'ended')

        self.assertEqual(redirected(action)[0], b'ended')

    def test_a_program_that_has_the_pipe_not_wait_costs_no_byte(self):
        def action():
            subprocess.run([sys.executable, '-S', '-c', 'import os; os.set_blocking(1, False); os.set_blocking(2, False)'], check=True)
            for number in range(300):
                print(number, 'x' * 5000)
                print('half', end='', flush=True)
                print('', number)
                script_output.log_line('logged', 5, 'c')
                print(number, file=sys.stderr)

        output, _ = redirected(action)
        printed = re.sub(FRAME, b'', output)
        self.assertEqual(printed, b''.join(b'%d %s\nhalf %d\n' % (number, b'x' * 5000, number) for number in range(300)))
        self.assertEqual([frame['m'] for frame in frames(b''.join(re.findall(FRAME, output)))], [m for n in range(300) for m in ('logged', str(n))])

    def test_a_line_has_its_time_in_milliseconds_level_category_and_message(self):
        self.assertEqual(self.logged('hello', 2, 'disk'), {'t': 1500, 'l': 2, 'c': 'disk', 'm': 'hello'})

    def test_a_line_that_was_cut_says_its_size_and_its_tags_go_with_it(self):
        self.assertEqual(self.logged('é' * 10, 2, '', ('a', 5)), {'t': 1500, 'l': 2, 'c': '', 'm': 'é' * 5, 'size': 20, 'tags': ['a', '5']})

    def test_whatever_is_in_its_texts_it_is_one_line(self):
        odd = '"\\\n\r\0\u2028\x1eé😀'
        self.assertEqual(self.logged(odd, 9, odd, [odd], message_bytes=100), {'t': 1500, 'l': 9, 'c': odd, 'm': odd, 'tags': [odd]})

    def test_what_was_printed_before_comes_before(self):
        def action():
            print('printed', end='')
            script_output.log_line('logged', 5, '')
            sys.stdout.close()
            script_output.log_line('still logged', 5, '')

        output, _ = redirected(action)
        self.assertTrue(output.startswith(b'printed\0\x1eLOG'))
        self.assertEqual([frame['m'] for frame in frames(output)], ['logged', 'still logged'])


class Redirected(unittest.TestCase):
    def test_what_it_prints_goes_there_line_by_line_also_what_its_subprocesses_do(self):
        def action():
            print('py\udcffthon')
            subprocess.run('echo sub; echo err >&2', shell=True, check=True)
            print('no end', end='')
            print(sys.__stdout__ is sys.stdout, sys.__stderr__ is sys.stderr)

        output, errors = redirected(action)
        self.assertEqual((output, errors), (b'py\\udcffthon\nsub\nno endTrue True\n', b'err\n'))

    def test_what_it_writes_to_sys_stderr_becomes_log_lines_the_last_one_without_its_end_too(self):
        def action():
            sys.stderr.write('one\ntw')
            sys.stderr.write('o-and-more\udcff')

        output, errors = redirected(action, 5)
        self.assertEqual([(f['m'], f['l'], f['c'], f.get('size')) for f in frames(output)], [('one', 3, 'stderr', None), ('two-a', 3, 'stderr', 18)])
        self.assertEqual(errors, b'')

    def test_what_it_has_not_flushed_is_flushed_in_the_end_whatever_it_made_of_its_files(self):
        def action():
            print('kept ', end='')
            sys.stdout = sys.__stdout__ = io.StringIO()
            sys.stderr.write('here, too')
            sys.stderr = sys.__stderr__ = None

        output, _ = redirected(action)
        self.assertTrue(output.startswith(b'kept \0'))
        self.assertEqual([frame['m'] for frame in frames(output)], ['here, too'])

    def test_what_it_wrote_before_it_closed_them_is_there(self):
        def action():
            print('printed', end='')
            sys.stderr.write('warned')
            sys.stdout.close()
            sys.stderr.close()

        output, _ = redirected(action)
        self.assertTrue(output.startswith(b'printed\0'))
        self.assertEqual([frame['m'] for frame in frames(output)], ['warned'])

    def test_a_file_that_took_the_number_of_its_output_gets_what_it_prints_and_no_log_lines(self):
        with tempfile.NamedTemporaryFile() as file:

            def action():
                os.dup2(os.open(file.name, os.O_WRONLY), 1)
                print('to the file')
                print('.' * 3000000)
                script_output.log_line('logged', 5, '')

            channel = mock.Mock()
            channel.send_line = lambda line: os.write(2, line)
            output, errors = redirected(action, channel=channel)
            self.assertEqual((output, file.read()), (b'', b'to the file\n' + b'.' * 3000000 + b'\n'))
            self.assertEqual([frame['m'] for frame in frames(errors)], ['logged'])

    def test_nor_does_a_file_that_took_the_number_of_the_channel_get_them(self):
        reader = job_channel.ChannelReader(100)
        self.addCleanup(reader.close)
        with tempfile.NamedTemporaryFile() as file:

            def action():
                os.close(1)
                script_output.log_line('logged', 5, '')
                channel = script_output._state['channel']
                os.closerange(0, 4096)
                os.dup2(os.open(file.name, os.O_WRONLY), channel.descriptor)
                script_output.log_line('lost', 5, '')

            redirected(action, channel=job_channel.Channel(reader.theirs.fileno()))
            reader.theirs.close()
            self.assertEqual(file.read(), b'')
            self.assertEqual([frame['m'] for frame in frames(b''.join(reader.drain()))], ['logged'])

    def test_a_log_line_that_does_not_fit_into_the_channel_is_cut_and_says_so(self):
        def action():
            os.close(1)
            script_output.log_line('😀' * 16000, 4, 'c' * 900)

        channel = mock.Mock()
        channel.send_line = lambda line: os.write(2, line)
        _, errors = redirected(action, channel=channel)
        (frame,) = frames(errors)
        self.assertEqual((frame['m'], frame['size'], frame['l'], frame['c']), ('😀' * 6144, 64000, 4, 'c' * 200))
        self.assertLessEqual(len(errors), script_output.LONGEST_LINE)

    def test_what_it_printed_before_it_closed_descriptor_1_is_a_log_line(self):
        def action():
            print('printed', end='')
            os.close(1)

        channel = mock.Mock()
        channel.send_line = lambda line: os.write(2, line)
        _, errors = redirected(action, channel=channel)
        self.assertEqual([(f['m'], f['l'], f['c']) for f in frames(errors)], [('printed', 5, 'stdout')])


class Forks(unittest.TestCase):
    """Processes of one job that begin while something is written."""

    def test_that_are_forked_write_what_has_begun_once(self):
        def action():
            print('begun, ', end='')
            sys.stderr.write('warned')
            pid = os.fork()
            print('child' if pid == 0 else 'parent', end='')
            if pid == 0:
                sys.stdout.flush()
                sys.stderr.write(' by the child')
                sys.stderr.flush()
                os._exit(0)
            os.waitpid(pid, 0)

        output, _ = redirected(action)
        self.assertEqual(re.sub(FRAME, b'', output), b'begun, childparent')
        self.assertEqual([f['m'] for f in frames(re.sub(rb'(?<=\n)[^\0]+|parent$', b'', output))], ['warned', ' by the child'])

    def test_that_begin_while_threads_write_can_write_and_cut_no_line_of_them(self):
        def action():
            done = threading.Event()

            def chatter():
                while not done.is_set():
                    sys.stdout.write('t' * 10000 + '\n')
                    script_output.log_line('thread', 5, '')

            threads = [threading.Thread(target=chatter) for _ in range(3)]
            for thread in threads:
                thread.start()
            for _ in range(50):
                pid = os.fork()
                if pid == 0:
                    print('child')
                    os._exit(0)
                os.waitpid(pid, 0)
            done.set()
            for thread in threads:
                thread.join()

        output, _ = redirected(action)
        lengths = collections.Counter(map(len, re.sub(FRAME, b'', output).split(b'\n')))
        # What two threads write at the same time, Python itself may put on one line.
        self.assertEqual((lengths[5], sorted(length % 10000 for length in lengths)[-2:]), (50, [0, 5]))


if __name__ == '__main__':
    unittest.main()
