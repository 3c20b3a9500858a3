"""The entry: imports `sys` alone before it knows the verb, because the hook and the status line run at every call."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and leave with its exit status."""
    code = status(sys.argv[1:])
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        pass  # whoever read it is gone; the status still tells
    import os  # noqa: PLC0415 -- already loaded by the interpreter; named here for the one use

    os._exit(code)  # 3 ms of tidying up a process that is over


def status(arguments: list[str]) -> int:
    """Run a command line; its exit status."""
    if len(arguments) == 1 and arguments[0] in ("--version", "-V"):
        from cctl import __version__  # noqa: PLC0415 -- answered before anything else is imported

        sys.stdout.write(f"cctl {__version__}\n")
        return 0
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
    from cctl.cli import run  # noqa: PLC0415 -- see the module's docstring

    return run(arguments)


if __name__ == "__main__":
    main()
