"""Run JumpScripts as another user than the Agent: then they can neither read what is the Agent's nor signal it."""

import collections
import grp
import os
import pwd

import linux_process


class CannotRunAs(Exception):
    """The setting cannot be followed; the message says what was expected."""


User = collections.namedtuple('User', 'name home uid gid')


def _entry(find_name, find_id, text, what):
    try:
        return find_id(int(text)) if text.isdigit() else find_name(text)
    except KeyError:
        raise CannotRunAs('expected a %s of this machine, got "%s"' % (what, text)) from None


def resolve(text):
    """The user that "user" or "user:group" names, by name or number."""
    name, _, group = text.partition(':')
    user = _entry(pwd.getpwnam, pwd.getpwuid, name, 'user')
    gid = _entry(grp.getgrnam, grp.getgrgid, group, 'group').gr_gid if group else user.pw_gid
    if user.pw_uid == 0:
        raise CannotRunAs('expected another user than root, got "%s"; leave it out to run JumpScripts as the Agent' % text)
    return User(user.pw_name, user.pw_dir, user.pw_uid, gid)


def become(user):
    """There is no way back."""
    os.setgroups([])
    os.setresgid(user.gid, user.gid, user.gid)
    os.setresuid(user.uid, user.uid, user.uid)
    linux_process.allow_own_proc()


def prepare(user, work_folder, secrets):
    """Make sure that a folder in the working folder can be made for the user and used by it, and that it can read no secret.

    `work_folder` itself is left to the Agent: jobs may pass, each to its own.
    """
    trial = os.path.join(work_folder, 'trial-of-%s' % user.name)
    try:
        os.chown(work_folder, os.geteuid(), os.getegid())
        os.chmod(work_folder, 0o711)
        os.makedirs(trial, 0o700, exist_ok=True)
        os.chown(trial, user.uid, user.gid)
    except PermissionError:
        raise CannotRunAs('expected an Agent that runs as root (or has CAP_SETUID, CAP_SETGID, CAP_CHOWN and CAP_KILL), this one runs as user %d' % os.geteuid()) from None
    fault = _in_a_trial(lambda: _find_fault(user, trial, secrets))
    os.rmdir(trial)
    if fault:
        raise CannotRunAs(fault)


def _find_fault(user, folder, secrets):
    try:
        become(user)
    except OSError as error:
        return 'cannot become user %s (%s): expected an Agent that runs as root' % (user.name, error)
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        return 'user %s cannot enter %s; allow others to pass (chmod o+x) every folder above it, or set AGENT_DATA_DIR' % (user.name, os.path.dirname(folder))
    for file in secrets:
        if os.access(file, os.R_OK):
            return 'user %s can read %s, which holds the token or the key; chmod 600 it, and chown it to the user the Agent runs as' % (user.name, file)
    return ''


def _in_a_trial(find_fault):
    """What it says in a process of its own."""
    ours, theirs = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.write(theirs, find_fault().encode())
        finally:
            os._exit(0)
    os.close(theirs)
    with os.fdopen(ours, encoding='utf-8') as said:
        fault = said.read()
    os.waitpid(pid, 0)
    return fault
