"""A supervisor's only connection to the Agent: frames of [kind: 1 byte][length: 4 bytes, big endian][payload].

The Agent gave the zygote a token for each supervisor it asked for; the first frame shows it, so nobody else is taken for one.
Sending never waits: what the Agent does not take at once is pending, and goes when it can.
"""

import collections
import socket
import struct

# Said by the supervisor; the Agent's frameReader.ts and supervisorLink.ts know the same.
HELLO, STARTED, OUTPUT, ERRORS, MESSAGE, EXIT, FREE = (bytes([kind]) for kind in b'HSoeMXF')
# Said by the Agent.
RUN, GO, STOP = (bytes([kind]) for kind in b'rgs')

_HEADER = struct.Struct('>cI')
_LONGEST_ORDER = 64 * 1024 * 1024


def wipe(data):
    """A script's process is a copy of its supervisor, which must not remember what is of other jobs."""
    data[:] = bytes(len(data))


class AgentLink:
    def __init__(self, socket_path, token):
        """`token`: a bytearray, wiped when it was shown."""
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.socket.connect(socket_path)
        self.pending = collections.deque()
        self.orders = collections.deque()  # (kind, payload)
        self.is_gone = False
        self._header = bytearray(_HEADER.size)
        self._expect(b'', self._header)
        self.send(HELLO, token)
        wipe(token)
        self.socket.setblocking(False)

    def fileno(self):
        return self.socket.fileno()

    def send(self, kind, payload):
        """`payload` must not change while something is pending."""
        self._send([_HEADER.pack(kind, len(payload)), payload])

    def send_both(self, kind, payload, other_kind, other):
        """The same with two frames at once: the Agent is woken for both."""
        self._send([_HEADER.pack(kind, len(payload)), payload, _HEADER.pack(other_kind, len(other)), other])

    def _send(self, parts):
        if not self.pending:
            parts = _after(parts, self._try_to_send(parts))
        if not self.is_gone:
            self.pending.extend(parts)

    def flush(self):
        while self.pending:
            part = self.pending.popleft()
            sent = self._try_to_send([part])
            if sent < len(part):
                if not self.is_gone:
                    self.pending.appendleft(memoryview(part)[sent:])
                return

    def read(self):
        """Add to `orders` what has arrived whole: one at most, poll() tells of the next."""
        known = len(self.orders)
        while not self.is_gone and len(self.orders) == known:
            try:
                count = self.socket.recv_into(self._room)
            except BlockingIOError:
                return
            except OSError:
                count = 0
            if count == 0:
                self._lose()
                return
            self._room = self._room[count:]
            if not self._room:
                self._complete()

    def _complete(self):
        kind, payload = self._kind, self._payload
        if payload is self._header:
            kind, length = _HEADER.unpack(payload)
            if length > _LONGEST_ORDER:
                self._lose()
                return
            payload = bytearray(length)
            if length > 0:
                self._expect(kind, payload)
                return
        self.orders.append((kind, payload))
        self._expect(b'', self._header)

    def _expect(self, kind, payload):
        self._kind, self._payload, self._room = kind, payload, memoryview(payload)

    def _try_to_send(self, parts):
        try:
            return self.socket.sendmsg(parts)
        except BlockingIOError:
            return 0
        except OSError:
            self._lose()
            return 0

    def _lose(self):
        self.is_gone = True
        self.pending.clear()


def _after(parts, sent):
    """What is left of them when `sent` bytes have gone."""
    left = []
    for part in parts:
        if sent >= len(part):
            sent -= len(part)
        else:
            left.append(memoryview(part)[sent:])
            sent = 0
    return left
