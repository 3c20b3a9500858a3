"""The shipped tables as a judge, for tests of the analysis: what a command would do, and what a policy says to it."""

from functools import cache
from pathlib import Path

from cctl.core.effect.book import Book
from cctl.core.effect.path import Ground
from cctl.core.effect.survey import Effect, Survey
from cctl.core.effect.table import Table
from cctl.core.policy.judge import Judge

DATA = Path(__file__).resolve().parent.parent / "cctl" / "data"
HOME, PROJECT = "/home/ada", "/work/site"
FACTS = {"home": HOME, "project": PROJECT, "files": "none"}


@cache
def judge() -> Judge:
    """One judge for the whole run: its tables never change."""
    return Judge(Table((DATA / "judge.tab").read_text()))


def book() -> Book:
    """The decoded tables."""
    return judge().book


def survey(cwd: str = PROJECT) -> Survey:
    """An empty survey in a folder."""
    return Survey(book(), Ground(FACTS, book().names, cwd))


def effects(command: str, cwd: str = PROJECT) -> list[Effect]:
    """What a shell command would do."""
    return judge().effects({"tool": "Bash", "input": {"command": command}, "cwd": cwd}, FACTS)


def codes(command: str, cwd: str = PROJECT) -> set[str]:
    """The same, as a set of effect names."""
    return {effect[0] for effect in effects(command, cwd)}


def decision(command: str, policy: str = "workspace", cwd: str = PROJECT) -> str:
    """What a policy says to a shell command."""
    call = {"tool": "Bash", "input": {"command": command}, "cwd": cwd}
    return str(judge().judge(call, FACTS, policy)["decision"])


def tool(name: str, policy: str = "workspace", **given: object) -> str:
    """What a policy says to another tool."""
    return str(judge().judge({"tool": name, "input": given, "cwd": PROJECT}, FACTS, policy)["decision"])
