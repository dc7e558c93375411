"""The process a JumpScript runs in: its own session and group, its own environment, and nothing of the runner's but a channel.

Its standard output and error are pipes. On the channel (job_channel.py) it waits for one byte before it runs the script, and
says in the end {"k": "result", "value"} or {"k": "error", "error": {...}}. Children that the script forks and that come back
here end as they would in plain Python, and say nothing. What it says is said when all of the program has ended.
"""

import collections
import json
import os
import resource
import signal
import sys
import traceback

import fork_hooks
import job_channel
import job_limits
import JumpScale
import linux_process
import run_as
import script_end
import script_output
import script_program
import script_source
import work_folder
from script_arguments import bind_arguments
from script_error import describe_error
from script_result import encode_result

# How far the script came, in memory that its supervisor sees: no script closes it by mistake.
BEFORE_ACTION, IN_ACTION, AFTER_ACTION, UNTOLD = 0, 1, 2, 3
# What the supervisor gives a script's process beside its connections. `progress`: a byte that both see.
Surroundings = collections.namedtuple('Surroundings', 'descriptor folder user limits kernel_limits progress')
# High enough for what scripts close or number themselves, low enough for the kernel's table of descriptors.
_HIGHEST_DESCRIPTOR = 8191
_LOWEST = 3
_scan_json = json.JSONDecoder().scan_once


def channel_descriptor():
    """Where each script's process has its channel."""
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    limit = _HIGHEST_DESCRIPTOR + 1 if soft == resource.RLIM_INFINITY else min(soft, _HIGHEST_DESCRIPTOR + 1)
    return max(_LOWEST, limit - 1)


def isolate(channel, output, errors, descriptor):
    """First of all: nothing of the runner's stays open. `channel`, `output`, `errors`: this process's ends, as descriptors."""
    os.dup2(output, 1)
    os.dup2(errors, 2)
    if channel != _LOWEST:
        os.dup2(channel, _LOWEST)
    # Before the high number is taken: until then the kernel has a small table to look through.
    linux_process.close_all_but(_LOWEST)
    if descriptor != _LOWEST:
        os.dup2(_LOWEST, descriptor, inheritable=False)
        os.close(_LOWEST)
    return job_channel.Channel(descriptor)


def become_own_group():
    os.setsid()
    linux_process.die_with_parent(signal.SIGKILL)
    linux_process.allow_own_proc()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)


def prepare_environment(job, own):
    job_limits.apply(own.kernel_limits, own.limits)
    work_folder.enter(own.folder)
    os.environ['JUMPSCRIPT_JOB_GUID'] = job['guid']
    fork_hooks.register()


def load_script(job, own):
    """Returns its module and the arguments of its action()."""
    prepare_environment(job, own)
    JumpScale.j._begin_job(job)
    source = script_source.read_verified(job['file'], job['hash'])
    if own.user is not None:
        run_as.become(own.user)
        linux_process.die_with_parent(signal.SIGKILL)  # the kernel forgot it with the change
    script_program.begin(job, source)
    module = script_source.load(job, source)
    return module, bind_arguments(module, job)


def execute(job, own):
    """Returns what the Agent is told of how the script ended, as JSON, and the exit code."""
    own_pid = os.getpid()
    value, error, was_called = None, None, False
    try:
        module, arguments = load_script(job, own)
        was_called = True
        if os.getpid() == own_pid:  # not a child that it forked while it was loaded
            own.progress[0] = IN_ACTION
        value = module.action(**arguments)
    except BaseException as raised:
        error = raised
    if os.getpid() != own_pid:
        leave_to_plain_python(job, error)
    own.progress[0] = AFTER_ACTION
    end, code = describe_end(job, value, None if was_called and is_plain_exit(error) else error, own.limits)
    del error  # and with it the stack, which holds what the script let go
    script_end.end_program(script_source.module_name(job))
    return end, code


def describe_end(job, value, error, limits):
    try:
        if error is None:
            return encode_result(value, job['limits']['resultBytes']), 0
    except BaseException as refused:
        error = refused
    said = {'k': 'error', 'error': dict(describe_error(error, job), exceeded=job_limits.exceeded_by(error, limits))}
    return json.dumps(said, ensure_ascii=False).encode('utf-8', 'replace'), 1


def is_plain_exit(error):
    """sys.exit() and sys.exit(0) end a program as its last line does."""
    return isinstance(error, SystemExit) and (error.code is None or isinstance(error.code, int) and int(error.code) == 0)


def leave_to_plain_python(job, error):
    """A child that the script forked is not the job: it ends here, as it would in plain Python."""
    code = 0
    if isinstance(error, SystemExit) and not is_plain_exit(error):
        code = error.code if isinstance(error.code, int) else 1
        if code is not error.code:
            print(error.code, file=sys.stderr)
    elif error is not None and not isinstance(error, SystemExit):
        traceback.print_exception(type(error), error, error.__traceback__)
        code = 1
    script_end.end_program(script_source.module_name(job))
    os._exit(code & 0xFF)


def run(order, channel, output, errors, own):
    """Entered in a fresh fork of the supervisor; never returns. `order`: the job as JSON."""
    code = 1
    try:
        told = isolate(channel, output, errors, own.descriptor)
        become_own_group()
        # The Agent writes the start down before it lets the script run, so that no crash makes it run a second time.
        if not told.wait_for_go():
            return
        job, _ = _scan_json(str(order, 'utf-8'), 0)  # json.loads() touches more: each page of it is copied
        script_output.redirect(told, job['limits']['messageBytes'])
        end, code = execute(job, own)
        if not told.send_message(end):
            own.progress[0] = UNTOLD
    finally:
        os._exit(code)
