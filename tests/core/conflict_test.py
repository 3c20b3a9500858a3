from cctl.core.conflict import Conflicts, Trees
from cctl.records.schema import Record
from tests.core.state.stream import Stream


def edit(stream: Stream, path: str = "/p/a.py", *, error: bool = False) -> str:
    call = stream.call("Edit", input={"file_path": path}, cwd="/p")
    stream.wait(1).result(call, error=error)
    return call


def together(*streams: Stream) -> list[Record]:
    return sorted((record for stream in streams for record in stream.records), key=lambda each: str(each["ts"]))


def found(records: list[Record], conflicts: Conflicts | None = None) -> list[Record]:
    judge = conflicts or Conflicts()
    return [each for record in records for each in judge.feed(record) or () if each["type"] == "finding"]


def passed(records: list[Record], judge: Conflicts) -> list[Record]:
    """The stream behind the filter."""
    out: list[Record] = []
    for record in records:
        answer = judge.feed(record)
        out += [record] if answer is None else answer
    return out


def test_the_second_to_write_a_file_conflicts_with_the_first() -> None:
    one, two = Stream("one"), Stream("two")
    first = edit(one)
    second = edit(two.wait(60))
    [told] = found(together(one, two))
    assert (told["check"], told["severity"], told["session"]) == ("conflict", "warning", "two")
    assert told["evidence"]["first"]["session"] == "one" and told["evidence"]["first"]["did"] == ["edit"]
    assert told["evidence"]["records"] == [second] and told["since"] == one.records[0]["ts"]
    assert told["evidence"]["predicted"] is True and first


def test_it_is_told_before_the_call_has_run() -> None:
    one, two = Stream("one"), Stream("two")
    edit(one)
    two.wait(60).call("Write", input={"file_path": "/p/a.py"})
    judge = Conflicts()
    records = together(one, two)
    assert [each["type"] for each in judge.feed(records[0]) or ()] == []
    assert found(records[1:], judge)[0]["evidence"]["second"]["pending"] is True


def test_shell_commands_that_plainly_write_count_and_reading_does_not() -> None:
    one, two = Stream("one"), Stream("two")
    one.result(one.call("Bash", input={"command": "sed -i s/a/b/ a.py"}, cwd="/p"))
    two.wait(5).result(two.call("Read", input={"file_path": "/p/a.py"}))
    assert found(together(one, two)) == []
    edit(two.wait(5))
    assert found(together(one, two))[0]["evidence"]["first"]["did"] == ["shell"]


def test_a_session_does_not_conflict_with_itself_or_its_sub_agents() -> None:
    one = Stream("one")
    edit(one)
    one.call("Edit", input={"file_path": "/p/a.py"}, agent_id="a1")
    assert found(one.records) == []


def test_what_was_written_long_ago_is_let_go() -> None:
    one, two = Stream("one"), Stream("two")
    edit(one)
    edit(two.wait(1900))
    assert found(together(one, two)) == []
    assert len(found(together(one, two), Conflicts(held_s=4000))) == 1


def test_a_finished_session_holds_nothing() -> None:
    one, two = Stream("one"), Stream("two")
    edit(one)
    one.put("session", state="finished")
    edit(two.wait(60))
    assert found(together(one, two)) == []


def test_a_call_that_failed_wrote_nothing() -> None:
    one, two = Stream("one"), Stream("two")
    edit(one, error=True)
    edit(two.wait(60))
    assert found(together(one, two)) == []


def test_the_same_conflict_is_told_once() -> None:
    one, two = Stream("one"), Stream("two")
    edit(one)
    for _ in range(5):
        edit(two.wait(10))
    records = together(one, two)
    assert len(found(records)) == 1
    judge = Conflicts()
    once = passed(records, judge)
    again = Conflicts()
    assert passed(once, again) == once
    assert judge.found == again.found == 1


def test_two_names_of_one_file_are_one() -> None:
    one, two = Stream("one"), Stream("two")
    edit(one, "/p/a.py")
    edit(two.wait(9), "/link/a.py")
    trees = Trees(real=lambda path: path.replace("/link/", "/p/"))
    assert len(found(together(one, two), Conflicts(trees=trees))) == 1


def test_other_work_trees_of_one_repository_meet_only_at_the_merge() -> None:
    one, two = Stream("one"), Stream("two")
    edit(one, "/main/a.py")
    edit(two.wait(9), "/linked/a.py")
    trees = Trees(in_repository=lambda path: "repo:" + path.rpartition("/")[2])
    [told] = found(together(one, two), Conflicts(trees=trees))
    assert told["severity"] == "info" and told["evidence"]["across_worktrees"] is True


def test_odd_records_pass() -> None:
    judge = Conflicts()
    for record in (
        {},
        {"type": "call"},
        {"type": "call", "session": "s", "tool": 5},
        {"type": "result", "session": "s"},
    ):
        assert judge.feed(record) is None


def test_files_read_one_after_the_other_give_what_their_time_gives() -> None:
    one, two, long_before = Stream("one"), Stream("two"), Stream("three", at="2026-05-01T10:00:00.000Z")
    edit(one)
    edit(two.wait(60))
    edit(long_before)
    [told] = found([*two.records, *one.records, *long_before.records])
    assert (told["session"], told["evidence"]["first"]["session"]) == ("two", "one")
    assert told["id"] == found(together(one, two))[0]["id"]


def test_the_calls_that_a_fork_begins_with_are_its_origins() -> None:
    origin, fork = Stream("one"), Stream("two")
    for path in ("/p/a.py", "/p/b.py", "/p/a.py"):
        edit(origin.wait(5), path)
    fork.records = [each | {"session": "two"} for each in origin.records]
    assert found(origin.records + fork.records) == []
    fork.wait(90)
    edit(fork)
    assert [each["session"] for each in found(origin.records + fork.records)] == ["two"]
