"""The supervisor's connection to an Agent that is played by the test."""

import os
import select
import socket
import struct
import tempfile
import unittest

import agent_link


def frame(kind, payload):
    return struct.pack('>cI', kind, len(payload)) + payload


class Link(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        path = os.path.join(folder.name, 's')
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(path)
            server.listen()
            self.token = bytearray(b'token')
            self.link = agent_link.AgentLink(path, self.token)
            self.agent, _ = server.accept()
        self.addCleanup(self.agent.close)
        self.addCleanup(self.link.socket.close)
        self.agent.settimeout(20)

    def heard(self, size):
        data = b''
        while len(data) < size:
            data += self.agent.recv(size - len(data))
        return data

    def test_it_shows_its_token_first_and_forgets_it(self):
        self.assertEqual(self.heard(10), frame(b'H', b'token'))
        self.assertEqual(self.token, bytearray(5))

    def test_orders_are_read_however_they_arrive(self):
        sent = frame(b'r', b'job' * 100) + frame(b'g', b'') + frame(b's', b'{}')
        for step in (1, 2, 7, len(sent)):
            with self.subTest(step=step):
                for start in range(0, len(sent), step):
                    self.agent.sendall(sent[start: start + step])
                    while select.select([self.link], [], [], 0)[0]:  # as poll() tells
                        self.link.read()
                self.assertEqual(list(self.link.orders), [(b'r', b'job' * 100), (b'g', b''), (b's', b'{}')])
                self.link.orders.clear()

    def test_what_the_agent_does_not_take_waits_and_arrives_in_order(self):
        self.heard(len(frame(b'H', b'token')))
        parts = [bytes([65 + n]) * 300000 for n in range(5)]
        for part in parts:
            self.link.send(b'o', part)
        self.assertTrue(self.link.pending)
        said = b''
        while self.link.pending:
            said += self.agent.recv(65536)
            self.link.flush()
        expected = b''.join(frame(b'o', part) for part in parts)
        said += self.heard(len(expected) - len(said))
        self.assertEqual(said, expected)

    def test_an_agent_that_is_gone_is_noticed_and_nothing_waits_for_it(self):
        self.link.send(b'o', b'x' * 3000000)
        self.agent.close()
        self.link.flush()
        self.link.read()
        self.assertEqual((self.link.is_gone, len(self.link.pending)), (True, 0))
        self.link.send(b'o', b'x')
        self.assertEqual(len(self.link.pending), 0)

    def test_an_order_larger_than_any_is_the_end(self):
        self.agent.sendall(struct.pack('>cI', b'r', 2**31))
        self.link.read()
        self.assertTrue(self.link.is_gone)

    def test_wiped_is_what_it_says(self):
        data = bytearray(b'secret')
        agent_link.wipe(data)
        self.assertEqual(data, bytearray(6))


if __name__ == '__main__':
    unittest.main()
