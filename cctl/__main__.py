"""The entry: imports `sys` alone before it knows the verb, because the hook and the status line run at every call."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType


def main() -> None:
    """Run the command line and leave with its exit status."""
    import gc  # noqa: PLC0415 -- see the module's docstring
    import os  # noqa: PLC0415 -- see above

    gc.set_threshold(100_000, 20, 20)  # loading makes no garbage: looking for it costs a tenth of a start
    _fill(os)
    code = status(sys.argv[1:])
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:  # closed before we began
                stream.flush()
        except (OSError, ValueError):
            pass  # whoever read it is gone; the status still tells
    os._exit(code)  # 3 ms of tidying up a process that is over


def _fill(os: ModuleType) -> None:
    """Take the places of closed standard streams, or the next file opened would be written to as if it were one.

    What stands in for standard output can't be written to: a record that nobody gets is an error, not a success.
    """
    for place, flags in ((0, os.O_RDONLY), (1, os.O_RDONLY), (2, os.O_WRONLY)):
        try:
            os.fstat(place)
        except OSError:
            os.open(os.devnull, flags)  # the lowest free number, which is this one


def status(arguments: list[str]) -> int:
    """Run a command line; its exit status."""
    if arguments[:1] in (["--version"], ["-V"]):
        from cctl import __version__  # noqa: PLC0415 -- answered before anything else is imported

        return _told(f"cctl {__version__}\n")
    from cctl import loading  # noqa: PLC0415 -- the version is answered without it

    loading.install("cctl", __file__.rpartition("/")[0])
    if arguments[:1] == ["statusline"]:
        from cctl.statusline import quick  # noqa: PLC0415 -- answered without the machinery: it runs every second

        code = quick(arguments[1:])
        if code is not None:
            return code
    if arguments[:1] == ["stats"]:
        import os  # noqa: PLC0415 -- see above

        from cctl.host import ahead  # noqa: PLC0415 -- the walk goes on beside all that is loaded from here on

        ahead.early(arguments, os.environ)
    if arguments[:1] == ["hook"] and arguments[1:2] != ["verify"] and not {"--help", "-h"} & set(arguments):
        from cctl.hook import main as answer  # noqa: PLC0415 -- runs at every call of an agent

        answer(arguments[1:])
    from cctl.kit import lazy  # noqa: PLC0415 -- see the module's docstring

    lazy.put_off()
    from cctl.cli import run  # noqa: PLC0415 -- see the module's docstring

    return run(arguments)


def _told(line: str) -> int:
    """Write one line, without the machinery that does so elsewhere."""
    import os  # noqa: PLC0415 -- see the module's docstring

    try:
        os.write(1, line.encode())
    except BrokenPipeError:
        return 141
    except OSError as problem:
        if sys.stderr is not None:
            sys.stderr.write(f"cctl: standard output: {problem.strerror}\n")
        return 73
    return 0


if __name__ == "__main__":
    main()
