"""Turn what action() returned into JSON, or say precisely what in it JSON does not have."""

import json
import re

from result_fault import find_fault

PREVIEW_BYTES = 64 * 1024
# As in the contract's limits: whoever reads JSON has a limit of his own, the Agent too.
MOST_LEVELS = 500
# The Agent reads JSON with numbers as doubles, which have 15 digits for certain.
LONG_NUMBER = re.compile(r'\d{16}')
# The key of a dict that may have been none of text: it may be the same in JSON as one of text.
NO_TEXT_KEY = re.compile(r'"(?:true|false|null|-?\d[\d.e+-]*)": ')


class ResultNotJson(Exception):
    """action() returned something that JSON has no form for."""


def _too_deep():
    return ResultNotJson('action() must return JSON nested at most %d levels deep, but its result is nested deeper; return less of it' % MOST_LEVELS)


def _no_form(fault):
    return ResultNotJson('action() must return JSON (text, numbers, booleans, None, lists, dicts), but %s is %s; %s' % fault)


def _is_too_deep(value, text):
    """Level by level, once json.dumps has shown that there is an end."""
    if text.count('[') + text.count('{') <= MOST_LEVELS:
        return False
    level = [value]
    for _ in range(MOST_LEVELS):
        parts = (container.values() if isinstance(container, dict) else container for container in level)
        level = [part for inner in parts for part in inner if isinstance(part, (dict, list, tuple))]
        if not level:
            return False
    return True


def to_json(value):
    """Text and bytes of it."""
    try:
        text = json.dumps(value, allow_nan=False, ensure_ascii=False)
        data = text.encode()
    except RecursionError:
        raise _too_deep() from None
    except (TypeError, ValueError) as error:
        if 'Circular' in str(error):
            raise ResultNotJson('action() must return JSON, but its result contains itself') from None
        fault = find_fault(value)
        if fault is None:  # a class of the script made something else of itself meanwhile
            raise
        raise _no_form(fault) from None
    if NO_TEXT_KEY.search(text) and (fault := find_fault(value)):
        raise _no_form(fault)
    return text, data


def encode_result(value, limit):
    """What the Agent is told, as JSON. A result over the limit is kept as a preview: the beginning of its JSON, as text."""
    text, data = to_json(value)
    if _is_too_deep(value, text):
        raise _too_deep()
    if len(data) <= limit:
        if LONG_NUMBER.search(text):
            return _as_json({'k': 'result', 'value': None, 'json': text})
        return b'{"k": "result", "value": %b}' % data  # not made once more: it may be large
    preview = data[: min(PREVIEW_BYTES, limit // 2)].decode('utf-8', 'ignore')
    return _as_json({'k': 'result', 'value': preview, 'truncatedFrom': len(data)})


def _as_json(message):
    return json.dumps(message, ensure_ascii=False).encode()
