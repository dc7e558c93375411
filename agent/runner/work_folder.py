"""The folder in which jobs work. A script may remove it, or somebody who cleans up: that is no reason for the next to fail."""

import os


class WorkFolderGone(Exception):
    """It cannot be used."""


def make_again(path, user):
    """In the supervisor, which may do so. What went wrong shows when the script enters it."""
    try:
        os.mkdir(path)
        if user is not None:
            os.chown(path, user.uid, user.gid)
    except OSError:
        pass


def enter(path):
    try:
        os.chdir(path)
    except OSError as error:
        raise WorkFolderGone(
            'expected a working folder for JumpScripts at %s, but it cannot be entered (%s); remove or repair what is there, '
            'the Agent makes the folder again' % (path, error.strerror)
        ) from None
