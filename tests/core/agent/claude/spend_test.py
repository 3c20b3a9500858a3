"""Merging: the largest of each number, the first time, all calls; said again only when that changes."""

from hypothesis import given
from hypothesis import strategies as st

from cctl.core.agent.claude.spend import Merging, fields
from cctl.core.agent.spec import Row

EMPTY = Row("m", 5000, "x", 0, 0, 0, 0, 0, 0, "", "", "s", "", "", "", "/p", "/p/c", "main", "", 0, -1)


def test_a_response_is_said_once_and_again_when_it_grew() -> None:
    merging = Merging()
    assert merging.add(EMPTY._replace(output=1)) is not None
    assert merging.add(EMPTY._replace(output=1)) is None
    assert merging.add(EMPTY._replace(output=0, at=99)) is None, "where it was seen again is no news"
    grown = merging.add(EMPTY._replace(output=7))
    assert grown and grown.output == 7
    called = merging.add(EMPTY._replace(tools="Bash:00000001"))
    assert called and fields(called)["tools"] == ["Bash"] and called.output == 7
    assert merging.add(EMPTY._replace(tools="Bash:00000001")) is None, "a copy adds no call"
    again = merging.add(EMPTY._replace(tools="Bash:00000002"))
    assert again and fields(again)["tools"] == ["Bash", "Bash"]


def test_the_first_time_counts() -> None:
    merging = Merging()
    merging.add(EMPTY)
    earlier = merging.add(EMPTY._replace(ms=1000))
    assert earlier and fields(earlier)["ts"] == "1970-01-01T00:00:01.000Z"
    assert merging.add(EMPTY._replace(ms=9000)) is None


def test_what_is_not_said_is_absent_and_what_is_has_its_place() -> None:
    bare = fields(EMPTY)
    assert bare == {
        **{"ts": "1970-01-01T00:00:05.000Z", "session": "s", "id": "m", "model": "x", "tools": []},
        "tokens": dict.fromkeys(("input", "output", "cache_write_5m", "cache_write_1h", "cache_read"), 0),
        **{"project": "/p", "cwd": "/p/c", "branch": "main"},
    }
    full = fields(EMPTY._replace(payer="parent", web=2, speed="fast", geo="us", agent_id="a", recorded_nano=5))
    assert full["session"] == "parent" and full["paid_by"] == "recorded"
    assert (full["web_searches"], full["speed"], full["geo"], full["agent_id"]) == (2, "fast", "us", "a")
    assert full["recorded_cost_usd"] == 5e-9


def test_memory_is_bounded() -> None:
    merging = Merging()
    for number in range(10_000):
        merging.add(EMPTY._replace(id=f"m{number}"))
    assert len(merging._rows) <= 64


counts = st.integers(0, 50)
rows = st.builds(
    lambda ms, numbers, calls: EMPTY._replace(
        ms=ms,
        **dict(zip(("input", "output", "write_5m", "write_1h", "read", "web"), numbers, strict=True)),
        tools=" ".join(f"T{call}:{call:08x}" for call in calls),
    ),
    counts,
    st.lists(counts, min_size=6, max_size=6),
    st.lists(st.integers(0, 5), unique=True, max_size=4),
)


@given(st.lists(rows, min_size=1, max_size=8), st.randoms())
def test_the_order_of_sightings_changes_no_number(sightings: list[Row], random) -> None:  # type: ignore[no-untyped-def]  # hypothesis' Random has no exported type
    def last(order: list[Row]) -> dict[str, object]:
        merging = Merging()
        said = order[0]
        for row in order:
            said = merging.add(row) or said
        told = fields(said)
        return {**told, "tools": sorted(told["tools"])}

    shuffled = list(sightings)
    random.shuffle(shuffled)
    assert last(sightings) == last(shuffled) == last(sightings + shuffled)
