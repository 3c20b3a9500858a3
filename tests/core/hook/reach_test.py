"""Words that reach a place; the attacks themselves are in `tests/contract/selves_test.py`."""

from __future__ import annotations

import pytest

from cctl.core.hook.reach import changed, fits, reached
from cctl.core.rule.unit import units
from tests.gate import judge

HOME, PROJECT = "/home/ada", "/home/ada/work/project"
OWN = (f"{HOME}/.config/cctl", f"{HOME}/.local/state/cctl")
WIRED = (f"{HOME}/.claude", f"{PROJECT}/.claude")


def decision(command: str) -> str:
    facts = {"home": HOME, "project": PROJECT, "cctl": OWN}
    survey = judge().survey({"tool": "Bash", "input": {"command": command}, "cwd": PROJECT}, facts)
    found = [reached(unit, survey.ground, OWN, WIRED) for unit in units(survey) if unit.words]
    said = {each[0] for each in found if each is not None}
    return "deny" if "deny" in said else "ask" if said else ""


@pytest.mark.parametrize(
    ("command", "wanted"),
    [
        ("acme ~/.config/cctl/rules.toml", "deny"),
        ("acme --file=~/.config/cctl/rules.toml", "deny"),
        ("acme -o/home/ada/.config/cctl/rules.toml", "deny"),
        ("acme a:/home/ada/.local/state/cctl/x", "deny"),
        ("rm -r ~/.config", "deny"),
        ("mv ~/.local /tmp/x", "deny"),
        ("chmod -R 0 ~", "deny"),
        ("rm -rf .claude", "deny"),
        ("rm -rf ~/.conf*", "deny"),
        ("mv x ~/.config", ""),
        ("rm .claude/commands/x.md", ""),
        ("rm -r ~/.claude/", "deny"),
        ("rm -r ~/.config/other", ""),
        ("grep -r x ~/.config", "ask"),
        ("grep x ~/.config/a.toml", ""),
        ("rg x ~", "ask"),
        ("find ~ -name x", ""),
        ("find ~ -name x -exec cat {} +", "ask"),
        ("rm -r --help /", ""),
        ("cp -r ~/.local /tmp/x", "ask"),
        ("cp x ~/.local/y", ""),
        ("acme ~/.config/*/rules.toml", "ask"),
        ("acme ~/.config/$X/rules.toml", "ask"),
        ("acme ~/*/rules.toml", ""),
        ("acme $X", ""),
        ("echo ~/.config/cctl", ""),
        ("patch .claude/settings.json", "deny"),
        ("git checkout x -- .claude/settings.json", "deny"),
        ("git diff .claude/settings.json", ""),
        ("cat .claude/settings.json", ""),
        ("acme .claude/settings.json", "ask"),
    ],
)
def test_what_a_programs_words_reach(command: str, wanted: str) -> None:
    assert decision(command) == wanted


@pytest.mark.parametrize(
    ("pattern", "name", "wanted"),
    [
        ("c*l", "cctl", True), ("c??l", "cctl", True), ("[abc]ctl", "cctl", True), ("cctl", "cctl", True),
        ("c?l", "cctl", False), ("*", ".config", False), (".*", ".config", True), ("", "", True), ("*", "", True),
        ("x*", "cctl", False), ("[", "[", True), ("*a*b", "xaxab", True), ("*ab", "abab", True), ("[", "x", False),
        ("*" * 5000 + "z", "cctl", False), ("a*" * 50 + "b", "a" * 200, False),
    ],
)  # fmt: skip
def test_patterns_fit_as_in_a_shell(pattern: str, name: str, wanted: bool) -> None:
    assert fits(pattern, name) is wanted


@pytest.mark.parametrize(
    ("command", "wanted"),
    [
        ("echo x > /opt/py/lib/python3.11/os.py", True),
        ("rm /opt/py/lib/python3.11/json/decoder.py", True),
        ("cp x /opt/py/bin/python3.11", True),
        ("cp x /opt/py/lib/python3.11/site-packages/y.py", False),
        ("cat /opt/py/lib/python3.11/os.py", False),
        ("cp /opt/py/lib/python3.11/os.py x", False),
        ("touch x", False),
    ],
)
def test_the_interpreter_that_runs_the_gate_stays_as_it_is(command: str, wanted: bool) -> None:
    facts = {"home": HOME, "project": PROJECT}
    survey = judge().survey({"tool": "Bash", "input": {"command": command}, "cwd": PROJECT}, facts)
    found = [changed(u, survey.ground, "/opt/py/lib/python3.11", "/opt/py/bin/python3.11") for u in units(survey)]
    assert any(each is not None for each in found) is wanted
