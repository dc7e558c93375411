"""The folder that a job works in: its own, empty in the beginning, gone in the end whatever is in it."""

import os
import stat
import time

_MODE = 0o700
# A walk that takes longer is left where it is: the supervisor has more to do than that.
_SIZE_WITHIN_SECONDS = 0.1
_REMOVE_WITHIN_SECONDS = 5
_CLEAR_WITHIN_SECONDS = 60  # each, before there are jobs that wait
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


class WorkFolderGone(Exception):
    """It cannot be used."""


def make(parent, name, user):
    """In the supervisor, which may do so. Returns its path, also when it could not be made: that shows when the script enters it."""
    path = os.path.join(parent, name)
    try:
        try:
            os.mkdir(path, _MODE)
        except FileExistsError:
            remove(path)
            os.mkdir(path, _MODE)
        except FileNotFoundError:
            os.mkdir(parent)  # but not more: where the Agent's data were, others may be by now
            os.mkdir(path, _MODE)
        if user is not None:
            os.chown(path, user.uid, user.gid)
    except OSError:
        pass
    return path


class WorkFolders:
    """Those of one supervisor's jobs, one after the other. One that a job left as it found it is the next one's: to make and remove one may wait for the disk."""

    def __init__(self, user):
        self._user = user
        self._made = 0
        self._path = self._parent = self._as_made = None

    def take(self, parent):
        """An empty folder for a job. Returns its path."""
        # Looked at again: while it waited, somebody who cleans up may have removed it, or one whom its job told of it written there.
        if self._path is None or self._parent != parent or not self._is_as_made():
            self.end()
            self._made += 1
            self._parent, self._path = parent, make(parent, '%d-%d' % (os.getpid(), self._made), self._user)
            self._as_made = _look(self._path)
        return self._path

    def give_back(self):
        """Its job has ended, nobody is in it any more. Returns why something of it is left, or None."""
        return None if self._is_as_made() else self.end()

    def leave(self):
        """Somebody of its job could not be killed: it stays with him until the Agent starts again."""
        self._path = None

    def end(self):
        """Remove what there is. Returns why something is left, or None."""
        path, self._path = self._path, None
        return remove(path) if path is not None else None

    def _is_as_made(self):
        return self._as_made is not None and _look(self._path) == self._as_made


def _look(path):
    """What is different when somebody made, removed or changed anything in it or of it; None when it is no empty folder."""
    try:
        found = os.stat(path, follow_symlinks=False)
        if not stat.S_ISDIR(found.st_mode) or os.listdir(path):
            return None
    except OSError:
        return None
    return found.st_ino, found.st_dev, found.st_mode, found.st_uid, found.st_gid, found.st_ctime_ns


def enter(path):
    try:
        os.chdir(path)
    except OSError as error:
        raise WorkFolderGone(
            'expected a working folder for this job at %s, but it cannot be entered (%s); remove or repair what is in the way, '
            'the Agent makes a folder for each job' % (path, error.strerror)
        ) from None


def size(path):
    """Bytes that its files have on the disk, as far as they are seen in a moment; links are not followed."""
    deadline = time.monotonic() + _SIZE_WITHIN_SECONDS
    total, folders = 0, [path]
    while folders and time.monotonic() < deadline:
        try:
            with os.scandir(folders.pop()) as entries:
                for entry in entries:
                    found = entry.stat(follow_symlinks=False)
                    total += found.st_blocks * 512
                    if stat.S_ISDIR(found.st_mode):
                        folders.append(entry.path)
        except OSError:
            pass  # it goes while it is looked at, or lies deeper than a path can say
    return total


def remove(path, within_seconds=_REMOVE_WITHIN_SECONDS):
    """Remove it with all that is in it, as deep as it goes. Returns why something is left, or None; it never follows a link."""
    try:
        os.rmdir(path)  # as most jobs leave it
        return None
    except OSError:
        pass
    try:
        parent = os.open(os.path.dirname(path), _FOLDER)
    except FileNotFoundError:
        return None
    except OSError as error:
        return str(error)
    try:
        return _remove_entry(parent, os.path.basename(path), time.monotonic() + within_seconds)
    finally:
        os.close(parent)


def clear(parent):
    """Remove what jobs of a former start left. Returns why something is left, by path."""
    try:
        names = os.listdir(parent)
    except OSError:
        return []
    left = ((path, remove(path, _CLEAR_WITHIN_SECONDS)) for path in (os.path.join(parent, name) for name in names))
    return ['%s: %s' % (path, why) for path, why in left if why]


def _remove_entry(parent, name, deadline):
    try:
        if not _unlink(parent, name):
            with _Folder(parent, name, deadline) as folder:
                folder.empty()
            os.rmdir(name, dir_fd=parent)
    except FileNotFoundError:
        return None
    except (OSError, TimeoutError) as error:
        return str(error)
    return None


def _unlink(parent, name):
    """False: it is a folder, which is made usable, whatever mode the job gave it."""
    try:
        os.unlink(name, dir_fd=parent)
    except (IsADirectoryError, PermissionError):  # EPERM where it is a folder, says POSIX
        if not stat.S_ISDIR(os.stat(name, dir_fd=parent, follow_symlinks=False).st_mode):
            raise
        if os.geteuid() != 0:  # no link: it was seen to be a folder, and the job's processes are dead
            os.chmod(name, _MODE, dir_fd=parent)
        return False
    return True


class _Folder:
    """An open folder of a job."""

    def __init__(self, parent, name, deadline):
        self.descriptor = os.open(name, _FOLDER, dir_fd=parent)
        self._deadline = deadline
        self._moved = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.close(self.descriptor)

    def empty(self):
        """What lies in a folder of it is moved up into it first: so nothing is ever deeper than two."""
        while names := os.listdir(self.descriptor):
            for name in self._in_time(names):
                if not _unlink(self.descriptor, name):
                    self._move_up(name)
                    os.rmdir(name, dir_fd=self.descriptor)

    def _move_up(self, name):
        with _Folder(self.descriptor, name, self._deadline) as inner:
            for entry in self._in_time(os.listdir(inner.descriptor)):
                if not _unlink(inner.descriptor, entry):
                    os.rename(entry, self._free_name(), src_dir_fd=inner.descriptor, dst_dir_fd=self.descriptor)

    def _in_time(self, names):
        for name in names:
            if time.monotonic() > self._deadline:
                raise TimeoutError('there was more than could be removed in time; the rest goes when the Agent starts again')
            yield name

    def _free_name(self):
        while True:
            self._moved += 1
            name = '.%d' % self._moved
            try:
                os.stat(name, dir_fd=self.descriptor, follow_symlinks=False)
            except FileNotFoundError:
                return name
