"""The process a JumpScript runs in: its own session and group, its own environment, one connection per stream.

What it tells the Agent on the control connection, one JSON object per line:
{"k": "started", "pid", "at": monotonic ms}; then it waits for one byte on its standard output's connection; then {"k": "result", "value"} or {"k": "error", "error": {...}}.
"""

import json
import os
import signal
import time

import fork_hooks
import JumpScale
import linux_process
import run_as
import script_output
import script_source
from script_arguments import bind_arguments
from script_error import describe_error
from script_result import encode_result


def send(control, frame):
    control.sendall(json.dumps(frame, ensure_ascii=False).encode('utf-8', 'replace') + b'\n')


def wait_for_go(output):
    """The Agent writes the start down before it lets the script run, so that no crash makes it run a second time."""
    if not output.recv(1):
        os._exit(1)


def become_own_group():
    os.setsid()
    linux_process.die_with_parent(signal.SIGKILL)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)


def prepare_environment(job):
    os.chdir(job['cwd'])
    os.environ['JUMPSCRIPT_JOB_GUID'] = job['guid']
    fork_hooks.register()


def execute(job, user):
    """Run action() and return the frame that says how it ended."""
    JumpScale.j._begin_job(job)
    source = script_source.read_verified(job['file'], job['hash'])
    if user is not None:
        run_as.become(user)
        linux_process.die_with_parent(signal.SIGKILL)  # the kernel forgot it with the change
    module = script_source.load(job, source)
    arguments = bind_arguments(module, job)
    return encode_result(module.action(**arguments), job['limits']['resultBytes'])


def run(job, control, output, errors, user):
    """Entered in a fresh fork of the supervisor; never returns."""
    code = 1
    try:
        become_own_group()
        # By hand: each part of json that is touched is a page to be copied.
        control.sendall(b'{"k": "started", "pid": %d, "at": %.3f}\n' % (os.getpid(), time.monotonic() * 1000))
        wait_for_go(output)
        script_output.redirect(output, errors, job['limits']['messageBytes'])
        prepare_environment(job)
        try:
            frame = execute(job, user)
            code = 0
        except BaseException as error:  # SystemExit and KeyboardInterrupt end a job like any other error
            frame = {'k': 'error', 'error': describe_error(error, job)}
        script_output.flush()
        send(control, frame)
    finally:
        os._exit(code)
