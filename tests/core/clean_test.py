"""What goes and what stays."""

from __future__ import annotations

from cctl.core.clean import Choice, Standing, Unit, Wish, choose

DAY = 86_400_000
NOW = 100 * DAY


def unit(name: str, age_days: float, size: int = 10, folder: str = "-p") -> Unit:
    return Unit("claude", "/h", name, folder, ((f"projects/{folder}/{name}.jsonl", size),), int(NOW - age_days * DAY))


def chosen(units: list[Unit], wish: Wish, **standing: Standing) -> dict[str, Choice]:
    fine = Standing(read=True, ended=True, project="/p")
    found = choose(units, lambda each: standing.get(each.session, fine), wish, NOW)
    return {choice.unit.session: choice for choice in found}


def test_age_decides_and_the_oldest_come_first() -> None:
    found = chosen([unit("new", 5), unit("old", 50), unit("older", 60)], Wish(older_than_ms=30 * DAY))
    assert list(found) == ["older", "old"]
    assert all(choice.goes for choice in found.values())
    assert found["old"].reason == "unchanged for 50 days"


def test_nobody_is_thrown_out_while_at_work() -> None:
    units = [unit("live", 50), unit("unread", 50), unit("touched", 0.01)]
    found = chosen(units, Wish(older_than_ms=0), live=Standing(live="registry", read=True), unread=Standing(read=False))
    assert {name: choice.goes for name, choice in found.items()} == {"live": False, "unread": False, "touched": False}
    assert found["live"].reason == "alive (registry)"
    assert "ledger" in found["unread"].reason
    assert "hour" in found["touched"].reason


def test_only_what_ended_and_only_the_projects_named() -> None:
    open_one = Standing(read=True, ended=False, project="/p")
    other = Standing(read=True, ended=True, project="/q")
    wish = Wish(finished=True, project=lambda path: path == "/p")
    assert list(chosen([unit("a", 9), unit("b", 9), unit("c", 9)], wish, b=open_one, c=other)) == ["a"]


def test_the_newest_of_each_project_stay() -> None:
    units = [unit("a", 40), unit("b", 50), unit("c", 60), unit("d", 70, folder="-q")]
    found = chosen(units, Wish(older_than_ms=0, keep_last=1))
    assert {name for name, choice in found.items() if choice.goes} == {"b", "c"}


def test_only_as_much_as_is_needed() -> None:
    units = [unit("a", 40, 30), unit("b", 50, 30), unit("c", 60, 30), unit("d", 70, 30)]
    assert list(chosen(units, Wish(max_bytes=70))) == ["d", "c"]
    blocked = chosen(units, Wish(max_bytes=70), d=Standing(live="open"))
    assert [name for name, choice in blocked.items() if choice.goes] == ["c", "b"], "what stays frees nothing"
    assert chosen(units, Wish(max_bytes=120)) == {}
