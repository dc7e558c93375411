"""Python processes that a script starts anew."""

import json
import os
import re
import sys
import unittest
from unittest import mock

import JumpScale
import script_program
import script_source
from testing.job import job
from testing.redirected import redirected

SOURCE = '''
import multiprocessing, os, sys
from concurrent.futures import ProcessPoolExecutor
from JumpScale import j

print("top level")

def square(x):
    j.logger.log("square of %d by %s" % (x, j.application.appname), level=2, category="math")
    print("printed %d" % x)
    sys.stderr.write("warned %d\\n" % x)
    return x * x

def modules():
    return sorted(name for name in sys.modules if name in ("script_source", "supervisor", "script_output", "run_as", "job_child"))

def pool(method):
    with multiprocessing.get_context(method).Pool(1) as pool:
        return pool.map(square, range(3), chunksize=3)

def executor(method):
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context(method)) as pool:
        return [pool.submit(square, 3).result(), pool.submit(modules).result()]

def nested(method):
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context(method)) as pool:
        return pool.submit(executor, method).result()

def action():
    os.environ.clear()
    return CALL

if __name__ == "__main__":
    print("by hand")
'''


class Children(unittest.TestCase):
    def run_job(self, call, **changes):
        """What action() returned, and (lines printed, log lines)."""
        with job(SOURCE.replace('CALL', call), **changes) as order:

            def action():
                with open(order['file'], 'rb') as file:
                    source = file.read()
                os.unlink(order['file'])
                open(order['file'], 'w').close()  # as for a user who may not read it
                script_program.begin(order, source)
                JumpScale.j._begin_job(order)
                print(json.dumps(script_source.load(order, source).action()))

            output, errors = redirected(action)
        self.assertEqual(errors, b'')
        logged = [json.loads(line) for line in re.findall(rb'\0\x1eLOG([^\n]*)\n', output)]
        *printed, result = re.sub(rb'\0\x1eLOG[^\n]*\n', b'', output).decode().splitlines()
        return json.loads(result), printed, [(line['m'], line['l'], line['c']) for line in logged]

    def test_have_the_script_and_write_lines_of_the_job_whatever_starts_them(self):
        for method in ('fork', 'spawn', 'forkserver'):
            with self.subTest(method=method):
                result, printed, logged = self.run_job('pool("%s")' % method)
                self.assertEqual(result, [0, 1, 4])
                self.assertEqual(printed, ['top level'] * (1 if method == 'fork' else 2) + ['printed 0', 'printed 1', 'printed 2'])
                self.assertEqual([line for line in logged if line[2] == 'math'], [('square of %d by testing:script' % n, 2, 'math') for n in range(3)])
                self.assertEqual([line for line in logged if line[2] == 'stderr'], [('warned %d' % n, 3, 'stderr') for n in range(3)])

    def test_have_it_in_executors_and_in_children_of_children_too_and_of_the_runner_only_jumpscale(self):
        for call in ('executor("spawn")', 'executor("forkserver")', 'nested("spawn")', 'nested("forkserver")'):
            with self.subTest(call=call):
                self.assertEqual(self.run_job(call)[0], [9, []])

    def test_find_it_whatever_its_name_is(self):
        for name in ('my-script 2', 'a.b.c', 'é/..', 'class'):
            with self.subTest(name=name):
                self.assertEqual(self.run_job('pool("spawn")', name=name)[0], [0, 1, 4])

    def test_are_refused_where_they_are_asked_for_when_they_could_not_read_the_runner(self):
        with mock.patch('script_program._CHILD_FILE', '/nowhere/job_child.py'), self.assertRaises(PermissionError) as caught:
            script_program._Main({}, b'').__file__
        self.assertIn('expected that this user may read /nowhere/job_child.py', str(caught.exception))

    def test_that_are_not_started_leave_no_trace(self):
        with mock.patch.dict(sys.modules), mock.patch('sys.argv'):
            script_program.begin({'path': 'testing/script.py'}, b'')
            self.assertEqual((sys.argv, sys.modules['__main__'].__name__, script_program.JOB_VARIABLE in os.environ), (['testing/script.py'], '__main__', False))


if __name__ == '__main__':
    unittest.main()
