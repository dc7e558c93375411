"""Results as JSON, and what has no form in it."""

import json
import sys
import unittest

import script_result


class Results(unittest.TestCase):
    def test_json_values_pass(self):
        self.assertEqual(script_result.encode_result({'a': [1, None, True, 'ü']}, 100), {'k': 'result', 'value': {'a': [1, None, True, 'ü']}})

    def test_the_part_without_json_form_is_named(self):
        for value, words in (
            ({'a': [1, {2}]}, "result['a'][1] is a value of type set"),
            ([float('nan')], 'result[0] is the number nan'),
            ({(1, 2): 3}, 'result is a key of type tuple'),
            (b'bytes', 'result is a value of type bytes'),
        ):
            with self.subTest(value=value), self.assertRaises(script_result.ResultNotJson) as caught:
                script_result.encode_result(value, 100)
            self.assertIn(words, str(caught.exception))

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
        frame = script_result.encode_result('é' * 1000, 100)
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
                self.assertEqual(script_result.encode_result(value, 100), {'k': 'result', 'value': None, 'json': json.dumps(value)})
        self.assertEqual(script_result.encode_result(123456789012345, 100), {'k': 'result', 'value': 123456789012345})

    def test_a_result_is_whole_up_to_the_limit(self):
        self.assertEqual(script_result.encode_result('x' * 98, 100), {'k': 'result', 'value': 'x' * 98})
        self.assertEqual(script_result.encode_result('x' * 99, 100), {'k': 'result', 'value': '"' + 'x' * 49, 'truncatedFrom': 101})

    def test_a_preview_is_at_most_64_kib(self):
        frame = script_result.encode_result('x' * 1000000, 500000)
        self.assertEqual((len(frame['value']), frame['truncatedFrom']), (65536, 1000002))

    def test_many_brackets_are_not_many_levels(self):
        for value in (['[' * 600], [[[]] * 600], [[], {}] * 300):
            self.assertEqual(script_result.encode_result(value, 100000), {'k': 'result', 'value': value})


if __name__ == '__main__':
    unittest.main()
