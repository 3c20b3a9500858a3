from pathlib import Path

from cctl.core.agent import agents
from cctl.host.live.feed import Feed
from cctl.host.live.gather import Gather, backfill, by_session
from cctl.host.live.keep import Kept
from cctl.host.live.now import Now
from cctl.host.tail import Tail
from tests.host.live.home import S1, Home


def gathered(home: Home, kept: dict[str, Kept] | None = None) -> tuple[Now, Gather]:
    now = home.now()
    gather = Gather(now.fold, Feed(agents(), now.files), Tail(), kept or {})
    for session, files in by_session(now.files.all()).items():
        gather.session(session, files, home.ms)
    return now, gather


def again(home: Home, now: Now, gather: Gather) -> dict[str, Kept]:
    made = gather.keep(S1, list(now.files.all()), home.ms)
    assert made is not None
    return {S1: made}


def test_a_session_is_read_whole_and_then_only_what_is_new(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.write(home.prompt(), home.call(), home.result(), home.rest())
    now, gather = gathered(home)
    kept = again(home, now, gather)
    later, gather = gathered(home, kept)
    assert gather.read_bytes == 0 and later.fold.standings[S1] == now.fold.standings[S1]
    fresh = home.prompt("more")
    home.write(fresh)
    latest, gather = gathered(home, kept)
    assert gather.read_bytes == len(fresh) and latest.fold.standings[S1].turns == 2


def test_what_was_kept_of_a_file_that_was_replaced_is_void(tmp_path: Path) -> None:
    home = Home(tmp_path)
    path = home.write(home.prompt(), home.rest(), home.prompt("b"))
    kept = again(home, *gathered(home))
    path.unlink()
    home.write(home.prompt("other"))
    now, gather = gathered(home, kept)
    assert now.fold.standings[S1].turns == 1 and gather.read_bytes == path.stat().st_size


def test_the_last_lines_are_told_again_and_marked(tmp_path: Path) -> None:
    home = Home(tmp_path)
    path = home.write(*(home.prompt(f"{n}") for n in range(200)))
    feed = Feed(agents(), home.now().files)
    found = [each for each in backfill(str(path), path.stat().st_size, 5000, feed, home.ms) if each["type"] == "turn"]
    assert 5 < len(found) < 100 and found[-1]["prompt"] == "199" and found[-1]["src"]["line"] == 200
    assert all(each["replayed"] for each in found)


def test_a_session_without_files_or_standing_is_not_kept(tmp_path: Path) -> None:
    home = Home(tmp_path)
    now, gather = gathered(home)
    assert gather.keep("none", [], home.ms) is None
    assert by_session(now.files.all()) == {}
