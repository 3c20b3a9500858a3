"""Wiring and unwiring settings: nothing else changes, and it can be taken back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cctl.core.wiring.entry import entries
from cctl.core.wiring.plan import drifted, undone, unwired, wired
from cctl.core.wiring.text import Unusable

LAUNCHER = "/home/u/.local/state/cctl/wiring/hook.py"
WANTED = entries("claude", "/usr/bin/python3", LAUNCHER)
THEIRS = {"matcher": "Bash", "hooks": [{"type": "command", "command": "lint"}]}

TEXTS = [
    "{}",
    "{}\n",
    "{\n}\n",
    '{"model":"opus"}',
    '{\n  "model": "opus",\n  "permissions": {"allow": ["Bash(ls:*)"]}\n}\n',
    '{\n    "hooks": {}\n}',
    '{\n  "hooks": {\n    "Stop": []\n  }\n}',
    json.dumps({"hooks": {"PreToolUse": [THEIRS], "Other": [THEIRS]}, "z": [1, 2]}, indent=2),
    json.dumps({"hooks": {"PreToolUse": [THEIRS, THEIRS]}}, indent="\t") + "\n\n",
    json.dumps({"a": {"hooks": 3}, "hooks": {"Stop": [THEIRS]}}),
    '\ufeff{\r\n  "env": {"K": "é\\u00e9"}\r\n}\r\n',
]


@pytest.mark.parametrize("text", TEXTS)
def test_wiring_adds_ours_and_keeps_the_rest(text: str) -> None:
    after, edits = wired(text, WANTED)
    found, before = json.loads(after.removeprefix("\ufeff")), json.loads(text.removeprefix("\ufeff"))
    assert {key: value for key, value in found.items() if key != "hooks"} == {
        key: value for key, value in before.items() if key != "hooks"
    }
    for event, entry in WANTED.items():
        assert found["hooks"][event] == [*before.get("hooks", {}).get(event, []), entry]
    assert drifted(after, WANTED, LAUNCHER) == []
    assert undone(after, edits) == text


@pytest.mark.parametrize("text", TEXTS)
def test_every_byte_outside_of_what_was_put_in_stays(text: str) -> None:
    after, edits = wired(text, WANTED)
    kept = iter(after)
    gone = sum(len(edit.gone) for edit in edits)
    assert sum(1 for c in text if any(c == each for each in kept)) >= len(text) - gone  # a subsequence, in order


@pytest.mark.parametrize("text", TEXTS)
def test_unwiring_without_a_record_leaves_what_others_put_there(text: str) -> None:
    after, _ = wired(text, WANTED)
    left = json.loads(unwired(after, LAUNCHER).removeprefix("\ufeff"))
    before = json.loads(text.removeprefix("\ufeff"))
    before["hooks"] = {event: listed for event, listed in before.get("hooks", {}).items() if listed}
    left.setdefault("hooks", {})
    assert left == before


def test_unwiring_after_people_have_changed_the_file() -> None:
    after, _ = wired(TEXTS[4], WANTED)
    settings = json.loads(after)
    settings["hooks"]["PreToolUse"][0]["hooks"].append({"type": "command", "command": "theirs"})
    settings["hooks"]["Stop"].append(THEIRS)
    settings["model"] = "haiku"
    left = json.loads(unwired(json.dumps(settings, indent=2), LAUNCHER))
    assert left["model"] == "haiku"
    assert left["hooks"]["Stop"] == [THEIRS]
    assert left["hooks"]["PreToolUse"][0]["hooks"] == [{"type": "command", "command": "theirs"}]
    assert set(left["hooks"]) == {"Stop", "PreToolUse"}


@given(
    st.recursive(st.none() | st.text(max_size=3), lambda inner: st.lists(inner, max_size=3)),
    st.sampled_from([None, 1, "\t"]),
)
def test_settings_of_any_kind_come_back_to_the_byte(value: Any, indent: Any) -> None:
    text = json.dumps({"other": value}, indent=indent)
    after, edits = wired(text, WANTED)
    assert undone(after, edits) == text
    assert unwired(unwired(after, LAUNCHER), LAUNCHER) == unwired(after, LAUNCHER)


@pytest.mark.parametrize(
    "text", ['{"hooks": 3}', '{"hooks": []}', '{"hooks": {"PreToolUse": {}}}', "[]", "", "// x\n{}"]
)
def test_settings_that_are_not_what_they_should_be_are_refused(text: str) -> None:
    with pytest.raises(Unusable):
        wired(text, WANTED)


def changed(**how: Any) -> str:
    settings = json.loads(wired("{}", WANTED)[0])
    entry = settings["hooks"]["PreToolUse"][0]
    for key, value in how.items():
        target = entry if key == "matcher" else entry["hooks"][0]
        target.pop(key) if value is None else target.update({key: value})
    return json.dumps(settings)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (changed(matcher="Bash"), "is wired for 'Bash' alone"),
        (changed(onFailure=None), "lacks onFailure"),
        (changed(timeout=600), "has another timeout"),
        (changed(command=f"/other/python -I -S {LAUNCHER} --event PreToolUse"), "has another command"),
        (changed(**{"if": "Bash(ls)"}), "has keys that nobody put there"),
        ("{}", "is not wired"),
    ],
)
def test_drift_is_told_by_event(text: str, told: str) -> None:
    found = drifted(text, WANTED, LAUNCHER)
    assert (told, "PreToolUse") in [tuple(each) for each in found]


def test_hooks_that_are_switched_off_wired_twice_or_left_over_are_told() -> None:
    settings = json.loads(wired("{}", WANTED)[0])
    settings["disableAllHooks"] = True
    settings["hooks"]["Stop"] *= 2
    settings["hooks"]["PreCompact"] = settings["hooks"]["Stop"][:1]
    told = [tuple(each) for each in drifted(json.dumps(settings), WANTED, LAUNCHER)]
    assert told == [
        ("hooks are switched off here (disableAllHooks)", ""),
        ("is wired more than once", "Stop"),
        ("is wired, but no longer used", "PreCompact"),
    ]
