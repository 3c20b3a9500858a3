"""`cctl-hook` and `cctl hook`: answer one event of an agent. Nothing but the launcher is imported before the answer is
safe; see `cctl.launch`."""

from __future__ import annotations

import sys


def main(arguments: list[str] | None = None) -> None:
    """Answer the event on standard input and leave the process."""
    from cctl import launch  # noqa: PLC0415 -- it imports built-in modules alone

    launch.start(sys.argv[1:] if arguments is None else arguments, {})


if __name__ == "__main__":
    main()
