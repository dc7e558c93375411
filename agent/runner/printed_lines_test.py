"""What a script prints, a whole line at a time."""

import os
import unittest
from unittest import mock

from output_lock import OutputLock
from printed_lines import PrintedLines, PrintedText


class Lock(OutputLock):
    """Notes what is written, in the pieces it is written in."""

    def __init__(self):
        super().__init__()
        self.written = []
        self.is_pipe_open = True
        self.fault = None

    def is_pipe(self, _descriptor):
        return self.is_pipe_open

    def write(self, descriptor, data):
        if self.fault:
            raise self.fault
        self.written.append(data)


class Printed(unittest.TestCase):
    def setUp(self):
        self.lock, self.long = Lock(), []
        self.lines = PrintedLines(self.lock, lambda beginning, size: self.long.append((bytes(beginning), size)))
        patch = mock.patch('printed_lines.MOST_HELD', 8)
        patch.start()
        self.addCleanup(patch.stop)

    def written(self):
        written, self.lock.written = self.lock.written, []
        return written

    def test_bytes_are_written_when_their_line_ends_together(self):
        for part in (b'a', bytearray(b'b'), memoryview(b'c\nd\ne'), b'f', b'\n'):
            self.assertEqual(self.lines.write(part), len(part))
        self.assertEqual(self.written(), [b'abc\nd\n', b'ef\n'])

    def test_bytes_are_written_when_they_are_flushed_or_a_carriage_return_comes(self):
        self.lines.write(b'a')
        self.lines.flush()
        self.lines.flush()
        self.lines.write(b'b\rc')
        self.lines.write(b'd')
        self.assertEqual(self.written(), [b'a', b'b\rc'])
        self.lines.end()
        self.assertEqual(self.written(), [b'd'])

    def test_bytes_that_may_be_written_are_not_written_again(self):
        self.lines.write(b'ab')
        self.lock.fault = TimeoutError('raised by a handler when they were')
        with self.assertRaises(TimeoutError):
            self.lines.flush()
        self.lock.fault = None
        self.lines.write(b'c\n')
        self.assertEqual(self.written(), [b'c\n'])

    def test_a_long_line_is_kept_as_its_beginning_and_size(self):
        self.lines.write(b'short\n12345678')
        self.lines.write(b'9')
        self.lines.write(b'9' * 10)
        self.lines.flush()
        self.assertEqual((self.written(), self.long), ([b'short\n'], []))
        self.lines.write(b'9\nnext\n')
        self.assertEqual((self.written(), self.long), ([b'next\n'], [(b'12345678', 20)]))

    def test_a_long_line_that_nothing_ends_is_told_in_the_end(self):
        self.lines.write(b'1234567890')
        self.lines.end()
        self.lines.end()
        self.assertEqual((self.written(), self.long), ([], [(b'12345678', 10)]))

    def test_a_long_line_goes_on_where_its_beginning_was_flushed(self):
        self.lines.write(b'abc')
        self.lines.flush()
        self.lines.write(b'1234567890')
        self.lines.write(b'\n123')
        self.lines.write(b'1234567890\n')
        self.assertEqual((self.written(), self.long), ([b'abc', b'1234567890', b'\n', b'1231234567890\n'], []))

    def test_a_long_line_goes_whole_to_a_file_of_the_script(self):
        self.lock.is_pipe_open = False
        self.lines.write(b'1234567890')
        self.lines.write(b'rest\n')
        self.assertEqual((self.written(), self.long), ([b'1234567890', b'rest\n'], []))

    def test_what_was_taken_before_a_write_failed_is_told_in_the_end(self):
        self.lines.write(b'taken')
        self.lock.fault = OSError(9, 'closed')
        with self.assertRaises(OSError):
            self.lines.write(b' refused\n')
        self.lines.end()
        self.assertEqual(self.long, [(b'taken', 5)])

    def test_nothing_is_written_once_it_is_closed_but_what_came_before(self):
        self.lines.write(b'before')
        self.lines.close()
        with self.assertRaises(ValueError):
            self.lines.write(b'after')
        self.assertEqual(self.written(), [b'before'])

    def test_a_forked_child_has_nothing_of_what_its_parent_began(self):
        self.lines.write(b'12345678901')
        self.lines.forget()
        self.lines.write(b'child\n')
        self.assertEqual((self.written(), self.long), ([b'child\n'], []))

    def test_text_is_written_when_its_line_ends_and_what_follows_there_when_it_is_flushed(self):
        text = PrintedText(self.lines)
        print('é', 1, file=text)
        text.write('two\nthr')
        self.assertEqual(self.written(), ['é 1\n'.encode(), b'two\n'])
        text.flush()
        self.assertEqual(self.written(), [b'thr'])
        print('10%', end='\r', file=text)
        self.assertEqual(self.written(), [b'10%\r'])

    def test_text_and_bytes_below_it_are_one_file(self):
        text = PrintedText(self.lines)
        self.assertIs(text.buffer, self.lines)
        self.assertEqual((text.fileno(), text.isatty(), text.mode, text.name), (1, False, 'w', '<stdout>'))
        text.buffer.write(b'bytes')
        text.buffer.flush()
        text.write('text')
        text.close()
        self.assertEqual((self.written(), self.lines.closed), ([b'bytes', b'text'], True))

    def test_text_that_a_parent_began_is_not_written_by_its_child(self):
        text = PrintedText(self.lines)
        text.write('begun')
        text.forget()
        print('child', file=text)
        text.close()
        text.forget()
        self.assertEqual(self.written(), [b'child\n'])


class Raw(unittest.TestCase):
    def test_the_file_below_is_descriptor_1(self):
        raw = PrintedLines(OutputLock(), None).raw
        self.assertEqual((raw.fileno(), raw.writable()), (1, True))
        raw.close()
        os.fstat(1)


if __name__ == '__main__':
    unittest.main()
