"""The gate's own safety: no agent reads or changes cctl's rules, state, log, mode, wiring or installation, by any tool.

Every command of `fixtures/hook/selves.txt` and every call of the table below meets the whole chain of guards, under
every policy and mode, with rules of a user that allow everything.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cctl.host.hook.places import PACKAGE, Places
from cctl.host.hook.serve import decided
from tests.hooked import Machine

TABLE = Path(__file__).resolve().parents[2] / "fixtures/hook/selves.txt"
HOME = "/home/ada"  # no temporary folder, where nearly everything may be written
PROJECT = f"{HOME}/work/project"
ALL = '[[rules]]\nname = "all"\nmatch_tool = ["*"]\naction = "allow"\n'
HELD = {"!": ("deny",), "?": ("deny", "ask"), ".": ("allow",)}
POLICIES = ("readonly", "workspace", "locked")
MODES = ("on", "auto", "off")

# Calls of other tools; `{}` is filled with each place below.
TOOLS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("Read", {"file_path": "{}"}),
    ("Write", {"file_path": "{}", "content": "x"}),
    ("Edit", {"file_path": "{}", "old_string": "a", "new_string": "b"}),
    ("MultiEdit", {"file_path": "{}", "edits": [{"old_string": "a", "new_string": "b"}]}),
    ("NotebookEdit", {"notebook_path": "{}", "new_source": "x"}),
    ("Grep", {"pattern": "allow", "path": "{}"}),
    ("Glob", {"pattern": "**/*", "path": "{}"}),
    ("Glob", {"pattern": "{}/**"}),
    ("LS", {"path": "{}"}),
    ("mcp__filesystem__read_file", {"path": "{}"}),
    ("mcp__filesystem__write_file", {"path": "{}", "content": "x"}),
    ("mcp__shell__run", {"args": ["cat", "{}"]}),
    ("mcp__x__y", {"nested": {"deep": [{"uri": "file://{}"}]}}),
    ("TomorrowsTool", {"anything": "{}"}),
    ("apply_patch", {"command": "*** Begin Patch\n*** Update File: {}\n@@\n-a\n+b\n*** End Patch"}),
    ("apply_patch", {"command": "*** Begin Patch\n*** Add File: {}\n+b\n*** End Patch"}),
    ("apply_patch", {"command": "*** Begin Patch\n*** Delete File: {}\n*** End Patch"}),
    ("apply_patch", {"command": "*** Begin Patch\n*** Update File: a\n*** Move to: {}\n@@\n-a\n+b\n*** End Patch"}),
    ("LSP", {"operation": "hover", "filePath": "{}"}),
    ("WebFetch", {"url": "file://{}", "prompt": "what does it say"}),
)
PLACES = (
    "{config}/rules.toml",
    "{state}/brain/events-2026-11.jsonl",
    "{state}/wiring/hook.py",
    "/home/ada/.config/cctl/config.toml",
    "/home/ada/.CONFIG/cctl/../cctl//config.toml",
    "~/.local/state/cctl/deny/s.json",
    "/proc/self/root/home/ada/.config/cctl/rules.toml",
    "{package}/launch.py",
    ".cctl.toml",
)
WIRING = (
    "/home/ada/.claude/settings.json",
    "~/.claude/settings.local.json",
    f"{PROJECT}/.claude/settings.json",
    ".claude/settings.local.json",
    "/home/ada/.codex/hooks.json",
    "/home/ada/.codex/config.toml",
    "/etc/claude-code/managed-settings.json",
)
READS = ("Read", "Grep", "Glob", "LS", "LSP", "mcp__filesystem__read_file")


class Gate(Machine):
    """The chain in a home that isn't there, with places of cctl that are."""

    def places(self) -> Places:
        guarded = [f"{HOME}/.config/cctl", f"{HOME}/.local/state/cctl"]
        given = {"home": HOME, "state": str(self.state), "config": str(self.config), "guarded": guarded}
        return Places(given, {})

    def fill(self, text: str) -> str:
        """A text with the places in it."""
        for name, value in (("config", self.config), ("state", self.state), ("package", PACKAGE), ("home", HOME)):
            text = text.replace("{" + name + "}", str(value))
        for name, word in (("user", "ada"), ("prefix", "/usr/local"), ("python", "/usr/local/bin/python3.11")):
            text = text.replace("{" + name + "}", word)
        return text

    def said(self, tool: str, given: dict[str, Any]) -> str:
        """What the gate says to a call."""
        found = decided(self.case(tool, given, cwd=PROJECT, permission_mode="bypassPermissions"), None)
        return str(found and found["decision"])


def commands() -> Iterator[tuple[str, str, str]]:
    """Mark, class and command of each line."""
    named = ""
    for line in TABLE.read_text().splitlines():
        if line.startswith("## "):
            named = line[3:]
        elif not line.startswith("#"):
            yield line[0], named, line[2:].replace("\\n", "\n")


def gate(folder: Path, policy: str, mode: str, rules: str) -> Gate:
    """A gate with settings."""
    made = Gate(folder)
    made.configure(f'[brain]\npolicy = "{policy}"\nmode = "{mode}"\n')
    (made.config / "rules.toml").write_text(rules)
    return made


def filled(value: Any, place: str) -> Any:
    """A tool's input about a place."""
    if isinstance(value, str):
        return value.replace("{}", place)
    if isinstance(value, dict):
        return {key: filled(each, place) for key, each in value.items()}
    return [filled(each, place) for each in value] if isinstance(value, list) else value


def held(made: Gate, *, off: bool = False) -> list[str]:
    """What does not hold under a gate's settings."""
    wrong = []
    for mark, named, command in commands():
        if mark != ".":
            said = made.said("Bash", {"command": made.fill(command)})
            if said not in HELD[mark]:
                wrong.append(f"{named}: {said} for {command!r}")
    for tool, given in TOOLS:
        for place in (*PLACES, *(() if tool in READS else WIRING)):
            said = made.said(tool, filled(given, made.fill(place)))
            if said != "deny":
                wrong.append(f"{said} for {tool} {filled(given, place)}")
    return wrong


def test_there_are_enough_of_them() -> None:
    listed = list(commands())
    assert sum(mark != "." for mark, _, _ in listed) >= 250
    assert len({named for _, named, _ in listed}) == 9
    assert len({command for _, _, command in listed}) == len(listed)


@pytest.mark.parametrize(("policy", "mode"), [("workspace", "on"), ("workspace", "off"), ("locked", "auto")])
def test_rules_that_allow_everything_open_nothing_of_it(tmp_path: Path, policy: str, mode: str) -> None:
    assert held(gate(tmp_path, policy, mode, ALL)) == []


def test_without_rules_it_holds_as_well(tmp_path: Path) -> None:
    assert held(gate(tmp_path, "workspace", "on", "")) == []


@pytest.mark.slow
@pytest.mark.parametrize("rules", [ALL, ""])
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("policy", POLICIES)
def test_it_holds_under_every_policy_and_mode(tmp_path: Path, policy: str, mode: str, rules: str) -> None:
    assert held(gate(tmp_path, policy, mode, rules)) == []


def test_looking_at_sessions_and_reading_the_documentation_stay_open(tmp_path: Path) -> None:
    made = gate(tmp_path, "workspace", "on", "")
    said = {command: made.said("Bash", {"command": command}) for mark, _, command in commands() if mark == "."}
    assert {command: each for command, each in said.items() if each != "allow"} == {}


def test_links_of_every_kind_lead_to_what_they_are(tmp_path: Path) -> None:
    made = Machine(tmp_path)
    made.config.mkdir(parents=True)
    settings = made.home / ".claude/settings.json"
    settings.parent.mkdir()
    settings.write_text("{}")
    (made.project / "soft").symlink_to(made.config)
    (made.project / "softer").symlink_to(made.project / "soft")
    os.link(settings, made.project / "hard")
    (made.config / "rules.toml").write_text(ALL)
    for command in ("cat soft/rules.toml", "echo x > softer/rules.toml", "echo x > hard", "sed -i s/a/b/ hard"):
        assert made.judged(made.bash(command))["decision"] == "deny", command
    for tool, given in (("Edit", {"file_path": "hard", "old_string": "a", "new_string": "b"}),
                        ("Write", {"file_path": f"{made.project}/softer/x", "content": "x"})):  # fmt: skip
        assert made.judged(made.case(tool, given))["decision"] == "deny", tool


def test_a_patch_is_read_before_it_is_applied(tmp_path: Path) -> None:
    made = Machine(tmp_path)
    made.configure("")
    (made.config / "rules.toml").write_text(ALL)
    evil = '--- a/x\n+++ b/.claude/settings.json\n@@ -1 +1 @@\n-{}\n+{"disableAllHooks":true}\n'
    (made.project / "evil.patch").write_text(evil)
    (made.project / "good.patch").write_text(evil.replace(".claude/settings.json", "src/app.py"))
    for command in ("git apply {}", "git am {}", "patch -p1 < {}", "patch -p1 -i {}", "patch --input={}"):
        said = {name: made.judged(made.bash(command.format(f"{name}.patch")))["decision"] for name in ("evil", "good")}
        assert said == {"evil": "deny", "good": "allow"}, command


def test_the_checkout_that_the_hook_runs_from_may_be_worked_on(tmp_path: Path) -> None:
    made = Machine(tmp_path)
    root = str(Path(PACKAGE).parent)
    case = made.bash(f"cat {root}/cctl/launch.py && git commit -m 'cctl init writes the launcher'", cwd=root)
    found = made.judged(case)
    assert found["by"] != "self", found
