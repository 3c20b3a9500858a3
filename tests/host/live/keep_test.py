from pathlib import Path

from cctl.core.state.evidence import add
from cctl.core.state.seen import Seen
from cctl.core.state.standing import Pending, Standing
from cctl.host.live.keep import FILE, KEPT, keep, load, save
from cctl.host.tail import Place

PLACES = [Place("/t/a", 5, 1, 2, 3)]


def standing() -> Standing:
    made = Standing("s1", agent="claude", turns=3, tokens=[1, 2, 3, 4, 5])
    made.pending["c"] = Pending("Bash", {"command": "ls"}, 5)
    add(made, {"kind": "process", "data": {"life": "alive", "pid": 1}}, 10)
    return made


def test_what_is_kept_comes_back_without_what_was_of_the_moment(tmp_path: Path) -> None:
    seen = Seen()
    seen.add("x")
    assert save(str(tmp_path), "p1", {"s1": keep(standing(), seen, PLACES, 9)})
    found = load(str(tmp_path), "p1")["s1"]
    assert found.places == PLACES and found.standing.turns == 3
    assert found.standing.pending["c"].input == {"command": "ls"}
    assert found.standing.process == {} and found.standing.process_ms == 0
    assert Seen(found.seen).add("x") is False


def test_keeping_leaves_the_standing_as_it_was() -> None:
    made = standing()
    keep(made, None, PLACES, 0)
    assert made.process["pid"] == 1


def test_other_prices_damage_and_absence_keep_nothing(tmp_path: Path) -> None:
    assert load(str(tmp_path), "p1") == {}
    save(str(tmp_path), "p1", {"s1": keep(standing(), None, PLACES, 9)})
    assert load(str(tmp_path), "p2") == {}
    (tmp_path / FILE).write_bytes(b"\x93nonsense")
    assert load(str(tmp_path), "p1") == {}


def test_only_the_latest_are_kept_and_for_this_user_alone(tmp_path: Path) -> None:
    many = {f"s{n}": keep(Standing(f"s{n}"), None, PLACES, n) for n in range(KEPT + 5)}
    assert save(str(tmp_path), "p", many)
    found = load(str(tmp_path), "p")
    assert len(found) == KEPT and "s0" not in found
    assert (tmp_path / FILE).stat().st_mode & 0o077 == 0


def test_what_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert save(str(tmp_path / "file" / "x"), "p", {}) is False


def test_a_session_with_half_a_character_is_not_kept_and_the_others_are(tmp_path: Path) -> None:
    odd = standing()
    odd.pending["d"] = Pending("Bash", {"command": "\ud800"}, 5)
    kept = {"odd": keep(odd, None, PLACES, 9), "s1": keep(standing(), None, PLACES, 9)}
    assert save(str(tmp_path), "p1", kept) and set(load(str(tmp_path), "p1")) == {"s1"}
