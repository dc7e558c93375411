"""Args of a job against the parameters of action()."""

import functools
import types
import unittest
from unittest import mock

from script_arguments import ArgumentError, bind_arguments


def bind(action, args, **changes):
    module = types.SimpleNamespace(action=action)
    return bind_arguments(module, {'organization': 'org', 'name': 'script', 'args': args, **changes})


def plain(a, b=2):
    return a, b


def without():
    return None


def only_named(a, *, b, c=3):
    return a, b, c


def by_place(a, /, b=1):
    return a, b


def anything(a, **others):
    return a, others


@functools.wraps(plain)
def wrapped(*args, **kwargs):
    return plain(*args, **kwargs)


class Arguments(unittest.TestCase):
    def refused(self, action, args, **changes):
        with self.assertRaises(ArgumentError) as caught:
            bind(action, args, **changes)
        return str(caught.exception)

    def test_those_that_fit_are_passed_as_they_are(self):
        for action, args in (
            (plain, {'a': 1}),
            (plain, {'a': 1, 'b': 3}),
            (without, {}),
            (only_named, {'a': 1, 'b': 2}),
            (only_named, {'a': 1, 'b': 2, 'c': 4}),
            (anything, {'a': 1, 'x': 2}),
            (wrapped, {'a': 1}),
            (print, {'sep': ' '}),
        ):
            with self.subTest(action=action.__name__, args=args):
                self.assertEqual(bind(action, args), args)

    def test_an_ordinary_action_is_seen_to_fit_without_its_signature(self):
        with mock.patch('inspect.signature', side_effect=AssertionError('asked for')):
            self.assertEqual(bind(plain, {'a': 1}), {'a': 1})
            self.assertEqual(bind(without, {}), {})
            for action, args in ((plain, {}), (plain, {'a': 1, 'x': 1}), (only_named, {'a': 1, 'b': 2}), (by_place, {'a': 1}), (wrapped, {'a': 1}), (print, {})):
                with self.subTest(action=action.__name__), self.assertRaises(AssertionError):
                    bind(action, args)

    def test_what_is_unknown_or_missing_is_named_with_what_there_is(self):
        for action, args, problem in (
            (plain, {}, 'takes a, b=2; missing argument a'),
            (plain, {'a': 1, 'y': 1, 'x': 1}, 'takes a, b=2; unknown argument x, unknown argument y'),
            (plain, {'x': 1}, 'takes a, b=2; unknown argument x, missing argument a'),
            (plain, {'b': 1}, 'takes a, b=2; missing argument a'),
            (only_named, {'a': 1}, 'takes a, b, c=3; missing argument b'),
            (anything, {'x': 1}, 'takes a, **others; missing argument a'),
            (without, {'x': 1}, 'takes no arguments; unknown argument x'),
            (wrapped, {'x': 1}, 'takes a, b=2; unknown argument x, missing argument a'),
        ):
            with self.subTest(action=action.__name__, args=args):
                self.assertEqual(self.refused(action, args), 'action() of org:script ' + problem)

    def test_none_are_no_arguments(self):
        self.assertEqual(bind(without, None), {})
        module = types.SimpleNamespace(action=without)
        self.assertEqual(bind_arguments(module, {'organization': 'org', 'name': 'script'}), {})

    def test_text_is_read_when_they_hold_numbers_that_javascript_would_round(self):
        self.assertEqual(bind(plain, {'a': 0}, argsJson='{"a": 12345678901234567890}'), {'a': 12345678901234567890})

    def test_what_is_no_object_is_refused(self):
        self.assertEqual(self.refused(plain, [1]), 'expected the args of a job to be a JSON object, got list')
        self.assertEqual(self.refused(plain, {}, argsJson='"text"'), 'expected the args of a job to be a JSON object, got str')


if __name__ == '__main__':
    unittest.main()
