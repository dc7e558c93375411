"""The kinds of failures of the corpus. Kinds that share script, function and line differ by type and message only."""

import collections

Kind = collections.namedtuple('Kind', 'name script function line given')


def _library(path, source):
    """Functions of a library that is not installed here: their frames have its file."""
    names = {}
    exec(compile(source, '/usr/lib/python3/dist-packages/' + path, 'exec'), names)
    return {name: value for name, value in names.items() if not name.startswith('__')}


_CLASSES = """
class libvirtError(Exception): pass
class ConnectionError(Exception): pass
class ResponseError(Exception): pass
class TimeoutError(Exception): pass
class HTTPError(Exception): pass
class ReadTimeout(Exception): pass
class SSLError(Exception): pass
class OperationalError(Exception): pass
class UndefinedTable(Exception): pass
class UndefinedColumn(Exception): pass
class UniqueViolation(Exception): pass
class VmError(Exception): pass
class AuthError(Exception): pass
"""
_NAMES = _library('field/errors.py', _CLASSES)
LIBRARY_FRAMES = {
    **_NAMES,
    **_library('redis/connection.py', 'def read_response():\n    raise EOFError()\ndef send_packed():\n    raise EOFError()\n'),
    **_library('libvirt.py', 'def stop_domain():\n    raise AssertionError\n'),
}


def _raised(group, kinds, line='raise V', function='action', script='acme/%s.py'):
    """`kinds`: name → (type, what makes its message of values, or a text)."""

    def given(cls, message):
        return lambda values: cls(*([message(values)] if callable(message) else [message]))

    return [Kind('%s: %s' % (group, name), script % group, function, line, given(cls, message)) for name, (cls, message) in kinds.items()]


def _os_error(number, *words):
    """In the language of the node."""
    return lambda values: OSError(number, values.rng.choice(words), values.path)


def _quoted(name):
    return lambda values: values.rng.choice(("'%s'", '"%s"')) % name


E_ = _NAMES
KINDS = [
    # Names that quoted texts are.
    Kind('key a', 'acme/keys.py', 'action', 'value = {}[V]', lambda values: 'a'),
    Kind('key b', 'acme/keys.py', 'action', 'value = {}[V]', lambda values: 'b'),
    Kind('key of ids', 'acme/keys.py', 'action', 'value = {}[V]', lambda values: '%s/%s' % (values.node, values.id)),
    Kind('key a elsewhere', 'acme/keys2.py', 'action', 'value = {}[V]', lambda values: 'a'),
    Kind('key a in another function', 'acme/keys.py', 'prepare', 'value = {}[V]', lambda values: 'a'),
    Kind('key a on another line', 'acme/keys.py', 'action', "other = {'x': 1}[V]", lambda values: 'a'),
    Kind('attribute start', 'acme/names.py', 'action', 'getattr(None, V)', lambda values: 'start'),
    Kind('attribute stop', 'acme/names.py', 'action', 'getattr(None, V)', lambda values: 'stop'),
    Kind('module one', 'acme/names.py', 'action', '__import__(V)', lambda values: 'jumpscale_one'),
    Kind('module two', 'acme/names.py', 'action', '__import__(V)', lambda values: 'jumpscale_two.clients'),
    Kind('name', 'acme/names.py', 'action', 'eval(V)', lambda values: 'undefined_name'),
    Kind('other name', 'acme/names.py', 'action', 'eval(V)', lambda values: 'other_name'),
    Kind('argument', 'acme/names.py', 'action', 'dict.fromkeys(**{V: 1})', lambda values: 'nodes'),
    Kind('operands', 'acme/names.py', 'action', "V + 'x'", lambda values: values.rng.randrange(99)),
    Kind('operands: none', 'acme/names.py', 'action', "V + 'x'", lambda values: None),
    # Python's own, with values of any kind.
    Kind('no number', 'acme/values.py', 'action', 'number = int(V)', lambda values: values.word + values.id),
    Kind('json', 'acme/values.py', 'action', 'json.loads(V)', lambda values: '\n' * values.rng.randrange(3) + ' ' * values.rng.randrange(9) + 'x'),
    Kind('json: more than one', 'acme/values.py', 'action', 'json.loads(V)', lambda values: '%d x' % abs(values.number)),
    Kind('decode', 'acme/values.py', 'action', "V.decode('utf-8')", lambda values: b'a' * values.rng.randrange(9) + b'\xff'),
    Kind('index', 'acme/values.py', 'action', '[][V]', lambda values: values.rng.randrange(9)),
    Kind('unpack few', 'acme/values.py', 'action', 'a, b, c = V', lambda values: [1]),
    Kind('division', 'acme/values.py', 'action', '1 / V', lambda values: 0),
    Kind('assertion', 'acme/values.py', 'action', "assert V is None, 'must be nothing'", lambda values: values.id),
    Kind('recursion', 'acme/values.py', 'again', 'return again(V)', lambda values: values.number),
    # System calls, in several languages.
    Kind('open: none', 'acme/files.py', 'action', 'open(V)', lambda values: values.path),
    Kind('open: temporary', 'acme/files.py', 'action', 'open(V)', lambda values: values.temporary),
    Kind('open: folder', 'acme/files.py', 'action', 'open(V)', lambda values: '/usr'),
    Kind('program one', 'acme/files.py', 'action', 'subprocess.run(V)', lambda values: ['qemu-image', 'info', values.path]),
    Kind('program two', 'acme/files.py', 'action', 'subprocess.run(V)', lambda values: ['virsh-tool', 'start', values.id]),
    Kind('errno 2', 'acme/os.py', 'action', 'raise V', _os_error(2, 'No such file or directory', 'Datei oder Verzeichnis nicht gefunden', 'Aucun fichier ou dossier de ce type')),
    Kind('errno 13', 'acme/os.py', 'action', 'raise V', _os_error(13, 'Permission denied', 'Keine Berechtigung', 'Permission non accordée')),
    Kind('errno 28', 'acme/os.py', 'action', 'raise V', _os_error(28, 'No space left on device', 'Auf dem Gerät ist kein Speicherplatz mehr verfügbar', 'Aucun espace disponible sur le périphérique')),
    Kind('errno 5', 'acme/os.py', 'action', 'raise V', _os_error(5, 'Input/output error', 'Eingabe-/Ausgabefehler', "Erreur d'entrée/sortie")),
    Kind('errno 111', 'acme/os.py', 'action', 'raise V', lambda values: OSError(111, values.rng.choice(('Connection refused', 'Verbindungsaufbau abgelehnt')))),
    Kind('errno -2', 'acme/os.py', 'action', 'raise V', lambda values: OSError(-2, values.rng.choice(('Name or service not known', 'Der Name oder der Dienst ist nicht bekannt')))),
    # Programs.
    Kind('exit status 1', 'acme/programs.py', 'action', "subprocess.run(V, shell=True, check=True)", lambda values: 'exit 1 # %s' % values.id),
    Kind('exit status 127', 'acme/programs.py', 'action', "subprocess.run(V, shell=True, check=True)", lambda values: 'exit 127 # %s' % values.id),
    Kind('killed', 'acme/programs.py', 'action', "subprocess.run(V, shell=True, check=True)", lambda values: 'kill -9 $$ # %s' % values.id),
    Kind('crashed', 'acme/programs.py', 'action', "subprocess.run(V, shell=True, check=True)", lambda values: 'kill -11 $$ # %s' % values.id),
    Kind('sys.exit 1', 'acme/programs.py', 'action', 'raise SystemExit(V)', lambda values: 1),
    Kind('sys.exit 3', 'acme/programs.py', 'action', 'raise SystemExit(V)', lambda values: 3),
    Kind('sys.exit text', 'acme/programs.py', 'action', 'raise SystemExit(V)', lambda values: 'no disk %s' % values.id),
    # Nothing said.
    Kind('silent: read', 'acme/silent.py', 'action', '(read_response if V == 1 else send_packed)()', lambda values: 1),
    Kind('silent: send', 'acme/silent.py', 'action', '(read_response if V == 1 else send_packed)()', lambda values: 2),
    Kind('silent: library', 'acme/silent.py', 'action', 'stop_domain()', lambda values: 1),
    Kind('silent: own', 'acme/silent.py', 'action', 'raise ValueError', lambda values: 1),
    Kind('silent: memory', 'acme/silent.py', 'action', 'raise MemoryError()', lambda values: 1),
]
KINDS += _raised('web', {
    'not found': (E_['HTTPError'], lambda v: '404 Client Error: Not Found for url: %s' % v.url),
    'forbidden': (E_['HTTPError'], lambda v: '403 Client Error: Forbidden for url: %s' % v.url),
    'broken': (E_['HTTPError'], lambda v: '500 Server Error: Internal Server Error for url: %s' % v.url),
    'urllib 404': (E_['HTTPError'], 'HTTP Error 404: Not Found'),
    'urllib 503': (E_['HTTPError'], 'HTTP Error 503: Service Unavailable'),
    'status': (E_['VmError'], lambda v: 'cloud API answered with status 409 after %s for %s' % (v.duration, v.id)),
    'other status': (E_['VmError'], lambda v: 'cloud API answered with status 502 after %s for %s' % (v.duration, v.id)),
    'refused': (E_['ConnectionError'], lambda v: "HTTPConnectionPool(host='%s', port=%d): Max retries exceeded with url: /vms/%s (Caused by NewConnectionError('<urllib3.connection.HTTPConnection object at %s>: Failed to establish a new connection: [Errno 111] Connection refused'))" % (v.ip, v.port, v.id, v.address)),
    'unknown host': (E_['ConnectionError'], lambda v: "HTTPConnectionPool(host='%s', port=%d): Max retries exceeded with url: /vms/%s (Caused by NewConnectionError('<urllib3.connection.HTTPConnection object at %s>: Failed to establish a new connection: [Errno -2] Name or service not known'))" % (v.host, v.port, v.id, v.address)),
    'read timeout': (E_['ReadTimeout'], lambda v: "HTTPSConnectionPool(host='%s', port=%d): Read timed out. (read timeout=%s)" % (v.host, v.port, v.decimal)),
    'certificate': (E_['SSLError'], lambda v: '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self signed certificate (_ssl.c:%d)' % v.rng.randrange(900, 1200)),
    'certificate expired': (E_['SSLError'], lambda v: '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired (_ssl.c:%d)' % v.rng.randrange(900, 1200)),
})
KINDS += _raised('virt', {
    'no domain': (E_['libvirtError'], lambda v: "Domain not found: no domain with matching uuid '%s' (%s)" % (v.id, v.node)),
    'no domain name': (E_['libvirtError'], lambda v: "Domain not found: no domain with matching name '%s'" % v.id),
    'running': (E_['libvirtError'], 'Requested operation is not valid: domain is already running'),
    'not running': (E_['libvirtError'], 'Requested operation is not valid: domain is not running'),
    'monitor': (E_['libvirtError'], lambda v: 'internal error: process exited while connecting to monitor: %s qemu-system-x86_64: -drive file=%s: Could not open' % (v.time, v.path)),
    'qemu command': (E_['libvirtError'], lambda v: "internal error: unable to execute QEMU command 'blockdev-add': Failed to get \"write\" lock on %s" % v.path),
    'other qemu command': (E_['libvirtError'], lambda v: "internal error: unable to execute QEMU command 'device_del': Device '%s' not found" % v.id),
    'lock': (E_['libvirtError'], lambda v: 'Timed out during operation: cannot acquire state change lock (held by monitor=remoteDispatchDomain%d)' % v.rng.randrange(10)),
    'agent': (E_['libvirtError'], lambda v: 'Guest agent is not responding: QEMU guest agent is not connected to %s' % v.node),
})
KINDS += _raised('store', {
    'refused': (E_['ConnectionError'], lambda v: 'Error 111 connecting to %s:%d. Connection refused.' % (v.ip, v.port)),
    'unreachable': (E_['ConnectionError'], lambda v: 'Error 113 connecting to %s:%d. No route to host.' % (v.ip, v.port)),
    'wrong type': (E_['ResponseError'], 'WRONGTYPE Operation against a key holding the wrong kind of value'),
    'out of memory': (E_['ResponseError'], "OOM command not allowed when used memory > 'maxmemory'."),
    'moved': (E_['ResponseError'], lambda v: 'MOVED %d %s:%d' % (v.rng.randrange(16384), v.ip, v.port)),
    'table jobs': (E_['UndefinedTable'], lambda v: 'relation "jobs" does not exist\nLINE 1: select * from jobs where id = %d' % v.number),
    'table nodes': (E_['UndefinedTable'], lambda v: 'relation "nodes" does not exist\nLINE 1: select * from nodes where id = %d' % v.number),
    'column': (E_['UndefinedColumn'], 'column "grid" does not exist'),
    'duplicate': (E_['UniqueViolation'], lambda v: 'duplicate key value violates unique constraint "jobs_pkey"\nDETAIL:  Key (guid)=(%s) already exists.' % v.id),
    'duplicate name': (E_['UniqueViolation'], lambda v: 'duplicate key value violates unique constraint "nodes_name"\nDETAIL:  Key (name)=(%s) already exists.' % v.node),
    'postgres refused': (E_['OperationalError'], lambda v: 'connection to server at "%s", port %d failed: Connection refused\n\tIs the server running on that host?' % (v.ip, v.port)),
    'postgres password': (E_['OperationalError'], lambda v: 'connection to server at "%s", port %d failed: FATAL:  password authentication failed for user "ovc"' % (v.ip, v.port)),
    'mysql 1045': (E_['OperationalError'], lambda v: '(1045, "Access denied for user \'ovc\'@\'%s\' (using password: YES)")' % v.ip),
    'mysql 2003': (E_['OperationalError'], lambda v: '(2003, "Can\'t connect to MySQL server on \'%s\' (111)")' % v.ip),
})
KINDS += _raised('own', {
    'disk full': (E_['VmError'], lambda v: 'disk of %s is %d%% full, %s left' % (v.id, v.rng.randrange(80, 100), v.size)),
    'gone': (E_['VmError'], lambda v: 'vm %s is gone since %s' % (v.id, v.time)),
    'slow': (E_['VmError'], lambda v: 'vm %s took %s, longer than %s' % (v.id, v.duration, v.duration)),
    'mac': (E_['VmError'], lambda v: 'no network card %s on %s' % (v.mac, v.node)),
    'object': (E_['VmError'], lambda v: 'cannot use <Vm object at %s>' % v.address),
    'assigned': (E_['VmError'], lambda v: 'bad request: vm=%s node=%s retries=%d' % (v.id, v.node, v.number)),
    'answer denied': (E_['VmError'], lambda v: 'bad answer: {"code": 403, "message": "vm %s is not yours", "id": %d}' % (v.id, v.number)),
    'answer unknown': (E_['VmError'], lambda v: 'bad answer: {"code": 404, "message": "no vm %s", "id": %d}' % (v.id, v.number)),
    'host of no known domain': (E_['VmError'], lambda v: 'cannot reach %s%d.prod.acme' % (v.rng.choice(('node', 'storage')), v.rng.randrange(99))),
    'fingerprint': (E_['VmError'], lambda v: 'unknown key %s' % ':'.join(v.chars('0123456789abcdef', 2) for _ in range(16))),
    'list': (E_['VmError'], lambda v: 'these are left: %r' % [v.rng.randrange(999) for _ in range(v.rng.randrange(2, 9))]),
    'dict': (E_['VmError'], lambda v: 'unexpected answer %r' % {'id': v.id, 'size': v.number}),
    'announced refused': (E_['VmError'], lambda v: 'could not start %s:\n  no free memory' % v.id),
    'announced denied': (E_['VmError'], lambda v: 'could not start %s:\n  quota exceeded' % v.id),
    'long': (E_['VmError'], lambda v: 'the answer was %s and it ended so' % ((v.id + ' ') * v.rng.randrange(1, 3)).strip()),
    'url': (E_['VmError'], lambda v: 'cannot load image from %s' % v.url),
    'mail': (E_['AuthError'], lambda v: 'no account for user%d@%s' % (abs(v.number), v.host)),
    'token': (E_['AuthError'], lambda v: 'token %s has expired' % v.id),
    'exit code 2': (E_['VmError'], lambda v: 'helper for %s ended with exit code 2' % v.id),
    'exit code 4': (E_['VmError'], lambda v: 'helper for %s ended with exit code 4' % v.id),
    'signal 9': (E_['VmError'], lambda v: 'worker %d died by signal 9' % abs(v.number)),
    'signal 15': (E_['VmError'], lambda v: 'worker %d died by signal 15' % abs(v.number)),
    'not mounted': (E_['VmError'], lambda v: '/mnt/vol-%d is not mounted on %s' % (v.rng.randrange(99), v.host)),
    'home': (E_['VmError'], lambda v: 'no key in /home/%s/.ssh' % v.rng.choice(('ann', 'bob', 'carl'))),
})
