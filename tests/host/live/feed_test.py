from pathlib import Path

from cctl.core.agent import agents
from cctl.host.live.feed import Feed
from cctl.host.tail import Chunk
from tests.host.live.home import S1, S2, Home


def test_lines_become_records_and_keep_their_places(tmp_path: Path) -> None:
    home = Home(tmp_path)
    path = str(home.write(home.prompt("one")))
    feed = Feed(agents(), home.now().files)
    found = list(feed.records(Chunk(path, 7, [home.prompt("one").rstrip(b"\n"), b""]), 0))
    assert [each["type"] for each in found] == ["session", "turn"]
    assert found[1]["src"] == {"path": path, "line": 7} and "replayed" not in found[1]


def test_what_is_told_again_is_marked(tmp_path: Path) -> None:
    home = Home(tmp_path)
    path = str(home.write())
    feed = Feed(agents(), home.now().files)
    found = list(feed.records(Chunk(path, 1, [home.prompt().rstrip(b"\n")], replayed=True), 0))
    assert all(each["replayed"] is True for each in found)


def test_lines_over_the_limit_and_bad_ones_are_counted(tmp_path: Path) -> None:
    home = Home(tmp_path)
    path = str(home.write())
    feed = Feed(agents(), home.now().files)
    [error] = feed.records(Chunk(path, 3, [b"{broken"], too_long=(2,)), 5)
    assert error["code"] == "line_too_long" and error["src"]["line"] == 2
    assert feed.skipped["line_too_long"] == 1 and sum(feed.skipped.values()) == 2
    feed.forget(path)
    assert sum(feed.skipped.values()) == 2


def test_only_so_many_readers_are_held_and_one_let_go_reads_on(tmp_path: Path) -> None:
    home = Home(tmp_path)
    feed = Feed(agents(), home.now().files, held=1)
    for session in (S1, S2, S1):
        path = str(home.write(session=session))
        found = list(feed.records(Chunk(path, 1, [home.prompt(session=session).rstrip(b"\n")]), 0))
        assert found[-1]["session"] == session


def test_a_file_that_is_nobodys_gives_nothing(tmp_path: Path) -> None:
    feed = Feed(agents(), Home(tmp_path).now().files)
    assert list(feed.records(Chunk("/etc/passwd", 1, [b"{}"]), 0)) == []


def test_a_reader_in_the_middle_of_a_file_knows_what_stands_before_and_does_not_say_it(tmp_path: Path) -> None:
    home = Home(tmp_path)
    old = [home.prompt("old"), b"{broken\n", home.prompt("<command-name>/init</command-name>")]
    new = home.rest()
    path = str(home.write(*old, new).resolve())
    feed = Feed(agents(), home.now().files)
    found = list(feed.records(Chunk(path, 4, [new.rstrip(b"\n")], at=sum(map(len, old))), 0))
    assert [each["prompt"] for each in found if each["type"] == "turn"] == ["/init"]
    assert next(each["src"]["line"] for each in found if each["type"] == "turn") == 3
    assert feed.skipped == {}
