"""Results as JSON, and what has no form in it."""

import json
import math
import sys
import unittest

import script_result


def told(value, limit):
    return json.loads(script_result.encode_result(value, limit))


class Results(unittest.TestCase):
    def test_json_values_pass(self):
        self.assertEqual(told({'a': [1, None, True, 'ü']}, 100), {'k': 'result', 'value': {'a': [1, None, True, 'ü']}})

    def refused(self, value):
        with self.assertRaises(script_result.ResultNotJson) as caught:
            script_result.encode_result(value, 100)
        start, _, rest = str(caught.exception).partition(', but ')
        self.assertEqual(start, 'action() must return JSON (text, numbers, booleans, None, lists, dicts)')
        return rest

    def test_the_part_without_json_form_is_named_with_what_to_do(self):
        of_bytes = 'make text of it first, e.g. with .decode(errors="backslashreplace") or .hex()'
        number = 'JSON has none such: take None or text'
        digits = 'with too many digits to write (limit %d); make text of it first, e.g. with hex()' % sys.get_int_max_str_digits()
        half = "with half a character, '\\udcff', at 1; replace it first, e.g. with .encode(errors=\"backslashreplace\").decode()"
        for value, words in (
            ({'a': [1, {2}]}, "result['a'][1] is a value of type set; make a list of it first, e.g. with sorted()"),
            ([float('nan')], 'result[0] is the number nan; ' + number),
            ([[], {'x': -math.inf}], "result[1]['x'] is the number -inf; " + number),
            ({(1, 2): 3}, 'result is a key of type tuple; convert it first'),
            ({'a': {1: {b'k': 3}}}, "result['a'][1] is a key of type bytes; " + of_bytes),
            ({'a': {math.nan: 3}}, "result['a'] is the key nan; " + number),
            (b'bytes', 'result is a value of type bytes; ' + of_bytes),
            (10**5000, 'result is a number ' + digits),
            ({True: [0, -(10**4300)]}, 'result[True][1] is a number ' + digits),
            ({None: {10**5000: 1}}, 'result[None] is a key ' + digits),
            ({'files': ['ok', 'a\udcff']}, "result['files'][1] is a text " + half),
            ({'a\udcff': 1}, 'result is a key ' + half),
            ({1.5: [object()]}, 'result[1.5][0] is a value of type object; convert it first'),
        ):
            with self.subTest(words=words):
                self.assertEqual(self.refused(value), words)

    def test_keys_that_are_one_in_json_are_named(self):
        for value, words in (
            ({1: 'a', '1': 'b'}, "result is a dict with two keys that are one in JSON, 1 and '1'"),
            ([{'a': ({'true': 1, 'x': 2, True: 3},)}], "result[0]['a'][0] is a dict with two keys that are one in JSON, 'true' and True"),
            ({None: {}, 'null': 1}, "result is a dict with two keys that are one in JSON, None and 'null'"),
            ({'2.5': {}, 2.5: 1}, "result is a dict with two keys that are one in JSON, '2.5' and 2.5"),
            ({1: object(), '1': 2}, "result is a dict with two keys that are one in JSON, 1 and '1'"),
        ):
            with self.subTest(words=words):
                self.assertEqual(self.refused(value), words + '; make them differ as text first')

    def test_keys_of_several_kinds_pass_when_they_differ_in_json(self):
        for value in ({2: 2, '2.0': 3, None: 4, 'None': 5, 'True': 6, True: 7, 'x': {'1': 7}}, {1: {'1': {1: 0}}}, {2**70: 1, str(2**70 + 1): 2}):
            with self.subTest(value=value):
                script_result.encode_result(value, 1000)

    def test_what_can_be_written_is_no_fault_beside_what_cannot(self):
        self.assertEqual(self.refused([10**4300 - 1, 1.5, True, None, 'é', (), {'': {}}, object()]), 'result[7] is a value of type object; convert it first')

    def test_a_class_of_the_script_cannot_spoil_the_message(self):
        class Text(str):
            def __repr__(self):
                raise SystemExit('no')

        class Odd:
            __str__ = __repr__ = Text.__repr__

        Odd.__name__ = 'O' * 10000
        self.assertEqual(self.refused({Text('key'): Odd()}), "result['key'] is a value of type %s…%s; convert it first" % ('O' * 30, 'O' * 30))

    def test_long_keys_and_long_paths_are_cut(self):
        words = self.refused({'k' * 1000000: object()})
        self.assertEqual(words, "result['%s…%s'] is a value of type object; convert it first" % ('k' * 29, 'k' * 29))
        value = object()
        for _ in range(700):
            value = {'key': [value]}
        limit = sys.getrecursionlimit()
        sys.setrecursionlimit(20000)
        try:
            words = self.refused(value)
        finally:
            sys.setrecursionlimit(limit)
        self.assertRegex(words, r"^result\['key'\]\[0\].{370,400}\['key'\]\[0\] is a value of type object; convert it first$")

    def test_what_makes_something_else_of_itself_fails_as_it_does(self):
        class Moody(dict):
            calls = 0

            def items(self):
                self.calls += 1
                return {'a': object() if self.calls == 1 else 1}.items()

        with self.assertRaises(TypeError):
            script_result.encode_result(Moody(a=1), 100)

    def test_a_result_that_contains_itself_is_refused(self):
        value = []
        value.append(value)
        with self.assertRaises(script_result.ResultNotJson) as caught:
            script_result.encode_result(value, 100)
        self.assertIn('contains itself', str(caught.exception))

    def test_a_result_nested_deeper_than_the_limit_is_refused_with_the_limit(self):
        def nested(levels, wrap):
            value = 1
            for _ in range(levels):
                value = wrap(value)
            return value

        for wrap in (lambda inner: [inner], lambda inner: {'a': 1, 'b': inner}, lambda inner: (1, inner)):
            script_result.encode_result(nested(500, wrap), 100000)
            for levels in (501, 12000):
                with self.subTest(levels=levels), self.assertRaises(script_result.ResultNotJson) as caught:
                    limit = sys.getrecursionlimit()
                    sys.setrecursionlimit(20000)
                    try:
                        script_result.encode_result(nested(levels, wrap), 100000)
                    finally:
                        sys.setrecursionlimit(limit)
                self.assertIn('nested at most 500 levels deep', str(caught.exception))
        script_result.encode_result(['[' * 5000, [[]] * 5000], 100000)

    def test_a_large_result_is_shortened_and_its_true_size_kept(self):
        frame = told('é' * 1000, 100)
        self.assertEqual(frame['truncatedFrom'], 2002)
        self.assertEqual(frame['value'], '"' + 'é' * 24)

    def test_a_result_that_python_itself_cannot_go_through_is_refused_alike(self):
        value = []
        for _ in range(100000):
            value = [value]
        with self.assertRaises(script_result.ResultNotJson) as caught:
            script_result.encode_result(value, 100)
        self.assertIn('nested at most 500 levels deep', str(caught.exception))
        while value:
            value = value.pop()  # level by level: else it would be freed all at once, in recursion

    def test_numbers_that_javascript_would_round_go_as_text(self):
        for value in (1234567890123456, {'a': [0.1234567890123456]}):
            with self.subTest(value=value):
                self.assertEqual(told(value, 100), {'k': 'result', 'value': None, 'json': json.dumps(value)})
        self.assertEqual(told(123456789012345, 100), {'k': 'result', 'value': 123456789012345})

    def test_a_result_is_whole_up_to_the_limit(self):
        self.assertEqual(told('x' * 98, 100), {'k': 'result', 'value': 'x' * 98})
        self.assertEqual(told('x' * 99, 100), {'k': 'result', 'value': '"' + 'x' * 49, 'truncatedFrom': 101})

    def test_a_preview_is_at_most_64_kib(self):
        frame = told('x' * 1000000, 500000)
        self.assertEqual((len(frame['value']), frame['truncatedFrom']), (65536, 1000002))

    def test_many_brackets_are_not_many_levels(self):
        for value in (['[' * 600], [[[]] * 600], [[], {}] * 300):
            self.assertEqual(told(value, 100000), {'k': 'result', 'value': value})


if __name__ == '__main__':
    unittest.main()
