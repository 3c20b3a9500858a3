from cctl.core.health.cached import cold, lifetime_s, loss, missing
from cctl.core.health.check import Terms
from cctl.core.health.history import Response
from fixtures.health.story import price

TERMS = Terms({}, price, 0)


def response(ms: int = 0, short: int = 0, long: int = 0, read: int = 0, given: int = 0) -> Response:
    return Response("r", ms, "sonnet", (given, 10, short, long, read), 0)


def test_what_the_cache_should_have_given() -> None:
    assert missing(response(read=9000, short=1000), response(read=2000, short=9000)) == 8000
    assert missing(response(read=9000), response(read=9000, short=500)) == 0


def test_the_loss_is_the_difference_to_having_been_read() -> None:
    assert loss(response(short=1000), 1000, TERMS) == 1000 * (3750 - 300)
    assert loss(response(long=1000), 1000, TERMS) == 1000 * (6000 - 300)
    assert loss(response(given=1000), 1000, TERMS) == 1000 * (3000 - 300)
    assert loss(response(short=400, given=100), 1000, TERMS) == 400 * 3450 + 100 * 2700
    assert loss(response(short=1000), 1000, Terms({}, lambda *given: None, 0)) == 0


def test_the_lifetime_is_of_what_was_written_last() -> None:
    assert lifetime_s([response(long=1)]) == 3600
    assert lifetime_s([response(long=1), response(short=1), response(read=5)]) == 300
    assert lifetime_s([]) == 300


def test_pauses_are_counted() -> None:
    assert cold([response(0, short=1), response(301_000), response(302_000)]) == 1
