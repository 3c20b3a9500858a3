"""Walking the agents' homes in a process of its own while this one is still starting.

Looking at ten thousand files takes as long as loading what answers the question, and each needs a processor of its own.
The child is forked before anything is loaded, so that it costs a millisecond; whatever goes wrong in it, the parent
walks by itself.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

_NOT_FOR = frozenset(("-", "-h", "--help"))


class Ahead:
    """A walk that somebody else does."""

    def __init__(self, pipe: int, child: int) -> None:
        self._pipe, self._child = pipe, child
        self._found: dict[str, bytes | None] | None = None

    def __call__(self, home: str) -> bytes | None:
        """The packed listing of a home; None when it has to be walked after all."""
        if self._found is None:
            self._found = self._received()
        return self._found.pop(home, None)  # once: whoever asks again wants to know how it is then

    def forget(self) -> None:
        """Nobody wants to know: the files were named."""
        if self._found is None:
            os.close(self._pipe)
            os.kill(self._child, 9)
            os.waitpid(self._child, 0)
            self._found = {}

    def _received(self) -> dict[str, bytes | None]:
        import marshal  # noqa: PLC0415 -- see `walk`

        parts = []
        with os.fdopen(self._pipe, "rb", buffering=0) as pipe:
            while part := pipe.read(1 << 20):
                parts.append(part)
        _, status = os.waitpid(self._child, 0)
        try:
            found: dict[str, bytes | None] = marshal.loads(b"".join(parts)) if status == 0 else {}
        except (EOFError, ValueError, TypeError):
            return {}
        return found


_early: list[Ahead] = []


def early(arguments: list[str], env: Mapping[str, str]) -> None:
    """Begin for a command line that will most likely ask for it, before even the command line is understood."""
    if env.get("HOME") and not _NOT_FOR.intersection(arguments) and (begun := begin(env, env["HOME"])):
        _early.append(begun)


def taken() -> Ahead | None:
    """The walk that was begun, if one was."""
    return _early.pop() if _early else None


def begin(env: Mapping[str, str], home: str) -> Ahead | None:
    """Begin to walk; None where forking isn't safe."""
    threading = sys.modules.get("threading")
    if sys.platform == "darwin" or (threading is not None and threading.active_count() > 1):
        return None
    try:
        ours, theirs = os.pipe()
        child = os.fork()
    except OSError:
        return None
    if child:
        os.close(theirs)
        return Ahead(ours, child)
    try:
        os.close(ours)
        _walk(theirs, env, home)
        os._exit(0)
    except BaseException:
        os._exit(1)  # nothing of the parent's may run in this process


def _walk(pipe: int, env: Mapping[str, str], home: str) -> None:
    import gc  # noqa: PLC0415 -- only the child
    import marshal  # noqa: PLC0415 -- see `walk`

    from cctl.core.agent import agents  # noqa: PLC0415 -- only the child
    from cctl.host import walk  # noqa: PLC0415 -- see above

    gc.disable()
    found: dict[str, bytes | None] = {}
    for each in walk.homes(agents().values(), env, home):
        unreadable: list[str] = []
        listing = walk.listing(each, unreadable)
        found[each.path] = None if unreadable else walk.packed(listing)  # the parent says what can't be read
    data = memoryview(marshal.dumps(found))
    while data:
        data = data[os.write(pipe, data) :]
