"""Warm Python: started once per Agent, forks a supervisor when told to.

A supervisor outlives its job and takes the next: so a job costs one fork, not two. Each talks to the Agent over the Unix
socket of the settings, which are JSON on the command line. Orders come on standard input, one a line:
"fork NUMBER TOKEN" makes a supervisor of that number, "kill NUMBER" kills the one that this process forked as it.
What a supervisor leaves behind, however it ended, becomes a child of this process and is killed.
Said on standard output: {"ready"}; {"forkFailed"}; {"swept": number, "unkillable": [{"pid", "state"}]}: the supervisor has
ended, and of what it left there are only those; once more when they are gone.
When the Agent ends, however it ends, the input ends: this process ends, the kernel tells every supervisor, and they kill
their jobs.
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
    import socket, subprocess, tempfile, textwrap, threading, time, urllib.parse, uuid  # noqa: E401,F401

    import agent_link
    import delegated_cgroup
    import job_cgroup
    import job_limits
    import linux_process
    import run_as
    import script_program
    import supervisor
    import work_folder

OLDEST_PYTHON = (3, 9)
DEAD_WITHIN_SECONDS = 5
LOOK_AGAIN_SECONDS = 0.02
LOOK_AT_STUCK_SECONDS = 1
LONGEST_ORDER = 200


def tell(message):
    os.write(1, json.dumps(message).encode() + b'\n')


class Supervisors:
    """Those that this process forked, by pid, and the sweep of what the dead ones left."""

    def __init__(self, settings, user, limits, cgroups):
        self.settings = settings
        self.user = user
        self.limits = limits
        self.cgroups = cgroups
        self.pid = os.getpid()
        self.numbers = {}  # of the living, by pid
        self.unswept = []  # numbers of the dead
        self.swept = set()  # and of those of whom nothing is left
        self.told = set()  # those of them whose leftovers were named
        self.sweep_until = None

    def obey(self, order):
        if order.startswith(b'fork '):
            end = order.index(b' ', 5)
            number, token = int(order[5:end]), order[end + 1:]
            agent_link.wipe(order)
            self.fork(number, token)
            agent_link.wipe(token)
            return
        wanted = int(order[5:])
        for pid, number in self.numbers.items():
            if number == wanted:
                linux_process.signal_process(pid, signal.SIGKILL)
                return
        if wanted in self.swept:  # it was told before the Agent knew that it is gone
            tell({'swept': wanted, 'unkillable': []})

    def fork(self, number, token):
        try:
            pid = os.fork()
        except OSError as error:
            tell({'forkFailed': str(error), 'number': number})
            return
        if pid == 0:
            signal.set_wakeup_fd(-1)
            supervisor.run(self.settings['socket'], token, self.pid, self.user, self.limits, self.cgroups.of_supervisor(number))
        self.numbers[pid] = number

    def reap(self):
        while True:
            try:
                pid, _ = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            if pid in self.numbers:
                self.unswept.append(self.numbers.pop(pid))
                self.sweep_until = time.monotonic() + DEAD_WITHIN_SECONDS

    def sweep(self):
        """Whoever is a child and no supervisor was left by one. Returns the seconds until there is more to do, or None."""
        if not self.unswept:
            return None
        left = linux_process.kill_children(self.numbers)
        for number in self.unswept:
            left += [pid for pid in self.cgroups.end_of_supervisor(number) if pid not in left]
        if not left:
            for number in self.unswept:
                tell({'swept': number, 'unkillable': []})
            self.swept.update(self.unswept)
            self.unswept, self.told = [], set()
            return None
        if time.monotonic() < self.sweep_until:
            return LOOK_AGAIN_SECONDS
        unkillable = [{'pid': pid, 'state': linux_process.state_of(pid)} for pid in left]
        for number in set(self.unswept) - self.told:
            tell({'swept': number, 'unkillable': unkillable})
        self.told = set(self.unswept)
        return LOOK_AT_STUCK_SECONDS


def serve(supervisors, wakeup):
    poller = select.poll()
    poller.register(0, select.POLLIN)
    poller.register(wakeup, select.POLLIN)
    while True:
        supervisors.reap()
        seconds = supervisors.sweep()
        ready = [descriptor for descriptor, _ in poller.poll(None if seconds is None else seconds * 1000)]
        if wakeup.fileno() in ready:
            wakeup.recv(4096)
        if 0 in ready:
            order = read_order()
            if order is None:
                return
            supervisors.obey(order)


def read_order():
    """One line, byte by byte: those behind it have tokens of others, which the one that is forked next must not hold."""
    order = bytearray(LONGEST_ORDER)
    for size in range(LONGEST_ORDER):
        if os.readv(0, [memoryview(order)[size: size + 1]]) == 0:
            return None
        if order[size] == ord('\n'):
            del order[size:]
            return order
    return None


def wake_on_children():
    wakeup, signalled = socket.socketpair()
    wakeup.setblocking(False)
    signalled.setblocking(False)
    signal.set_wakeup_fd(signalled.fileno(), warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    return wakeup, signalled


def find_user(settings):
    """Whose JumpScripts are; None: the Agent's."""
    if settings['runAs'] is None:
        return None
    user = run_as.resolve(settings['runAs'])
    run_as.prepare(user, settings['workFolder'], settings['secrets'])
    os.environ.update(HOME=user.home, USER=user.name, LOGNAME=user.name)
    return user


def find_cgroup(setting):
    """(what was delegated, what the Agent is told of it); NoCgroup: the one that was named cannot be used."""
    try:
        found = delegated_cgroup.take(setting)
    except delegated_cgroup.NoCgroup as error:
        if setting not in (delegated_cgroup.AUTO, delegated_cgroup.NO):
            raise
        return None, {'none': str(error), 'isFault': error.is_fault}
    return found, found._asdict()


def main(settings):
    if sys.version_info < OLDEST_PYTHON:
        tell({'refused': 'Python %d.%d or newer is needed' % OLDEST_PYTHON, 'python': sys.version.split()[0]})
        return
    linux_process.close_all_but(2)  # what the Agent itself was started with, should it have been left open
    try:
        user = find_user(settings)
    except run_as.CannotRunAs as error:
        tell({'cannotRunAs': str(error)})
        return
    try:
        delegated, said = find_cgroup(settings['cgroup'])
    except delegated_cgroup.NoCgroup as error:
        tell({'cannotUseCgroup': str(error)})
        return
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the Agent's business
    linux_process.adopt_orphans()
    linux_process.hide()
    wakeup, _signalled = wake_on_children()
    gc.collect()
    gc.freeze()  # objects made so far are never scanned again: forked memory stays shared
    script_program.hide_runner()
    sys.path[:] = [folder for folder in sys.path if os.path.abspath(folder) != RUNNER_FOLDER]
    limits = job_limits.JobLimits(**settings['limits'])
    cgroups = job_cgroup.Cgroups(delegated, limits, settings['workFolder'])
    cgroups.end_former()
    supervisors = Supervisors(settings, user, limits, cgroups)
    left = work_folder.clear(settings['workFolder'])
    tell({'ready': True, 'python': sys.version.split()[0], 'path': sys.executable, 'left': left, 'cgroup': said})
    serve(supervisors, wakeup)


if __name__ == '__main__':
    main(json.loads(sys.argv[1]))
