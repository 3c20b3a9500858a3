import pytest

from cctl.core.budget.limit import NANO, Limit, limit, of_dollars
from cctl.records.errors import UsageError


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("session=5usd", Limit("session", "ever", 5 * NANO)),
        ("session=$0.1", Limit("session", "ever", NANO // 10)),
        ("day=50", Limit("day", "day", 50 * NANO)),
        ("block=2Mtokens", Limit("block", "block", tokens=2_000_000)),
        ("project=20usd/week", Limit("project", "week", 20 * NANO)),
        ("project=20usd", Limit("project", "day", 20 * NANO)),
        (" Week = 1.5 k usd ", Limit("week", "week", 1500 * NANO)),
    ],
)
def test_limits_as_people_write_them(text: str, found: Limit) -> None:
    assert limit(text) == found


@pytest.mark.parametrize(
    "text",
    ["", "5usd", "session=", "session=0", "session=-5", "planet=5usd", "session=5eur", "session=5usd/year",
     "day=5usd/week", "session=1e9999", "session=0.1tokens", "session=0.0000000001usd", "session=nan"],
)  # fmt: skip
def test_what_is_no_limit_is_said(text: str) -> None:
    with pytest.raises(UsageError):
        limit(text)


def test_amounts_are_exact() -> None:
    assert limit("session=0.07024usd").nano == 70_240_000
    assert of_dollars("session", 0.07024) == limit("session=0.07024usd")


def test_equal_limits_have_equal_ids_and_words_say_them() -> None:
    assert limit("day=5usd").id == limit("day=5.00usd").id != limit("week=5usd").id
    assert limit("day=5usd").words == "$5 a day" and limit("project=5usd").words == "$5 a project and day"
    assert limit("session=2Mtokens").words == "2,000,000 tokens a session"
