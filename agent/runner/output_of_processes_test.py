"""Lines of several processes of one job that write at the same time."""

import json
import os
import signal
import sys
import threading
import unittest
from unittest import mock

import script_output
from testing.redirected import redirected


class AtOnce(unittest.TestCase):
    def test_never_mix_however_long_they_are(self):
        lines, bytes_each, processes = 20, 200000, 8

        def write(letter):
            for number in range(lines):
                print(letter * bytes_each)
                sys.stderr.write(letter * bytes_each + '\n')
                script_output.log_line(letter * 10, 5, '')
                sys.stdout.buffer.write((letter * bytes_each).encode())
                sys.stdout.buffer.write(b'\n')
            script_output.flush()

        def action():
            pids = []
            for letter in 'abcdefgh'[:processes]:
                pids.append(os.fork())
                if pids[-1] == 0:
                    write(letter)
                    os._exit(0)
            for pid in pids:
                os.waitpid(pid, 0)

        output, _ = redirected(action)
        printed, logged = [], []
        for line in output.split(b'\n')[:-1]:
            if line.startswith(b'\0\x1eLOG'):
                logged.append(json.loads(line[5:]))
            else:
                printed.append((line[:1].decode(), len(line), len(set(line))))
        self.assertEqual(sorted(printed), sorted([(letter, bytes_each, 1) for letter in 'abcdefgh'] * lines * 2))
        self.assertEqual(
            sorted((f['m'], f.get('size')) for f in logged if f['c'] == 'stderr'), sorted([(letter * 65536, bytes_each) for letter in 'abcdefgh'] * lines)
        )
        self.assertEqual(sorted(f['m'] for f in logged if f['c'] == ''), sorted([letter * 10 for letter in 'abcdefgh'] * lines))

    def test_that_are_killed_while_they_write_do_not_keep_others_waiting(self):
        def action():
            ours, theirs = os.pipe()
            pid = os.fork()
            if pid == 0:
                with mock.patch('output_lock.write_all', lambda *_: (os.write(theirs, b'x'), signal.pause())):
                    print('never comes')
            os.read(ours, 1)
            threading.Timer(0.05, os.kill, (pid, signal.SIGKILL)).start()
            print('comes')
            os.waitpid(pid, 0)

        self.assertEqual(redirected(action), (b'comes\n', b''))


if __name__ == '__main__':
    unittest.main()
