"""Every piece of the wiring that can break is missed by the check."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cctl.kit import drift
from tests.kit.wiring_test import wiring
from tests.wired import Home


@pytest.fixture(scope="module")
def wired(tmp_path_factory: pytest.TempPathFactory) -> Home:
    made = Home(tmp_path_factory.mktemp("wired"))
    made.records("init")
    return made


def problems(home: Home) -> list[str]:
    made = wiring(home)
    return [each.message for each in drift.checks(made, made.recorded((), "")) if each.status == "problem"]


def settings(change: Callable[[Any], object]) -> Callable[[Home], object]:
    def act(home: Home) -> None:
        value = json.loads(home.settings.read_text())
        change(value)
        home.settings.write_text(json.dumps(value))

    return act


def gate(value: Any) -> Any:
    return value["hooks"]["PreToolUse"][0]


BREAKS: dict[str, tuple[Callable[[Home], object], str]] = {
    "settings gone": (lambda home: home.settings.unlink(), "is not there"),
    "settings broken": (lambda home: home.settings.write_text("{"), "is no JSON"),
    "event gone": (settings(lambda value: value["hooks"].pop("Stop")), "Stop is not wired"),
    "gate gone": (settings(lambda value: value["hooks"].update(PreToolUse=[])), "PreToolUse is not wired"),
    "matcher narrowed": (settings(lambda value: gate(value).update(matcher="Bash")), "is wired for 'Bash' alone"),
    "failure opens": (settings(lambda value: gate(value)["hooks"][0].pop("onFailure")), "lacks onFailure"),
    "time cut": (settings(lambda value: gate(value)["hooks"][0].update(timeout=1)), "has another timeout"),
    "command changed": (
        settings(lambda value: gate(value)["hooks"][0].update(command=f"{gate(value)['hooks'][0]['command']} || true")),
        "has another command",
    ),
    "condition put in": (settings(lambda value: gate(value)["hooks"][0].update({"if": "Bash(x)"})), "nobody put there"),
    "switched off": (settings(lambda value: value.update(disableAllHooks=True)), "switched off"),
    "launcher gone": (lambda home: (home.wiring / "hook.py").unlink(), "No such file"),
    "launcher changed": (lambda home: (home.wiring / "hook.py").write_text("print(1)"), "not as this cctl writes it"),
    "launcher open": (lambda home: (home.wiring / "hook.py").chmod(0o666), "others may write to it"),
    "record gone": (lambda home: (home.wiring / "installed.json").unlink(), "no agent's settings"),
}


@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_piece_is_told(wired: Home, name: str, tmp_path: Path) -> None:
    kept = {path: (path.read_bytes(), path.stat().st_mode) for path in wired.path.rglob("*") if path.is_file()}
    assert problems(wired) == []
    act, told = BREAKS[name]
    try:
        act(wired)
        assert any(told in each for each in problems(wired)), problems(wired)
    finally:
        for path, (content, mode) in kept.items():
            path.write_bytes(content)
            path.chmod(mode)
    assert problems(wired) == []


def test_another_interpreter_is_told(wired: Home) -> None:
    made = wiring(wired)
    made.installed.python = "/gone/python3"
    told = [each.message for each in drift.checks(made, made.recorded((), "")) if each.status == "problem"]
    assert told == [f"wired for /gone/python3, which is gone; this is {made.python}"]
