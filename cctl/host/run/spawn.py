"""Starting the command of a run: in a session of its own, with these descriptors, and with a word on why it could not.

`subprocess` takes 5 ms to load, a quarter of what a run may add to its command; what is needed of it is here. Between
fork and exec nothing but system calls is made: other threads' locks may be held for ever in the child.
"""

from __future__ import annotations

import errno
import os
import signal
from collections.abc import Mapping, Sequence

_MOST = 1 << 16  # one system call where the kernel knows it
_RESTORED = ("SIGINT", "SIGTERM", "SIGHUP", "SIGPIPE", "SIGXFSZ")  # Python or the keeper changed them


def spawn(
    argv: Sequence[str],
    cwd: str,
    env: Mapping[str, str],
    descriptors: tuple[int, int, int],
    *,
    terminal: bool = False,
    nice: int = 0,
) -> int:
    """Start it; its pid. An OSError with its name tells why it could not be started."""
    told, tell = os.pipe()
    numbers = [getattr(signal, name) for name in _RESTORED if hasattr(signal, name)]
    words, variables = [os.fsencode(word) for word in argv], dict(env)
    pid = os.fork()
    if pid == 0:
        _become(words, cwd, variables, descriptors, tell, numbers, terminal=terminal, nice=nice)
    os.close(tell)
    with os.fdopen(told, "rb") as pipe:
        problem = pipe.read(64)
    if problem:
        os.waitpid(pid, 0)
        number = int(problem)
        raise OSError(number, os.strerror(number), argv[0])
    return pid


def _become(
    words: list[bytes],
    cwd: str,
    env: dict[str, str],
    descriptors: tuple[int, int, int],
    tell: int,
    numbers: list[int],
    *,
    terminal: bool,
    nice: int,
) -> None:
    """In the child: the command, or the number of the error on the pipe."""
    number = errno.EIO
    try:
        os.setsid()
        if terminal:
            import fcntl  # noqa: PLC0415 -- loaded by the parent already
            import termios  # noqa: PLC0415 -- loaded by the parent already

            fcntl.ioctl(descriptors[1], termios.TIOCSCTTY, 0)
        for each in numbers:
            signal.signal(each, signal.SIG_DFL)
        high = [os.dup(each) for each in descriptors]  # none of them may lie where another is to come
        for target, each in enumerate(high):
            os.dup2(each, target)
        os.dup2(tell, 3, inheritable=False)
        tell = 3
        os.closerange(4, _MOST)  # what our caller left open is not the command's
        os.chdir(cwd)
        if nice:
            os.setpriority(os.PRIO_PROCESS, 0, nice)
        os.execvpe(words[0], words, env)
    except OSError as problem:
        number = problem.errno or number
    finally:
        os.write(tell, b"%d" % number)
        os._exit(127)
