"""Which part of a result has no form in JSON, and what its author can do about it."""

import json
import math
import re
import sys

_LONGEST_NAME = 60
_LONGEST_PATH = 400
_HALF_CHARACTER = re.compile('[\ud800-\udfff]')
_ADVICE = (
    ((bytes, bytearray, memoryview), 'make text of it first, e.g. with .decode(errors="backslashreplace") or .hex()'),
    ((set, frozenset), 'make a list of it first, e.g. with sorted()'),
)


def find_fault(result):
    """The first such part, in the order of the text, as (path, what it is, what to do); None: there is none.

    Without recursion: a result may be as deep as Python's own goes.
    """
    path, open_parts = [], [iter([('result', result, _fault_of(result, 'a value'))])]
    while open_parts:
        place, value, fault = next(open_parts[-1], (None, None, None))
        del path[len(open_parts) - 1:]
        if place is None:
            open_parts.pop()
            continue
        path.append(place)
        if fault:
            return (_cut(''.join(path), _LONGEST_PATH), *fault)
        open_parts.append(_parts_of(value))
    return None


def _parts_of(value):
    """(place in it, part, what is wrong with it) of each; a wrong key is a part, too."""
    if isinstance(value, dict):
        for key, item in value.items():
            fault = _fault_of(key, 'a key')
            if fault:
                yield '', key, fault
            yield '[%s]' % _cut(_text_of_key(key), _LONGEST_NAME), item, _fault_of(item, 'a value')
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            yield '[%d]' % index, item, _fault_of(item, 'a value')


def _fault_of(value, what):
    """(what it is, what to do) when JSON has no form for it; its parts are another matter."""
    if isinstance(value, str):
        return _fault_of_text(value, what)
    if isinstance(value, float):
        return None if math.isfinite(value) else ('%s %r' % ('the key' if what == 'a key' else 'the number', float(value)), 'JSON has none such: take None or text')
    if isinstance(value, int):
        return _fault_of_integer(value, what)
    if what == 'a value' and isinstance(value, dict):
        return _fault_of_keys(value)
    if value is None or (what == 'a value' and isinstance(value, (list, tuple))):
        return None
    advice = next((advice for types, advice in _ADVICE if isinstance(value, types)), 'convert it first')
    return '%s of type %s' % (what, _cut(_name_of(type(value)), _LONGEST_NAME)), advice


def _fault_of_text(value, what):
    half = _HALF_CHARACTER.search(value)
    if half is None:
        return None
    found = '%s with half a character, %a, at %d' % ('a text' if what == 'a value' else what, half.group(), half.start())
    return found, 'replace it first, e.g. with .encode(errors="backslashreplace").decode()'


def _fault_of_integer(value, what):
    # Python before 3.11 may write numbers of any length; 0 says the same.
    limit = getattr(sys, 'get_int_max_str_digits', lambda: 0)()
    # A digit takes more than three bits: the power is worth its while only near the limit.
    if limit == 0 or int.bit_length(value) <= 3 * limit or abs(int(value)) < 10**limit:
        return None
    found = '%s with too many digits to write (limit %d)' % ('a number' if what == 'a value' else 'a key', limit)
    return found, 'make text of it first, e.g. with hex()'


def _fault_of_keys(value):
    alike = _find_keys_alike(value)
    if alike is None:
        return None
    found = 'a dict with two keys that are one in JSON, %s and %s' % tuple(_cut(_text_of_key(key), _LONGEST_NAME) for key in alike)
    return found, 'make them differ as text first'


def _find_keys_alike(value):
    """The first two keys of a dict that whoever reads its JSON takes for one, as 1 and '1', or None. Those of one class are none."""
    if len(set(map(type, value))) < 2:
        return None
    known = {}
    for key in value:
        if _fault_of(key, 'a key') is None:
            text = str.__str__(key) if isinstance(key, str) else json.dumps(key)
            if text in known:
                return known[text], key
            known[text] = key
    return None


def _text_of_key(key):
    """As Python writes it, whatever a class of the script makes of that."""
    for kind in (str, bool, int, float):
        if isinstance(key, kind):
            return kind.__repr__(key)
    return str(key) if key is None else _name_of(type(key))


def _name_of(kind):
    return type.__dict__['__name__'].__get__(kind)


def _cut(text, most):
    return text if len(text) <= most else text[: most // 2] + '…' + text[len(text) - most // 2:]
