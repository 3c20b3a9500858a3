"""The command that a run starts: whose it is, which session it will write, what is added so that this is known.

`claude` gets a session id of ours, so that its transcript is known before its first byte. One that names its own
session (`--session-id`, `--resume ID`) keeps it; one that leaves the choice to the client (`--continue`) can't be
followed, and a limit on its spend is refused instead of being held by guess.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cctl.records.named import NamedTuple

AGENTS: Final = ("claude", "codex")
VALUED: Final = (
    "--add-dir --agent --agents --allowedTools --allowed-tools --append-system-prompt --betas --debug-file "
    "--disallowedTools --disallowed-tools --effort --fallback-model --file --input-format --json-schema "
    "--max-budget-usd --max-turns --mcp-config --model --name -n --output-format --permission-mode "
    "--permission-prompt-tool --plugin-dir --session-id --setting-sources --settings --system-prompt --tools "
)
"""Options of `claude` whose next word is their value: such a word is no option, whatever it looks like."""
_OTHER: Final = (
    "agents attach auth config doctor install logs mcp migrate-installer plugin plugins rm setup-token stop update "
    "upgrade ultrareview "
)
"""First words of `claude` that start no session."""


class Prepared(NamedTuple):
    """What will be started."""

    argv: list[str]
    agent: str = ""  # "" for a program that nothing is known of
    session: str = ""  # known beforehand, "" when not (yet)
    goes_on: bool = False  # with a session that has a past
    parent: str = ""  # session that it is a fork of
    unknown: str = ""  # why its spend can't be followed


def prepare(argv: Sequence[str], new_session: str, agent: str = "") -> Prepared:
    """The command with what is added to it; `agent` overrules what its name says, `none` for no agent."""
    name = agent or argv[0].rpartition("/")[2]
    if name == "claude":
        return _claude(list(argv), new_session)
    if name == "codex":
        return _codex(list(argv))
    return Prepared([*argv], unknown=f"nothing tells what {argv[0]} spends")


def headless(argv: Sequence[str], agent: str) -> bool:
    """Whether an agent that is started so prints and needs no terminal."""
    if agent == "claude":
        return any(name in options(argv[1:]) for name in ("-p", "--print"))
    return agent == "codex" and any(word in ("exec", "e", "review") for word in argv[1:2])


def _claude(argv: list[str], new_session: str) -> Prepared:
    found = options(argv[1:])
    first = next((word for word in argv[1:] if not word.startswith("-")), "")
    if len(argv) > 1 and argv[1] == first and f" {first} " in f" {_OTHER}":
        return Prepared(argv, unknown=f"`claude {first}` starts no session")
    fork = "--fork-session" in found
    resumed = found.get("--resume", found.get("-r"))
    if "--session-id" in found:
        own = found["--session-id"]
        return Prepared(argv, "claude", own.lower(), parent=resumed or "", unknown="" if own else "no session id given")
    if "--continue" in found or "-c" in found:
        return Prepared(argv, "claude", unknown="--continue leaves the session to the client; say --resume ID")
    if resumed is not None and not fork:
        if not _uuid(resumed):
            return Prepared(argv, "claude", unknown="only --resume with a whole session id can be followed")
        return Prepared(argv, "claude", resumed.lower(), goes_on=True)
    if "--no-session-persistence" in found:
        return Prepared(argv, "claude", unknown="--no-session-persistence leaves nothing to read")
    added = [argv[0], "--session-id", new_session, *argv[1:]]
    return Prepared(added, "claude", new_session, parent=resumed or "")


def options(words: Sequence[str]) -> dict[str, str]:
    """Long and short options of `claude` with their values, up to `--`; a prompt that looks like one is none."""
    found: dict[str, str] = {}
    skip = False
    for at, word in enumerate(words):
        if skip:
            skip = False
            continue
        if word == "--":
            break
        name, equals, value = word.partition("=")
        if not name.startswith("-") or name == "-":
            continue
        following = words[at + 1] if at + 1 < len(words) else ""
        if equals:
            found[name] = value
        elif f" {name} " in f" {VALUED}":
            found[name], skip = following, True
        elif name in ("--resume", "-r"):  # its value may be left out
            takes = bool(following) and not following.startswith("-")
            found[name], skip = following if takes else "", takes
        else:
            found[name] = ""
    return found


def _codex(argv: list[str]) -> Prepared:
    first = next((word for word in argv[1:] if not word.startswith("-")), "")
    if first in ("exec", "e", "review") and "resume" not in argv and "fork" not in argv:
        return Prepared(argv, "codex")
    if first == "exec" and "resume" in argv:
        after = argv[argv.index("resume") + 1 :]
        session = next((word for word in after if _uuid(word)), "")
        if session:
            return Prepared(argv, "codex", session.lower(), goes_on=True)
    return Prepared(argv, "codex", unknown="only `codex exec` and `codex exec resume ID` can be followed")


def _uuid(text: str) -> bool:
    return len(text) == 36 and text.count("-") == 4 and all(char in "0123456789abcdefABCDEF-" for char in text)
