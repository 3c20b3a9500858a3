"""Orders for commands, and what is read of attempts for those that come after."""

from __future__ import annotations

from pathlib import Path

import pytest

from cctl.core.plan.board import Board
from cctl.core.plan.refer import LIMIT, Reference
from cctl.core.plan.task import Plan, Task
from cctl.host.plan.hands import Attempt, Failed, Files, command_order, command_outcome, read_cut


def files(folder: Path) -> Files:
    first = Task("a", "a", command=("true",), outputs=("r.txt",))
    words, env = ("echo", "{{a.stdout}}", "$HOME"), (("V", "{{a.exit_code}}"),)
    second = Task("b", "b", command=words, depends_on=("a",), env=env, timeout_s=5.0)
    board = Board(Plan((first, second)))
    board.apply({"e": "intent", "t": "a", "n": 2})
    board.apply({"e": "ended", "t": "a", "n": 2, "to": "completed", "code": 0})
    return Files(str(folder), board)


def test_an_order_holds_data_as_single_words(tmp_path: Path) -> None:
    known = files(tmp_path)
    (tmp_path / "a@2.out").write_text("x; rm -rf /\ny\n")
    order = command_order(known.latest("b")._replace(number=1), known, str(tmp_path))
    assert order["argv"] == ["echo", "x; rm -rf /\ny", "$HOME"]
    assert (order["env"], order["timeout_s"], order["k"]) == ({"V": "0"}, 5.0, "b#1")
    with pytest.raises(Failed, match="no such folder"):
        command_order(known.latest("b"), known, str(tmp_path / "gone"))


def test_values_of_every_kind(tmp_path: Path) -> None:
    known = files(tmp_path)
    (tmp_path / "a@2.out").write_text('{"x": [{"y": "z"}, 2]}')
    (tmp_path / "a@2.files").mkdir()
    (tmp_path / "a@2.files" / "r.txt").write_text("handed on")

    def value(field: str, part: str = "") -> str:
        return known.value(Reference("a", field, part)).text

    assert value("json", "x.0.y") == "z"
    assert value("json", "x.1") == "2"
    assert value("json") == '{"x": [{"y": "z"}, 2]}'
    assert value("file", "r.txt") == "handed on"
    assert value("stderr") == ""
    assert (value("exit_code"), value("session_id")) == ("0", "")
    for field, part in (("json", "x.5"), ("json", "q"), ("json", "x.y"), ("file", "other")):
        with pytest.raises(Failed):
            value(field, part)


def test_long_outputs_are_read_at_both_ends_only(tmp_path: Path) -> None:
    path = tmp_path / "big"
    path.write_bytes(b"start" + b"x" * 3 * LIMIT + b"end")
    found = read_cut(str(path))
    assert found.size == 3 * LIMIT + 8
    assert found.text.startswith("start") and found.text.endswith("end")
    assert read_cut(str(tmp_path / "gone")).text == ""


def test_how_a_command_ended() -> None:
    found = command_outcome({"signal": 9, "s": 1.5, "cause": "timeout", "left": [{"pid": 1}]})
    assert (found.cause, found.code, found.signal, found.seconds, found.left) == (
        "timeout",
        None,
        9,
        1.5,
        ({"pid": 1},),
    )
    assert command_outcome({"code": 0}).good
    assert Attempt(Task("a"), 3, None).key == "a#3"  # type: ignore[arg-type]  # its standing doesn't matter
