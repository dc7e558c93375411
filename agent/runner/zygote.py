"""Warm Python: started once per Agent, forks a supervisor for each line it reads on its standard input.

A supervisor outlives its job and takes the next: so a job costs one fork, not two. Each talks to the Agent over the Unix
socket of the settings, which are JSON on the command line. This process says on its standard output that it is ready, and when a fork failed. When
the Agent ends, however it ends, the input ends: this process ends, the kernel tells every supervisor, and they kill their
jobs.
"""

import gc
import json
import os
import signal
import sys

RUNNER_FOLDER = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, RUNNER_FOLDER)

import fork_hooks  # noqa: E402  (needs the path above when started with -I)

with fork_hooks.recorded():
    # Started with -S: what site loads registers hooks as well.
    import site

    site.main()
    # Imported before the first fork, so that scripts which use them start at once.
    import argparse, base64, collections, datetime, functools, glob, hashlib, itertools  # noqa: E401,F401
    import logging, math, platform, random, re, select, shutil, string, struct  # noqa: E401,F401
    import subprocess, tempfile, textwrap, threading, time, urllib.parse, uuid  # noqa: E401,F401

    import run_as
    import supervisor

OLDEST_PYTHON = (3, 9)


def tell(message):
    os.write(1, json.dumps(message).encode() + b'\n')


def start_supervisor(socket_path, zygote_pid, user):
    try:
        pid = os.fork()
    except OSError as error:
        tell({'forkFailed': str(error)})
        return
    if pid == 0:
        supervisor.run(socket_path, zygote_pid, user)


def find_user(settings):
    """Whose JumpScripts are; None: the Agent's."""
    if settings['runAs'] is None:
        return None
    user = run_as.resolve(settings['runAs'])
    run_as.prepare(user, settings['workFolder'], settings['secrets'])
    os.environ.update(HOME=user.home, USER=user.name, LOGNAME=user.name)
    return user


def main(settings):
    if sys.version_info < OLDEST_PYTHON:
        tell({'refused': 'Python %d.%d or newer is needed' % OLDEST_PYTHON, 'python': sys.version.split()[0]})
        return
    try:
        user = find_user(settings)
    except run_as.CannotRunAs as error:
        tell({'cannotRunAs': str(error)})
        return
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the Agent's business
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # supervisors report for themselves; the kernel reaps them
    gc.collect()
    gc.freeze()  # objects made so far are never scanned again: forked memory stays shared
    zygote_pid = os.getpid()
    # Scripts must not find the runner's modules by accident; JumpScale itself is imported already.
    sys.path[:] = [folder for folder in sys.path if os.path.abspath(folder) != RUNNER_FOLDER]
    tell({'ready': True, 'python': sys.version.split()[0], 'pid': zygote_pid})
    while True:
        wanted = os.read(0, 4096)
        if not wanted:
            return
        for _ in range(wanted.count(b'\n')):
            start_supervisor(settings['socket'], zygote_pid, user)


if __name__ == '__main__':
    main(json.loads(sys.argv[1]))
