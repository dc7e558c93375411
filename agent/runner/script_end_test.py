"""How a script's process ends, in a Python of its own."""

import os
import subprocess
import sys
import textwrap
import unittest

BEGIN = '''
import sys
sys.path.insert(0, %r)
import atexit, logging, logging.handlers, threading, time
atexit.register(print, 'of the zygote')
import script_end
script_end.forget_handlers()
''' % os.path.dirname(os.path.abspath(__file__))


def said(body):
    """By a program that ends as a script does."""
    program = BEGIN + textwrap.dedent(body) + "\nscript_end.end_program('none')\nimport os; os._exit(0)\n"
    return subprocess.run([sys.executable, '-c', program], capture_output=True, text=True, check=True).stdout.split()


class Ends(unittest.TestCase):
    def test_it_calls_what_the_script_gave_to_atexit_and_not_what_the_zygote_did(self):
        self.assertEqual(said("atexit.register(print, 'first')\natexit.register(print, 'last')"), ['last', 'first'])
        self.assertEqual(said(''), [])

    def test_it_waits_for_threads_before_that(self):
        self.assertEqual(
            said('''
                atexit.register(print, 'atexit')
                threading.Thread(target=lambda: (time.sleep(0.1), print('thread'))).start()
            '''),
            ['thread', 'atexit'],
        )

    def test_it_has_logging_write_what_its_handlers_hold(self):
        self.assertEqual(
            said('''
                held = logging.handlers.MemoryHandler(100, target=logging.StreamHandler(sys.stdout))
                logging.getLogger().addHandler(held)
                logging.error('held')
            '''),
            ['held'],
        )


if __name__ == '__main__':
    unittest.main()
