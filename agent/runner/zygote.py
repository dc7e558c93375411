"""Warm Python: started once per Agent, forks supervisors and hands them jobs.

Reads one job per line (JSON) on its standard input and gives it, unread, to a supervisor that has nothing to do, or to a
new one. A supervisor outlives its job and takes the next: so a job costs one fork, not two. Each talks to the Agent over
the Unix socket named on the command line. This process says on its standard output that it is ready, and when a fork
failed. When the Agent ends, however it ends, the input ends: this process ends, the kernel tells every supervisor, and
they kill their jobs.
"""

import gc
import json
import os
import selectors
import signal
import socket
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import supervisor  # noqa: E402  (needs the path above when started with -I)

# Imported before the first fork, so that scripts which use them start at once.
import argparse, base64, collections, datetime, functools, glob, hashlib, itertools  # noqa: E401,E402,F401
import logging, math, platform, random, re, select, shutil, string, struct  # noqa: E401,E402,F401
import subprocess, tempfile, textwrap, threading, time, urllib.parse, uuid  # noqa: E401,E402,F401

OLDEST_PYTHON = (3, 9)


def tell(message):
    os.write(1, json.dumps(message).encode() + b'\n')


class Pool:
    """The supervisors there are; each is the peer of one socket here."""

    def __init__(self, socket_path):
        self.socket_path = socket_path
        self.zygote_pid = os.getpid()
        self.selector = selectors.DefaultSelector()
        self.selector.register(0, selectors.EVENT_READ)
        self.idle = []
        self.unread = b''

    def serve(self):
        """Return when the input has ended."""
        while True:
            ready = [key.fileobj for key, _ in self.selector.select()]
            # Who is idle first: then no job makes a supervisor more than there are workers.
            for peer in ready:
                if peer != 0:
                    self.hear(peer)
            if 0 in ready and not self.read_jobs():
                return

    def hear(self, peer):
        """A supervisor says that its job has ended, or has ended itself."""
        try:
            is_alive = bool(peer.recv(64))
        except OSError:
            is_alive = False
        if is_alive:
            self.idle.append(peer)
        else:
            self.drop(peer)

    def read_jobs(self):
        data = os.read(0, 1024 * 1024)
        *lines, self.unread = (self.unread + data).split(b'\n')
        for line in lines:
            self.give(line + b'\n')
        return bool(data)

    def give(self, line):
        while self.idle:
            peer = self.idle.pop()
            try:
                peer.sendall(line)
                return
            except OSError:  # somebody killed it; the next one is as good
                self.drop(peer)
        try:
            self.start().sendall(line)
        except OSError as error:
            tell({'forkFailed': json.loads(line)['key'], 'message': str(error)})

    def start(self):
        ours, theirs = socket.socketpair()
        try:
            pid = os.fork()
        except OSError:
            ours.close()
            theirs.close()
            raise
        if pid == 0:
            ours.close()
            self.forget()
            supervisor.run(theirs, self.socket_path, self.zygote_pid)
        theirs.close()
        self.selector.register(ours, selectors.EVENT_READ)
        return ours

    def drop(self, peer):
        if peer in self.idle:
            self.idle.remove(peer)
        self.selector.unregister(peer)
        peer.close()

    def forget(self):
        """In a supervisor: the other ones are none of its business."""
        others = [key.fileobj for key in self.selector.get_map().values() if key.fd != 0]
        self.selector.close()
        for peer in others:
            peer.close()


def main(socket_path):
    if sys.version_info < OLDEST_PYTHON:
        tell({'refused': 'Python %d.%d or newer is needed' % OLDEST_PYTHON, 'python': sys.version.split()[0]})
        return
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the Agent's business
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # supervisors report for themselves; the kernel reaps them
    gc.collect()
    gc.freeze()  # objects made so far are never scanned again: forked memory stays shared
    tell({'ready': True, 'python': sys.version.split()[0], 'pid': os.getpid()})
    Pool(socket_path).serve()


if __name__ == '__main__':
    main(sys.argv[1])
