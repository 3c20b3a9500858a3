"""Five-hour blocks."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from cctl.core.stats.block import BLOCK_S, HOUR_S, starts

H = HOUR_S


def test_a_block_begins_at_the_full_hour_of_its_first_use() -> None:
    assert starts([8 * H + 3000, 12 * H + 3599, 13 * H, 23 * H + 1]) == [8 * H, 13 * H, 23 * H]


def test_use_at_the_very_end_begins_a_new_one() -> None:
    assert starts([8 * H + 3599, 13 * H - 1]) == [8 * H]
    assert starts([8 * H + 3599, 13 * H]) == [8 * H, 13 * H]


def test_nothing_is_no_block() -> None:
    assert starts([]) == []
    assert starts([0]) == [0]


@settings(deadline=None)
@given(st.lists(st.integers(0, 40 * 24 * H), max_size=40))
def test_every_use_lies_in_exactly_one_block(times: list[int]) -> None:
    found = starts(times)
    assert all(later - earlier >= BLOCK_S for earlier, later in pairwise(found))
    assert all(sum(start <= time < start + BLOCK_S for start in found) == 1 for time in times)
    assert starts(time // 900 * 900 for time in times) == found
