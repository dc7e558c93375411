"""Warm Python: started once per Agent, forks one supervisor per job.

Reads one job per line (JSON) on its standard input. The line is handed on by the fork itself, unread: the supervisor
parses it and talks to the Agent over the Unix socket named on the command line. Says on its standard output that it is
ready, and when a fork failed. When the Agent ends, however it ends, the input ends: this process ends, the kernel tells
every supervisor, and they kill their jobs.
"""

import gc
import json
import os
import signal
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import supervisor  # noqa: E402  (needs the path above when started with -I)

# Imported before the first fork, so that scripts which use them start at once.
import argparse, base64, collections, datetime, functools, glob, hashlib, itertools  # noqa: E401,E402,F401
import logging, math, platform, random, re, select, shutil, socket, string, struct  # noqa: E401,E402,F401
import subprocess, tempfile, textwrap, threading, time, urllib.parse, uuid  # noqa: E401,E402,F401

OLDEST_PYTHON = (3, 9)


def tell(message):
    os.write(1, json.dumps(message).encode() + b'\n')


def main(socket_path):
    if sys.version_info < OLDEST_PYTHON:
        tell({'refused': 'Python %d.%d or newer is needed' % OLDEST_PYTHON, 'python': sys.version.split()[0]})
        return
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the Agent's business
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # supervisors report for themselves; the kernel reaps them
    gc.collect()
    gc.freeze()  # objects made so far are never scanned again: forked memory stays shared
    tell({'ready': True, 'python': sys.version.split()[0], 'pid': os.getpid()})
    zygote_pid = os.getpid()
    for line in sys.stdin.buffer:
        try:
            pid = os.fork()
        except OSError as error:
            tell({'forkFailed': json.loads(line)['key'], 'message': str(error)})
            continue
        if pid == 0:
            supervisor.run(line, socket_path, zygote_pid)


if __name__ == '__main__':
    main(sys.argv[1])
