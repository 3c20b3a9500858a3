"""What the log holds of a call."""

from __future__ import annotations

from cctl.core.brain.event import LONGEST, Kept, decision, happened
from cctl.core.redact import Redactor
from tests.gate import FACTS, PROJECT


def kept(given: object) -> Kept:
    return Kept(given, Redactor(places=False).text)


def test_an_everyday_input_is_kept_as_it_is() -> None:
    given = {"command": "npm run test", "timeout": 5, "nested": {"a": [1, True, None, "x"]}}
    made = kept(given)
    assert made.input == given and not made.changed


def test_secrets_long_texts_and_contents_are_not() -> None:
    made = kept({"command": "curl -H 'Authorization: Bearer " + "aB3" * 12 + "' https://x.org"})
    assert made.changed and "aB3aB3" not in str(made.input)
    made = kept({"command": "echo " + "word " * LONGEST})
    assert made.changed and isinstance(made.input, dict) and len(made.input["command"]) == LONGEST
    made = kept({"file_path": "a.py", "content": "private", "edits": [{"new_string": "x"}]})
    assert made.changed and made.input == {"file_path": "a.py", "content": "", "edits": []}


def test_hostile_inputs_are_bounded() -> None:
    deep: object = "x"
    for _ in range(5000):
        deep = [deep]
    assert len(str(kept({"a": deep}).input)) < 100
    made = kept({str(at): at for at in range(500)})
    assert isinstance(made.input, dict) and len(made.input) == 24 and made.changed
    assert kept("text").input == "text" and kept(None).input is None


def test_a_decision_tells_which_call_and_what_was_known() -> None:
    call = {
        "id": "toolu_1",
        "session": "s",
        "agent": "claude",
        "tool": "Bash",
        "cwd": PROJECT,
        "input": {"command": "ls"},
    }
    made = decision(call, FACTS | {"links": {"/a": "/b"}}, exact=True)
    assert made == {
        "event": "decision", "id": "toolu_1", "session": "s", "agent": "claude", "tool": "Bash", "cwd": PROJECT,
        "facts": FACTS | {"links": {"/a": "/b"}}, "exact": True,
    }  # fmt: skip
    assert happened("outcome", "c", "s", failed=True) == {
        "event": "outcome",
        "call": "c",
        "session": "s",
        "failed": True,
    }
