"""The entry: imports `sys` alone before it knows the verb, because the hook and the status line run at every call."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command line; the exit status."""
    arguments = sys.argv[1:]
    first = arguments[0] if arguments else ""
    if first in ("--version", "-V") and len(arguments) == 1:
        from cctl import __version__  # noqa: PLC0415 -- answered before anything else is imported

        sys.stdout.write(f"cctl {__version__}\n")
        return 0
    from cctl.cli import run  # noqa: PLC0415 -- see the module's docstring

    return run(arguments)


if __name__ == "__main__":
    sys.exit(main())
