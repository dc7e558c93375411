"""Failures with their kind, one JSON object a line: {"kind": ..., "failure": {type, message, file, line, function, backtrace, code}}.

Scripts are written, run and described as the agent does it; what varies between runs of one kind (ids, numbers, paths, hosts,
times, languages, and lines elsewhere in the script) is drawn from a seed.

usage: corpus.py SEED PER_KIND
"""

import json
import os
import random
import string
import subprocess
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
sys.path.insert(0, os.path.join(ROOT, 'agent', 'runner'))

from kinds import KINDS, LIBRARY_FRAMES  # noqa: E402
from script_error import describe_error  # noqa: E402

BASE62 = string.ascii_letters + string.digits


class Values:
    """What varies. One failure has ids of one shape; another of its kind may have another."""

    def __init__(self, rng):
        self.rng = rng
        self.shape = rng.randrange(5)

    def chars(self, alphabet, count):
        return ''.join(self.rng.choice(alphabet) for _ in range(count))

    @property
    def id(self):
        hexadecimal = '0123456789abcdef'
        return (
            lambda: '-'.join(self.chars(hexadecimal, count) for count in (8, 4, 4, 4, 12)),
            lambda: self.chars(hexadecimal, self.rng.choice((12, 16, 32, 40, 64))),
            lambda: self.chars(BASE62, self.rng.choice((12, 16, 22))),
            lambda: str(self.rng.randrange(10**9, 10**15)),
            lambda: 'vm-' + self.chars(hexadecimal, 8),
        )[self.shape]()

    @property
    def number(self):
        return self.rng.choice((self.rng.randrange(10), self.rng.randrange(100, 100_000), -self.rng.randrange(1, 500)))

    @property
    def decimal(self):
        return self.rng.choice(('%.2f', '%.1f')) % (self.rng.random() * 1000)

    @property
    def duration(self):
        return '%s %s' % (self.decimal, self.rng.choice(('s', 'ms', 'seconds', 'minutes')))

    @property
    def size(self):
        return '%s %s' % (self.rng.randrange(1, 5000), self.rng.choice(('MB', 'GiB', 'kB', 'bytes')))

    @property
    def node(self):
        return '%s-%02d' % (self.rng.choice(('cpu', 'stor', 'gpu-node')), self.rng.randrange(100))

    @property
    def host(self):
        return '%s.%s' % (self.node, self.rng.choice(('example.com', 'dc1.internal', 'lan')))

    @property
    def ip(self):
        return '.'.join(str(self.rng.randrange(1, 255)) for _ in range(4))

    @property
    def port(self):
        return self.rng.randrange(1024, 65536)

    @property
    def mac(self):
        return ':'.join('%02x' % self.rng.randrange(256) for _ in range(6))

    @property
    def time(self):
        date = (2026, self.rng.randrange(1, 13), self.rng.randrange(1, 29))
        clock = '%02d:%02d:%02d' % tuple(self.rng.randrange(limit) for limit in (24, 60, 60))
        return self.rng.choice(('%04d-%02d-%02dT' % date + clock + 'Z', '%04d-%02d-%02d ' % date + clock + '.123'))

    @property
    def path(self):
        return '/var/lib/vms/%s/disk.qcow2' % self.id

    @property
    def temporary(self):
        return '/tmp/tmp%s/part' % self.chars(string.ascii_lowercase + string.digits + '_', 8)

    @property
    def url(self):
        return 'http://%s:%d/api/%s?try=%d' % (self.ip, self.port, self.id, self.number)

    @property
    def address(self):
        return '0x' + self.chars('0123456789abcdef', 12)

    @property
    def word(self):
        return self.rng.choice(('alpha', 'beta two', 'Grüße', '日本', 'x')) + self.rng.choice(('', ' ', '!', '-9'))


def elsewhere(rng):
    """Lines that have nothing to do with the failure."""
    lines = []
    for _ in range(rng.randrange(12)):
        lines += rng.choice((
            ['# %d' % rng.randrange(1000)],
            [''],
            ['LIMIT_%d = %d' % (rng.randrange(9), rng.randrange(100))],
            ['def helper_%d():' % rng.randrange(1000), '    return %d' % rng.randrange(9)],
        ))
    return '\n'.join(lines) + '\n'


def write_script(kind, rng):
    body = ['def %s(V):' % kind.function]
    body += ['    spare_%d = %d' % (index, rng.randrange(99)) for index in range(rng.randrange(4))]
    spaces = ' ' * rng.choice((1, 2))
    body += ['    ' + kind.line.replace(' = ', spaces + '=' + spaces)]
    call = [] if kind.function == 'action' else ['def action(V):', '    return %s(V)' % kind.function]
    return '\n'.join([elsewhere(rng), *body, elsewhere(rng), *call, elsewhere(rng)])


def run(kind, rng):
    code = write_script(kind, rng)
    names = {'__name__': 'script', 'subprocess': subprocess, 'json': json, 'os': os, **LIBRARY_FRAMES}
    exec(compile(code, kind.script, 'exec'), names)
    try:
        names['action'](kind.given(Values(rng)))
    except BaseException as error:  # also SystemExit
        described = describe_error(error, {'path': kind.script})
        fields = ('type', 'message', 'file', 'line', 'function', 'backtrace')
        return {**{field: described[field] for field in fields}, 'code': code}
    raise AssertionError('nothing was raised by ' + kind.name)


def main():
    seed, per_kind = int(sys.argv[1]), int(sys.argv[2])
    for kind in KINDS:
        rng = random.Random('%d %s' % (seed, kind.name))
        for _ in range(per_kind):
            print(json.dumps({'kind': kind.name, 'failure': run(kind, rng)}))


if __name__ == '__main__':
    main()
