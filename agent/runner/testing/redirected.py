"""A process whose standard files are pipes, as a script's are, for tests."""

import os
import threading

import script_output


def redirected(action, message_bytes=64 * 1024, channel=None):
    """What action() and what it starts leave on (standard output, standard error)."""
    pipes = [os.pipe(), os.pipe()]
    pid = os.fork()
    if pid == 0:
        try:
            for descriptor, (ours, theirs) in enumerate(pipes, start=1):
                os.dup2(theirs, descriptor)
                os.close(ours)
                os.close(theirs)
            script_output.redirect(channel, message_bytes)
            action()
            script_output.flush()
        finally:
            os._exit(0)
    said = [b'', b'']
    readers = [threading.Thread(target=_read, args=(pipe, said, index)) for index, pipe in enumerate(pipes)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    os.waitpid(pid, 0)
    return tuple(said)


def _read(pipe, said, index):
    ours, theirs = pipe
    os.close(theirs)
    with open(ours, 'rb') as file:
        said[index] = file.read()
