"""The one connection of a script's process to its supervisor: packets, each with the pid of its sender from the kernel.

Only what the job's own process says counts: [MARK][MESSAGE][total: 8 bytes][offset: 8 bytes][part] is a part of how it ended.
Any process of the job may send [MARK][LINE][a log line as script_output writes it]: where standard output was closed or
replaced. Whatever else the job's own process writes is the dump of its stacks, which faulthandler writes here; whatever else
another one writes is nobody's, and counted.
"""

import _socket
import os
import socket
import struct

from output_lock import identity

MARK = b'\0\x1eJOB'
MESSAGE, LINE = b'M', b'L'
_PART = struct.Struct('>QQ')
_PART_BYTES = 60 * 1024
LONGEST_LINE = 96 * 1024
_LONGEST_PACKET = 128 * 1024
_MOST_PACKETS = 64  # at a time: orders of the Agent are not kept waiting by a flood
_MOST_DUMP_BYTES = 256 * 1024
_CREDENTIALS = struct.Struct('=iII')
_packet = bytearray(_LONGEST_PACKET)


class ChannelReader:
    """The supervisor's end, for one job."""

    def __init__(self, most_bytes):
        """`most_bytes`: of the message about the end."""
        # Without the objects of socket.socketpair(): each is pages to be copied, since the supervisor forks with every job.
        self.socket, self.theirs = _socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        self.socket.setblocking(False)
        self.most_bytes = most_bytes
        self.job_pid = None  # whose packets count
        self.is_closed = False  # nobody holds the other end
        self.is_full = False  # there was more than is read at a time
        self.message = None  # how the job's process says that it ended
        self.too_large = None  # its size, when it was not kept
        self.ignored = 0  # packets that are nothing, or of somebody whom nobody asked
        self.dump = bytearray()
        self.dump_size = 0
        self._total = self._arrived = 0
        self._parts = None
        self._longest = 0

    def fileno(self):
        return self.socket.fileno()

    def say_go(self):
        try:
            self.socket.send(b'g')
        except OSError:
            pass  # it has ended

    def close(self):
        self.socket.close()
        _packet[: self._longest] = bytes(self._longest)  # as agent_link.wipe

    def read(self):
        """Take what has arrived; returns log lines of the job's processes."""
        lines = []
        self.is_full = False
        for _ in range(_MOST_PACKETS):
            try:
                size, ancillary, flags, _ = self.socket.recvmsg_into([_packet], socket.CMSG_SPACE(_CREDENTIALS.size))
            except BlockingIOError:
                break
            except ConnectionResetError:
                continue  # it ended without having read all; what it sent is still there
            if size == 0 and not ancillary:
                self.is_closed = True
                break
            self._longest = max(self._longest, size)
            whole = not flags & socket.MSG_TRUNC
            line = self.take(memoryview(_packet)[:size], _sender(ancillary)) if whole else self._ignore()
            if line is not None:
                lines.append(line)
        else:
            self.is_full = True
        return lines

    def drain(self):
        """All that is left, when nobody is left who writes."""
        lines = []
        # No more rounds than a full channel can have: who was handed the other end from outside cannot prolong it.
        for _ in range(_MOST_PACKETS):
            lines += self.read()
            if not self.is_full:
                break
        return lines

    def take(self, packet, sender):
        """One packet of the process `sender`; returns a log line."""
        kind = packet[len(MARK): len(MARK) + 1] if packet[: len(MARK)] == MARK else b''
        rest = packet[len(MARK) + 1:]
        if kind == LINE:
            return bytes(rest) if len(rest) <= LONGEST_LINE else self._ignore()
        if sender != self.job_pid or len(packet) == 0:
            return self._ignore()
        if kind == MESSAGE:
            return self._take_part(rest)
        return self._take_dump(packet)

    def _ignore(self):
        self.ignored += 1

    def _take_dump(self, packet):
        self.dump_size += len(packet)
        self.dump += packet[: max(0, _MOST_DUMP_BYTES - len(self.dump))]

    def _take_part(self, packet):
        if len(packet) <= _PART.size:
            return self._ignore()
        total, offset = _PART.unpack_from(packet)
        part = packet[_PART.size:]
        if offset == 0:
            self._begin(total)
        if total != self._total or offset != self._arrived or offset + len(part) > total:
            return self._ignore()
        if self._parts is not None:
            self._parts[offset: offset + len(part)] = part
        self._arrived += len(part)
        if self._arrived == total:
            self._complete()
        return None

    def _begin(self, total):
        self._total, self._arrived = total, 0
        self._parts = bytearray(total) if total <= self.most_bytes else None

    def _complete(self):
        # The last one counts: the runner speaks after the script.
        self.message, self.too_large = self._parts, self._total if self._parts is None else None
        self._parts, self._total, self._arrived = None, 0, 0


def _sender(ancillary):
    """The pid that the kernel says; 0: nobody."""
    for level, kind, data in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_CREDENTIALS and len(data) >= _CREDENTIALS.size:
            return _CREDENTIALS.unpack_from(data)[0]
    return 0


class Channel:
    """The end of the script's process, on a descriptor that scripts do not meet by chance. They may close it all the same."""

    def __init__(self, descriptor):
        self.descriptor = descriptor
        self.inode = identity(descriptor)

    def wait_for_go(self):
        """False: the supervisor is gone."""
        return os.read(self.descriptor, 1) == b'g'

    def is_open(self):
        return self.inode is not None and identity(self.descriptor) == self.inode

    def send_message(self, data):
        """False: it could not be told."""
        for offset in range(0, len(data), _PART_BYTES):
            part = data[offset: offset + _PART_BYTES]
            if not self._send(MARK + MESSAGE + _PART.pack(len(data), offset) + part):
                return False
        return True

    def send_line(self, line):
        return self._send(MARK + LINE + line)

    def _send(self, packet):
        if not self.is_open():
            return False  # it may be a file of the script by now
        try:
            return os.write(self.descriptor, packet) == len(packet)
        except OSError:
            return False
