"""The one error boundary: known errors in one line with their exit status, Ctrl-C, SIGTERM, a reader gone, bugs."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from types import FrameType
from typing import NoReturn

import click

try:
    import _signal as signal  # type: ignore[import-not-found,unused-ignore]  # `signal` makes enums of its numbers
except ImportError:
    import signal

from cctl.kit.printed import print_safely
from cctl.kit.say import ReaderGone, Say, visible
from cctl.records.errors import CctlError


class Terminated(BaseException):
    """SIGTERM arrived."""


def _terminated(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise Terminated


def guarded(command: click.Command, arguments: Sequence[str]) -> int:
    """Run a click command; what it raises becomes one line and an exit status."""
    signal.signal(signal.SIGTERM, _terminated)
    print_safely()
    sys.stderr = sys.stderr or open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 -- closed before we began
    words = [word for word in arguments if not word.startswith("-")][:2]
    try:
        result = command.main(args=list(arguments), prog_name="cctl", standalone_mode=False)
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.exceptions.NoArgsIsHelpError as nothing:
        click.echo(nothing.format_message(), err=True)  # our own text, of many lines
        return 2
    except click.ClickException as problem:
        return _usage(problem, arguments)
    except CctlError as problem:
        return _known(problem, words, arguments)
    except ReaderGone:
        return 141
    except (KeyboardInterrupt, click.Abort):
        return 130
    except Terminated:
        return 143
    except Exception as problem:  # the boundary: whatever else comes here is a defect, and is said to be one
        return _bug(problem, words, arguments)


def _usage(problem: click.ClickException, arguments: Sequence[str]) -> int:
    context = getattr(problem, "ctx", None)
    path = context.command_path.removeprefix("cctl").strip() if context else ""
    message = problem.format_message().rstrip(".")
    if _as_json(arguments):
        return _json_line("usage", message, 2, "")
    Say(path).error(f"{message} (try `{('cctl ' + path).strip()} --help`)" if context else message)
    return 2


def _known(problem: CctlError, words: Sequence[str], arguments: Sequence[str]) -> int:
    if "--debug" in arguments:
        _traceback()
    message = str(problem)
    if _as_json(arguments):
        return _json_line(problem.code, message, problem.exit, problem.hint)
    Say(_verb(words)).error(f"{message} ({problem.hint})" if problem.hint else message)
    return problem.exit


def _verb(words: Sequence[str]) -> str:
    from cctl.verbs import VERBS  # noqa: PLC0415 -- only on an error

    return next((name for name in (" ".join(words[:2]), *words[:1]) if name in VERBS), "")


def _as_json(arguments: Sequence[str]) -> bool:
    if os.environ.get("CCTL_LOG") == "json" or "--log=json" in arguments:
        return True
    return "--log" in arguments[:-1] and arguments[arguments.index("--log") + 1] == "json"


def _json_line(code: str, message: str, exit_status: int, hint: str) -> int:
    from cctl.records import codec  # noqa: PLC0415 -- only on an error

    record = {"type": "exit_error", "v": 1, "code": code, "message": message, "exit": exit_status}
    sys.stderr.write(codec.encode(record | ({"hint": hint} if hint else {})).decode() + "\n")
    return exit_status


def _bug(problem: Exception, words: Sequence[str], arguments: Sequence[str]) -> int:
    if "--debug" in arguments:
        _traceback()
        return 1
    import tempfile  # noqa: PLC0415 -- only on a defect
    import traceback  # noqa: PLC0415 -- see above

    place = ""
    try:
        descriptor, place = tempfile.mkstemp(prefix="cctl-", suffix=".txt")
        with os.fdopen(descriptor, "w", errors="backslashreplace") as report:
            report.write(traceback.format_exc())
    except OSError:
        pass  # a full disk must not hide the defect itself
    noun = f"{type(problem).__name__}: {problem}".splitlines()[0]
    where = f"; traceback in {place}" if place else "; --debug shows the traceback"
    if _as_json(arguments):
        return _json_line("bug", noun + where, 1, "")
    Say(_verb(words)).error(f"defect in cctl: {noun}{where}")
    return 1


def _traceback() -> None:
    import traceback  # noqa: PLC0415 -- only with --debug

    for line in traceback.format_exc().splitlines():
        sys.stderr.write(visible(line) + "\n")
