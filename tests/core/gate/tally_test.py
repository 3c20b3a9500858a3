"""Adding up without counting twice."""

from cctl.core.gate.tally import Figures, Tally, Unpriced
from tests.core.stats.telling import OPUS, TABLE, spend


def tally(*records: dict) -> Tally:
    made = Tally(TABLE)
    for record in records:
        made.feed(record)
    return made


def test_figures_add_up() -> None:
    assert Figures(1, 2, 3, 4, 5, 6, 7).plus(Figures(1, 1, 1, 1, 1, 1, 1)) == Figures(2, 3, 4, 5, 6, 7, 8)


def test_spend_by_session() -> None:
    made = tally(
        spend("a", "2026-06-20T08:00:00Z", OPUS, 1000),
        spend("b", "2026-06-20T08:00:00Z", OPUS, 2000, session="s2"),
        {"type": "session", "session": "s2", "cost_usd": 99.0},
        {"type": "session", "session": "s3", "cost_usd": 1.0, "tokens": {"input": 5, "output": 5}},
    )
    found = made.by_session()
    assert found["s1"] == Figures(nano=5_000_000, tokens=1000, responses=1)
    assert found["s2"].nano == 10_000_000
    assert found["s3"] == Figures(nano=10**9, tokens=10)
    assert [heavy.id for heavy in made.heaviest("nano", None)] == ["b", "a"]
    assert [heavy.id for heavy in made.heaviest("tokens", "s1")] == ["a"]


def test_sessions_are_named_where_the_stream_has_no_responses() -> None:
    made = tally(*({"type": "session", "session": f"s{n}", "cost_usd": float(n)} for n in range(3)))
    assert [heavy.id for heavy in made.heaviest("nano", None)] == ["s2", "s1"]


def test_what_is_known_is_told_by_figure() -> None:
    assert tally({"type": "turn", "session": "s1", "id": "t"}).knows == {"turns", "errors"}
    assert tally({"type": "session", "session": "s1", "turns": 3}).knows == {"turns"}
    assert tally({"type": "session", "session": "s1"}, {"type": "notice"}).knows == set()
    assert tally({"type": "stats", "key": {}}).knows == {"nano", "tokens"}


def test_without_a_table_nothing_has_a_price() -> None:
    assert Unpriced().cost("x", 0) is None
    assert Unpriced().estimated("x", 0) is False
