"""What a mutant is."""

import ast
import unittest

from mutations import mutants


def changed(source):
    return sorted('%d %s: %s' % (line, what, ast.unparse(tree).splitlines()[line - 1].strip()) for line, what, tree in mutants(source))


class Mutations(unittest.TestCase):
    def test_comparisons_logic_numbers_conditions_and_results_change_one_at_a_time(self):
        self.assertEqual(changed('if a < 1 and b:\n    x = 2\n'), [
            '1 asks for the opposite: if not (a < 1 and b):',
            '1 compares with LtE: if a <= 1 and b:',
            '1 is one less: if a < 0 and b:',
            '1 is one more: if a < 2 and b:',
            '1 joins with Or: if a < 1 or b:',
            '2 is one less: x = 1',
            '2 is one more: x = 3',
        ])  # fmt: skip
        self.assertEqual(changed('def f():\n    return a + b\n'), ['2 computes with Sub: return a - b', '2 returns None: return None'])
        self.assertEqual(changed('x = True\n'), ['1 is False: x = False'])

    def test_statements_are_left_out_but_for_words_and_names(self):
        self.assertEqual(changed('"""words"""\nsend(x)\n'), ['2 is left out: pass'])
        self.assertEqual(changed('self.x = y\nz = y\nraise z\n'), ['1 is left out: pass', '3 is left out: pass'])

    def test_the_original_stays_as_it_is(self):
        source = 'x = 1 if y else 2\n'
        list(mutants(source))
        self.assertEqual(len(list(mutants(source))), 5)


if __name__ == '__main__':
    unittest.main()
