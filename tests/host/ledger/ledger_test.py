"""The ledger against an oracle: whatever happens to transcripts, what was read once is known, once."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cctl.core.agent.spec import Origin, Row
from cctl.core.spend.ask import Ask
from cctl.core.spend.cell import Response
from cctl.host import db
from cctl.host.ledger import ledger
from cctl.host.ledger.ledger import Ledger
from tests.core.spend import oracle
from tests.fake_agent import Flat, row
from tests.host.ledger.lab import Lab, assert_alike, everything, expected, touch


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    return Lab(tmp_path)


STEPS = st.lists(
    st.sampled_from(
        ["append", "append", "append", "torn", "truncate", "rewrite", "delete", "rename", "fork", "replace"]
    ),
    min_size=1,
    max_size=8,
)


@given(oracle.files(4), STEPS, st.randoms(use_true_random=False))
@settings(max_examples=120, deadline=None)
def test_whatever_happens_to_transcripts(transcripts: dict[str, list[Row]], steps: list[str], chance: object) -> None:
    with tempfile.TemporaryDirectory() as folder:
        lab = Lab(Path(folder))
        spare = [rows for rows in transcripts.values() if rows]
        sure = _sure if "rename" in steps else list[Response]
        for count, step in enumerate(["append", *steps]):
            _mistreat(lab, step, count, spare, chance)
            known = lab.ask().spend
            assert sure(everything(known)) == sure(expected(lab.ever))
            now = lab.direct().spend
            assert everything(now) == expected(lab.on_disk())
            if everything(known) == everything(now):
                assert_alike(known, now)


def _sure(responses: list[Response]) -> list[Response]:
    """Without what depends on which of two equal sightings has the lower path, since a renamed file had two."""
    return [each._replace(agent_id="", subagent="", project="", cwd="", branch="") for each in responses]


def _mistreat(lab: Lab, step: str, count: int, spare: list[list[Row]], chance: object) -> None:
    pick = getattr(chance, "choice")  # noqa: B009 -- hypothesis' random, whose type isn't public
    paths = sorted(lab.logs.glob("*.jsonl"))
    path = pick(paths) if paths else None
    rows = pick(spare) if spare else []
    if step == "append" or path is None:
        lab.write(pick(["a", "b", "c"]), *rows)
    elif step == "torn":
        lab.write(path.stem, row("torn", 5), end=b"")
    elif step == "truncate":
        os.truncate(path, pick([0, path.stat().st_size // 2]))
    elif step == "rewrite":
        lab.write(path.stem, *rows[::-1], mode="wb")
    elif step == "delete":
        path.unlink()
    elif step == "rename":
        path.rename(path.with_name(f"renamed{count}.jsonl"))
    elif step == "fork":
        (lab.logs / f"fork{count}.jsonl").write_bytes(path.read_bytes())
    else:
        new = path.with_suffix(".new")
        new.write_bytes(path.read_bytes()[: path.stat().st_size // 3])
        new.replace(path)


def test_nothing_new_reads_nothing(lab: Lab) -> None:
    lab.write("s", row("a", 5, input=1))
    lab.ask()
    book = Ledger(lab.path)
    done = book.update(lab.homes(), lab.reading())
    assert (done.files, done.size) == (0, 0)


def test_only_what_was_appended_is_read(lab: Lab) -> None:
    path = lab.write("s", *[row(f"a{n}", 5, input=1) for n in range(50)])
    lab.ask()
    size = path.stat().st_size
    lab.write("s", row("b", 6, input=1))
    done = Ledger(lab.path).update(lab.homes(), lab.reading())
    assert (done.files, done.size) == (1, path.stat().st_size - size)


def test_a_torn_line_counts_when_its_end_is_there(lab: Lab) -> None:
    path = lab.write("s", row("a", 5, "s", output=1), row("b", 6, "s", output=2), end=b"")
    whole = path.read_bytes() + b"\n"
    for cut in range(len(whole) + 1):
        path.write_bytes(whole[:cut])
        known = everything(lab.ask().spend)
        assert known == expected(lab.ever)
    assert [each.output for each in known] == [1, 2]


@pytest.mark.parametrize("ns", [0, 5, 10**18, 4 * 10**18])
def test_clocks_may_jump(lab: Lab, ns: int) -> None:
    path = lab.write("s", row("a", 5, "s", input=1))
    lab.ask()
    for number in range(3):
        lab.write("s", row(f"b{number}", 6, "s", input=1))
        touch(path, ns)
        assert everything(lab.ask().spend) == expected(lab.ever)


def test_a_file_that_was_changed_in_its_middle_is_read_anew(lab: Lab) -> None:
    path = lab.write("s", *[row(f"a{number:03}", 5, "s", input=1) for number in range(200)])
    lab.ask()
    path.write_bytes(path.read_bytes().replace(b"a100", b"b100"))
    touch(path, 5)
    assert len(everything(lab.ask().spend)) == 201


def test_a_file_that_is_moved_is_not_read_again(lab: Lab) -> None:
    path = lab.write("s", row("a", 5, "s", input=1))
    lab.ask()
    (lab.home / "logs" / "project" / "deeper").mkdir()
    path.rename(lab.logs / "t.jsonl")
    book = Ledger(lab.path)
    told = book.update(lab.homes(), lab.reading())
    assert told.files == 1  # its place says another session now, so it is read again, to no effect
    assert [each.path for each in book.spend(lab.price, None).responses(Ask())] == [str(lab.logs / "t.jsonl")]
    assert book.connection.execute("SELECT count(*) FROM file").fetchone() == (1,)


def test_hard_links_are_files_of_their_own(lab: Lab) -> None:
    path = lab.write("s", row("a", 5, "s", input=1))
    os.link(path, lab.logs / "t.jsonl")
    lab.ask()
    lab.write("s", row("b", 6, "s", input=1))
    assert everything(lab.ask().spend) == expected(lab.ever)


def test_the_type_of_a_sub_agent_may_be_told_late(lab: Lab) -> None:
    lab.write("s/subagents/x", row("a", 5, "s"))
    (first,) = lab.ask().spend.responses(Ask())
    (lab.logs / "s" / "subagents" / "x.meta.json").write_text('{"agentType": "Explore"}')
    (second,) = lab.ask().spend.responses(Ask())
    assert (first.agent_id, first.subagent, second.subagent) == ("x", "", "Explore")


def test_answers_cover_the_homes_configured_now(lab: Lab, tmp_path: Path) -> None:
    lab.write("s", row("a", 5, "s", input=1), row("b", 6, "s", input=2))
    other = tmp_path / "other"
    (other / "logs" / "p").mkdir(parents=True)
    (other / "logs" / "p" / "s.jsonl").write_bytes((lab.logs / "s.jsonl").read_bytes())
    (other / "logs" / "p" / "t.jsonl").write_bytes(b'{"id": "c", "ms": 7, "input": 4}\n')

    def ids(*homes: Path, all_roots: bool = False) -> list[str]:
        answer = ledger.answer(lab.homes(*homes), lab.reading(), path=lab.path, all_roots=all_roots)
        assert sum(cell.input for cell in answer.spend.cells(Ask(edges=()))) == sum(
            each.input for each in answer.spend.responses(Ask())
        )
        return [each.id for each in answer.spend.responses(Ask())]

    assert ids(lab.home, other) == ["a", "b", "c"]
    assert ids(lab.home) == ["a", "b"]
    assert ids(other) == ["a", "b", "c"]
    assert ids(lab.home, all_roots=True) == ["a", "b", "c"]
    assert ids(tmp_path / "third") == []


def test_new_prices_are_worked_out_anew(lab: Lab) -> None:
    lab.write("s", row("a", 5, "s", input=1), row("b", 5, "s", model="unknown"), row("c", 5, recorded_nano=7))
    lab.ask()
    lab.price = Flat(3)
    (cell,) = lab.ask().spend.cells(Ask(edges=()))
    assert (cell.cost_nano, cell.unpriced) == (10, 1)


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (b"not a database at all, but long enough to be read as one" * 100, db.Reason.CORRUPT),
        (b"SQLite format 3\x00" + b"\xff" * 5000, db.Reason.CORRUPT),
    ],
)
def test_a_damaged_ledger_is_said_and_done_without(lab: Lab, damage: bytes, reason: db.Reason) -> None:
    lab.write("s", row("a", 5, "s", input=1))
    lab.ask()
    Path(lab.path).write_bytes(damage)
    Path(f"{lab.path}-wal").unlink(missing_ok=True)
    answer = ledger.answer(lab.homes(), lab.reading(), path=lab.path)
    assert answer.missing is not None
    assert answer.missing.reason is reason
    assert "\n" not in str(answer.missing)
    assert everything(answer.spend) == expected(lab.on_disk())


def test_a_newer_ledger_is_left_alone(lab: Lab) -> None:
    lab.write("s", row("a", 5, "s", input=1))
    lab.ask()
    book = Ledger(lab.path)
    book.connection.execute("UPDATE component SET version = 99")
    book.close()
    before = Path(lab.path).read_bytes()
    answer = ledger.answer(lab.homes(), lab.reading(), path=lab.path)
    assert answer.missing is not None
    assert answer.missing.reason is db.Reason.NEWER
    assert len(everything(answer.spend)) == 1
    assert Path(lab.path).read_bytes() == before


def test_files_named_by_hand_need_no_newline_at_their_end(lab: Lab) -> None:
    path = lab.write("s", row("a", 5, "s", input=1), row("b", 6, "s", input=2), end=b"")
    answer = ledger.of_files([("fake", Origin(str(path)))], lab.reading())
    assert [each.id for each in answer.spend.responses(Ask())] == ["a", "b"]
    gone = ledger.of_files([("fake", Origin(f"{path}.gone"))], lab.reading())
    assert gone.unreadable == (f"{path}.gone: No such file or directory",)


def test_what_is_no_file_is_no_transcript(lab: Lab) -> None:
    lab.write("s", row("a", 5, "s", input=1))
    (lab.logs / "dir.jsonl").mkdir()
    os.mkfifo(lab.logs / "pipe.jsonl")
    (lab.logs / "dangling.jsonl").symlink_to("nowhere")
    for answer in (ledger.answer(lab.homes(), lab.reading(), path=lab.path), lab.direct()):
        assert [each.id for each in answer.spend.responses(Ask())] == ["a"]
        assert answer.unreadable == ()


def test_lines_that_cannot_be_used_are_counted(lab: Lab) -> None:
    path = lab.write("s", row("a", 5, "s", input=1), row("b", 5, "s", input=1 << 40))
    with path.open("ab") as file:
        file.write(b"torn by hand\n")
    assert lab.direct().skipped == 2
    assert [ledger.answer(lab.homes(), lab.reading(), path=lab.path).skipped for _ in range(2)] == [2, 2]
    path.rename(path.with_name("t.jsonl"))
    assert ledger.answer(lab.homes(), lab.reading(), path=lab.path).skipped == 2
    path.with_name("t.jsonl").unlink()
    assert ledger.answer(lab.homes(), lab.reading(), path=lab.path).skipped == 0


def test_long_lines_are_passed_over_in_both(lab: Lab) -> None:
    lab.write("s", row("a", 5, "s"), row("b", 6, "s", cwd="x" * 500), row("c", 7, "s"))
    for answer in (lab.direct(max_line=400), ledger.answer(lab.homes(), lab.reading(max_line=400), path=lab.path)):
        assert [each.id for each in answer.spend.responses(Ask())] == ["a", "c"]
        assert answer.skipped == 1


def test_what_was_read_reaches_the_disk_before_anything_is_deleted(lab: Lab, tmp_path: Path) -> None:
    lab.write("s", row("a", 5, "s", input=1))
    book = Ledger(lab.path)
    book.update(lab.homes(), lab.reading())
    book.to_disk()
    copy = tmp_path / "copy.db"  # without its log, as if nothing but the database itself had survived
    copy.write_bytes(Path(lab.path).read_bytes())
    assert [each.id for each in Ledger(str(copy)).spend(lab.price, None).responses(Ask())] == ["a"]
    reader = Ledger(lab.path)
    reader.connection.execute("PRAGMA busy_timeout = 1")
    book.connection.execute("PRAGMA busy_timeout = 1")
    moment = reader.spend(lab.price, None)
    lab.write("s", row("b", 6, "s"))
    book.update(lab.homes(), lab.reading())
    with pytest.raises(db.Unusable, match="locked"):
        book.to_disk()
    assert len(moment.sums(Ask())) == 1
