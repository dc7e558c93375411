"""What a supervisor believes of what its job's processes send."""

import os
import random
import select
import socket
import struct
import tempfile
import time
import unittest

import job_channel
from job_channel import LINE, MARK, MESSAGE

MOST_BYTES = 1000 * 1000
RUNS = int(os.environ.get('RUNNER_FUZZ_RUNS', '300'))


class ChannelCase(unittest.TestCase):
    def setUp(self):
        self.reader = job_channel.ChannelReader(MOST_BYTES)
        self.reader.job_pid = os.getpid()
        self.addCleanup(self.reader.close)
        self.addCleanup(self.reader.theirs.close)
        self.channel = job_channel.Channel(self.reader.theirs.fileno())

    def in_a_child(self, act):
        """act() in a process that is not the job's."""
        pid = os.fork()
        if pid == 0:
            try:
                act()
            finally:
                os._exit(0)
        os.waitpid(pid, 0)

    def message(self):
        return None if self.reader.message is None else bytes(self.reader.message)


class Channel(ChannelCase):
    def test_the_end_arrives_whole_whatever_its_size(self):
        for size in (1, 60 * 1024, 60 * 1024 + 1, MOST_BYTES):
            with self.subTest(size=size):
                said = os.urandom(size)
                sender = os.fork()
                if sender == 0:
                    os._exit(not self.channel.send_message(said))
                self.reader.job_pid = sender
                while self.message() != said:
                    self.reader.read()
                self.assertEqual(os.waitpid(sender, 0)[1], 0)
        self.assertEqual(self.reader.ignored, 0)

    def test_only_the_jobs_own_process_is_heard_whatever_others_say(self):
        self.in_a_child(lambda: self.channel.send_message(b'forged'))
        self.in_a_child(lambda: os.write(self.channel.descriptor, b'dump of another'))
        self.channel.send_message(b'true')
        self.in_a_child(lambda: self.channel.send_message(b'forged too'))
        self.reader.read()
        self.assertEqual((self.message(), self.reader.ignored, self.reader.dump_size), (b'true', 3, 0))

    def test_an_empty_packet_is_no_end_of_the_connection(self):
        self.in_a_child(lambda: self.reader.theirs.send(b''))
        self.channel.send_message(b'true')
        self.reader.read()
        self.assertEqual((self.message(), self.reader.is_closed, self.reader.ignored), (b'true', False, 1))

    def test_log_lines_of_any_process_of_the_job_are_log_lines(self):
        self.in_a_child(lambda: self.channel.send_line(b'of a child\n'))
        self.channel.send_line(b'own\n')
        self.assertEqual(self.reader.read(), [b'of a child\n', b'own\n'])

    def test_what_is_no_message_is_the_dump_kept_within_its_limit(self):
        os.write(self.channel.descriptor, b'Current thread\n')
        self.reader.read()
        self.assertEqual(bytes(self.reader.dump), b'Current thread\n')
        for _ in range(10):
            os.write(self.channel.descriptor, b'x' * 50000)
            self.reader.read()
        self.assertEqual((len(self.reader.dump), self.reader.dump_size), (256 * 1024, 500015))

    def test_a_message_over_the_limit_is_not_kept_but_its_size_is(self):
        for total in (MOST_BYTES + 1, 2**63):
            part = MARK + MESSAGE + struct.pack('>QQ', total, 0) + b'x'
            os.write(self.channel.descriptor, part)
            self.reader.read()
            self.assertIsNone(self.message())
        size = MOST_BYTES + 1
        for offset in range(0, size, 50000):
            part = b'x' * min(50000, size - offset)
            os.write(self.channel.descriptor, MARK + MESSAGE + struct.pack('>QQ', size, offset) + part)
            self.reader.read()
        self.assertEqual((self.message(), self.reader.too_large), (None, size))

    def test_the_last_message_counts_the_runner_speaks_after_the_script(self):
        self.channel.send_message(b'of the script')
        os.write(self.channel.descriptor, MARK + MESSAGE + struct.pack('>QQ', 100, 0) + b'begun')
        self.channel.send_message(b'of the runner')
        self.reader.read()
        self.assertEqual((self.message(), self.reader.too_large), (b'of the runner', None))

    def test_a_packet_larger_than_any_is_ignored(self):
        os.write(self.channel.descriptor, b'x' * 150000)
        os.write(self.channel.descriptor, MARK + LINE + b'x' * 100000)
        self.assertEqual((self.reader.read(), self.reader.ignored, self.reader.dump_size), ([], 2, 0))

    def test_descriptors_that_are_sent_along_are_not_taken(self):
        before = len(os.listdir('/proc/self/fd'))
        for _ in range(20):
            socket.send_fds(self.reader.theirs, [b'x'], [0, 1, 2])
        self.reader.read()
        self.assertEqual((len(os.listdir('/proc/self/fd')), self.reader.dump_size), (before, 20))

    def test_all_closed_is_the_end(self):
        self.channel.send_message(b'true')
        self.reader.theirs.close()
        self.reader.read()
        self.assertEqual((self.message(), self.reader.is_closed), (b'true', True))

    def test_what_was_sent_is_there_although_the_job_ended_without_reading_all(self):
        self.reader.say_go()
        self.channel.send_message(b'true')
        self.reader.theirs.close()
        self.reader.drain()
        self.assertEqual((self.message(), self.reader.is_closed), (b'true', True))
        self.reader.say_go()  # too late, and no error

    def test_who_floods_it_does_not_keep_its_reader_for_ever(self):
        pid = os.fork()
        if pid == 0:
            while True:
                os.write(self.channel.descriptor, b'flood')
        try:
            select.select([self.reader], [], [])
            self.reader.drain()
        finally:
            os.kill(pid, 9)
            os.waitpid(pid, 0)
        self.assertGreater(self.reader.ignored, 0)

    def test_nothing_of_one_job_is_left_in_memory_for_the_next(self):
        self.channel.send_message(b'a secret of the first')
        self.reader.read()
        self.reader.close()
        self.assertNotIn(b'secret', job_channel._packet)


class OwnEnd(ChannelCase):
    def test_it_waits_for_its_go(self):
        self.reader.say_go()
        self.assertTrue(self.channel.wait_for_go())
        self.reader.close()
        self.assertFalse(self.channel.wait_for_go())

    def test_nothing_is_written_to_a_file_that_took_its_number(self):
        with tempfile.TemporaryFile() as file:
            descriptor = os.dup(self.channel.descriptor)
            channel = job_channel.Channel(descriptor)
            os.dup2(file.fileno(), descriptor)
            self.assertFalse(channel.send_message(b'end'))
            self.assertFalse(channel.send_line(b'line'))
            os.close(descriptor)
            self.assertFalse(channel.send_message(b'end'))
            self.assertEqual(os.fstat(file.fileno()).st_size, 0)

    def test_it_says_when_nobody_listens(self):
        self.reader.socket.close()
        self.assertFalse(self.channel.send_message(b'end'))


class Fuzz(ChannelCase):
    """Random, huge, torn, fast and interleaved packets, of the job's own process and of others."""

    def test_no_packets_break_it_or_are_believed_when_they_are_of_others(self):
        seed = int(os.environ.get('RUNNER_FUZZ_SEED', time.time_ns() % 2**32))
        chance = random.Random(seed)
        with self.subTest(seed=seed):
            for _ in range(RUNS):
                for _ in range(chance.randint(1, 30)):
                    # As read() does it with what the kernel gives.
                    self.reader.take(memoryview(self.packet(chance)), chance.choice([os.getpid(), 1, 0, 4711]))
                self.assertLessEqual(len(self.reader.dump), 256 * 1024)
                self.assertLessEqual(len(self.reader._parts or b''), MOST_BYTES)
                self.assertLessEqual(len(self.reader.message or b''), MOST_BYTES)

    def test_and_it_still_hears_the_end_after_any_of_them(self):
        chance = random.Random(7)
        for run in range(RUNS):
            for _ in range(chance.randint(0, 5)):
                packet = self.packet(chance)[:100000]
                if chance.random() < 0.3:
                    self.reader.take(memoryview(packet), 4711)
                elif packet:
                    os.write(self.channel.descriptor, packet)
                    self.reader.read()
            said = b'true %d' % run
            self.assertTrue(self.channel.send_message(said))
            self.reader.read()
            self.assertEqual(self.message(), said)

    def packet(self, chance):
        body = os.urandom(chance.choice([0, 1, 5, 16, 17, 100, 60000]))
        numbers = [chance.choice([0, 1, 17, 100, len(body), MOST_BYTES, MOST_BYTES + 1, 2**64 - 1]) for _ in range(2)]
        kinds = [
            body,
            MARK + body,
            MARK + LINE + body,
            MARK + MESSAGE + body,
            MARK + MESSAGE + struct.pack('>QQ', *numbers) + body,
            MARK + MESSAGE + struct.pack('>QQ', len(body), 0) + body,
            (MARK + MESSAGE + struct.pack('>QQ', *numbers))[: chance.randint(0, 21)],
        ]
        return chance.choice(kinds)


if __name__ == '__main__':
    unittest.main()
