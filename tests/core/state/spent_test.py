from cctl.core.state.fold import Fold
from cctl.core.state.spent import burn_per_h, cache_expires
from cctl.core.state.standing import RECENT, Standing
from tests.core.state.stream import Stream


def standing(stream: Stream, window: int = 0) -> Standing:
    fold = Fold(lambda model: window)
    for record in stream.records:
        fold.add(record)
    return fold.standings["s1"]


def test_sightings_of_one_response_merge_to_the_maximum() -> None:
    stream = Stream()
    stream.spend(0.001, "m", tokens={"output": 1})
    stream.spend(0.02, "m", tokens={"output": 700})
    stream.spend(0.001, "m", tokens={"output": 1})
    found = standing(stream)
    assert (found.responses, found.tokens[1], found.cost_nano) == (1, 700, 20_000_000)


def test_an_old_response_that_is_read_again_adds_nothing() -> None:
    stream = Stream()
    for n in range(RECENT * 2):
        stream.spend(0.01, f"m{n}")
    stream.spend(0.01, "m0")
    assert standing(stream).responses == RECENT * 2


def test_responses_without_a_price_are_counted_and_later_priced() -> None:
    stream = Stream()
    stream.spend(None, "m")
    assert standing(stream).unpriced == 1
    stream.spend(0.5, "m", estimated=True)
    found = standing(stream)
    assert (found.unpriced, found.cost_nano, found.estimated) == (0, 500_000_000, True)


def test_burn_is_by_the_times_of_the_records() -> None:
    stream = Stream()
    for _ in range(10):
        stream.wait(30).spend(0.1)
    found = standing(stream)
    assert burn_per_h(found, stream.ms) == 12.0
    assert burn_per_h(found, stream.ms + 150_000) == 6.0
    assert burn_per_h(found, stream.ms + 3_600_000) == 0.0


def test_the_context_is_the_main_threads_alone() -> None:
    stream = Stream()
    stream.spend(tokens={"cache_read": 50_000})
    stream.spend(tokens={"cache_read": 150_000}, agent_id="a1")
    assert standing(stream, 200_000).context_tokens == 51_010


def test_a_context_beyond_its_window_shows_a_larger_window() -> None:
    stream = Stream()
    stream.spend(tokens={"cache_read": 350_000})
    assert standing(stream, 200_000).window == 1_000_000


def test_a_compaction_empties_the_context_until_the_next_response() -> None:
    stream = Stream()
    stream.spend(tokens={"cache_read": 150_000})
    stream.wait(5).notice("compaction", {"pre_tokens": 151_010})
    assert standing(stream, 200_000).context_tokens == 0
    stream.wait(5).spend(tokens={"cache_read": 20_000})
    found = standing(stream, 200_000)
    assert (found.context_tokens, found.compactions) == (21_010, 1)


def test_the_cache_goes_cold_by_the_shorter_of_its_lifetimes() -> None:
    stream = Stream()
    assert cache_expires(Standing("s")) == 0
    stream.spend(tokens={"cache_write_5m": 0, "cache_write_1h": 10})
    assert cache_expires(standing(stream)) == stream.ms + 3_600_000
    stream.wait(9).spend(tokens={"cache_write_5m": 0, "cache_read": 5})
    assert cache_expires(standing(stream)) == stream.ms + 3_600_000
    stream.wait(9).spend(tokens={"cache_write_5m": 1, "cache_write_1h": 10})
    assert cache_expires(standing(stream)) == stream.ms + 300_000


def test_a_long_session_keeps_no_more_than_minutes_of_burn() -> None:
    stream = Stream()
    for _ in range(2000):
        stream.wait(1).spend(0.001)
    found = standing(stream)
    assert len(found.burn) <= 700 and len(found.recent) == RECENT
    assert burn_per_h(found, stream.ms) > 0
