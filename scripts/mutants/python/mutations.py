"""Small changes to a Python source, each of which a test should notice."""

import ast
import copy

_COMPARISONS = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_ARITHMETIC = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.BitOr: ast.BitAnd}
_REMOVABLE = (ast.Expr, ast.AugAssign, ast.Raise, ast.Delete, ast.Continue, ast.Break)


def _is_documentation(statement):
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _is_kept_aside(statement):
    """An assignment to part of something: without it the program goes on, and is wrong. One to a name would only be missed."""
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    return any(isinstance(target, (ast.Attribute, ast.Subscript)) for target in targets)


def _changes(node):
    """What can be changed in this node itself: (in words, how)."""
    if isinstance(node, ast.Compare):
        for place, operator in enumerate(node.ops):
            other = _COMPARISONS[type(operator)]
            yield 'compares with %s' % other.__name__, lambda it, place=place, other=other: it.ops.__setitem__(place, other())
    if isinstance(node, ast.BoolOp):
        other = ast.Or if isinstance(node.op, ast.And) else ast.And
        yield 'joins with %s' % other.__name__, lambda it: setattr(it, 'op', other())
    if isinstance(node, ast.BinOp) and type(node.op) in _ARITHMETIC:
        other = _ARITHMETIC[type(node.op)]
        yield 'computes with %s' % other.__name__, lambda it: setattr(it, 'op', other())
    if isinstance(node, ast.Constant) and type(node.value) is bool:
        yield 'is %s' % (not node.value), lambda it: setattr(it, 'value', not it.value)
    if isinstance(node, ast.Constant) and type(node.value) is int:
        yield 'is one more', lambda it: setattr(it, 'value', it.value + 1)
        yield 'is one less', lambda it: setattr(it, 'value', it.value - 1)
    if isinstance(node, (ast.If, ast.While, ast.IfExp)) and not isinstance(node.test, ast.Constant):
        yield 'asks for the opposite', lambda it: setattr(it, 'test', ast.UnaryOp(ast.Not(), it.test))
    if isinstance(node, ast.Return) and node.value is not None and not _is_none(node.value):
        yield 'returns None', lambda it: setattr(it, 'value', ast.Constant(None))


def _is_none(value):
    return isinstance(value, ast.Constant) and value.value is None


def _removals(node):
    """Statements below this node that can be left out: (in words, how)."""
    for field in ('body', 'orelse', 'finalbody'):
        statements = getattr(node, field, None)
        for place, statement in enumerate(statements if isinstance(statements, list) else []):
            if (isinstance(statement, _REMOVABLE) and not _is_documentation(statement)) or _is_kept_aside(statement):
                yield statement.lineno, 'is left out', lambda it, field=field, place=place: getattr(it, field).__setitem__(place, ast.Pass())


def mutants(source):
    """Each as (line number, what is other in words, the changed tree)."""
    tree = ast.parse(source)
    for index, node in enumerate(ast.walk(tree)):
        changes = [(getattr(node, 'lineno', 0), words, change) for words, change in _changes(node)]
        for line, words, change in changes + list(_removals(node)):
            changed = copy.deepcopy(tree)
            change(next(found for place, found in enumerate(ast.walk(changed)) if place == index))
            yield line, words, ast.fix_missing_locations(changed)
