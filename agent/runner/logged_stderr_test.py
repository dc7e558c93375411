"""What a script writes to sys.stderr, as lines."""

import unittest

from logged_stderr import LoggedStderr, first_characters
from output_lock import OutputLock


class Stderr(unittest.TestCase):
    def setUp(self):
        self.lines = []
        self.stream = LoggedStderr(OutputLock(), lambda text, size: self.lines.append(text if size is None else (text, size)))

    def write(self, *parts):
        for part in parts:
            self.stream.write(part)

    def shown(self):
        lines, self.lines[:] = list(self.lines), []
        return lines

    def test_becomes_whole_lines(self):
        self.write(b'one\ntw', b'o\n\nthree')
        self.assertEqual(self.shown(), ['one', 'two', ''])
        self.stream.show_all()
        self.stream.show_all()
        self.assertEqual(self.shown(), ['three'])

    def test_says_how_much_it_took_and_that_it_can_be_written(self):
        self.assertEqual(self.stream.write(b'one\ntwo'), 7)
        self.assertEqual((self.stream.writable(), self.stream.fileno()), (True, 2))

    def test_keeps_the_beginning_of_a_long_line_cut_once_with_its_size_as_written(self):
        self.write(*[b'e' * 10000] * 100, b'\n' + b'x' * 65535 + 'é'.encode() + b'\n' + b'\xe9' * 30000 + b'\n')
        self.assertEqual(self.shown(), [('e' * 65536, 1000000), ('x' * 65535, 65537), '\ufffd' * 30000])

    def test_keeps_a_line_just_as_long_as_the_limit_whole(self):
        self.stream.limit = 5
        self.write(b'12345\n123456\n')
        self.assertEqual(self.shown(), ['12345', ('12345', 6)])

    def test_shows_each_state_of_a_progress_bar_when_it_is_written(self):
        self.write(b'\r10%')
        self.assertEqual(self.shown(), ['10%'])
        self.write(b'\r20%', b'\r\r30%\r')
        self.assertEqual(self.shown(), ['20%', '30%'])
        self.write(b'40%')
        self.assertEqual(self.shown(), [])
        self.stream.flush()
        self.assertEqual(self.shown(), ['40%'])
        self.write(b' and more', b'\n', b'\n', b'done')
        self.assertEqual(self.shown(), [' and more', ''])
        self.stream.flush()
        self.assertEqual(self.shown(), [])

    def test_ends_a_line_as_windows_does_once(self):
        self.write(b'a\r\n\r\nb', b'\r', b'\n', b'c')
        self.assertEqual(self.shown(), ['a', '', 'b'])

    def test_is_flushed_by_a_child_that_ends_and_holds_nothing_of_its_parent(self):
        self.write(b'of the parent')
        self.stream.become_child()
        self.write(b'of the child')
        self.stream.flush()
        self.assertEqual(self.shown(), ['of the child'])

    def test_shows_what_has_begun_when_it_is_closed(self):
        self.write(b'begun')
        self.stream.close()
        self.stream.close()
        self.assertEqual((self.shown(), self.stream.closed), (['begun'], True))


class Characters(unittest.TestCase):
    def test_that_a_cut_goes_through_are_none_but_what_is_whole_and_wrong_is_shown(self):
        self.assertEqual(first_characters(b'abc\xc3\xa9', 4), 'abc')
        self.assertEqual(first_characters(b'abc\xc3', 4), 'abc\ufffd')


if __name__ == '__main__':
    unittest.main()
