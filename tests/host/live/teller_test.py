from pathlib import Path

from cctl.host.live.teller import NEVER, Teller
from tests.host.live.home import S1, S2, Home, Watching


def told(tmp_path: Path) -> tuple[Home, Teller]:
    home = Home(tmp_path)
    home.write(home.prompt())
    home.write(home.prompt(session=S2), session=S2)
    watch = Watching(home)
    watch.start()
    return home, Teller(watch.now)


def test_a_session_is_told_when_it_changes_and_when_it_is_asked_for(tmp_path: Path) -> None:
    home, teller = told(tmp_path)
    first = teller.judge(S1, home.ms)
    assert first and first["change"] == "appeared" and teller.knows(S1)
    assert teller.judge(S1, home.ms) is None
    again = teller.judge(S1, home.ms, "beat")
    assert again and again["change"] == "beat"
    assert teller.judge("nobody", home.ms) is None


def test_the_clock_is_known_to_the_millisecond(tmp_path: Path) -> None:
    home, teller = told(tmp_path)
    assert teller.next_ms == NEVER
    teller.judge(S1, home.ms)
    teller.judge(S2, home.ms)
    assert teller.next_ms == home.ms + 180_000 and teller.wait_s(home.ms) == 180
    assert sorted(teller.due(home.ms + 180_000)) == [S1, S2]
    late = teller.judge(S1, home.ms + 180_000)
    assert late and late["state"] == "unknown" and teller.due(home.ms + 180_000) == [S2]
    teller.judge(S2, home.ms + 180_000)
    assert teller.next_ms == NEVER


def test_a_doubted_clock_looks_at_all(tmp_path: Path) -> None:
    home, teller = told(tmp_path)
    teller.judge(S1, home.ms)
    teller.doubt(home.ms)
    assert teller.due(home.ms) == [S1]


def test_only_what_is_over_is_forgotten(tmp_path: Path) -> None:
    home, teller = told(tmp_path)
    teller.paths[S1] = "/t/1"
    teller.judge(S1, home.ms)
    assert teller.forget(set(), home.ms + 10**9) == []
    teller.judge(S1, home.ms + 200_000)
    assert teller.forget({S1}, home.ms + 10**9) == [] and teller.forget(set(), home.ms + 10**9) == ["/t/1"]
    assert not teller.knows(S1)
