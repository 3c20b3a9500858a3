"""What a response cost."""

from cctl.core.money.charge import charge
from cctl.core.spend.cell import Response
from tests.core.stats.telling import OPUS, TABLE

NOV_20 = 1_795_132_800_000
PLAIN = Response("a", NOV_20, "claude", OPUS, 1000, 0, 0, 0, 0, 1, "", "", "s", "", "", "", "", "", ())


def test_a_recorded_cost_wins() -> None:
    assert charge(TABLE, PLAIN._replace(recorded_nano=7)) == (7, False)
    assert charge(TABLE, PLAIN._replace(recorded_nano=0)) == (0, False)


def test_else_the_table_prices_tokens_and_searches() -> None:
    assert charge(TABLE, PLAIN) == (15_000_000, False)
    assert charge(TABLE, PLAIN._replace(speed="fast")) == (20_000_000, True)
    assert charge(TABLE, PLAIN._replace(model="made-up")) == (None, False)
