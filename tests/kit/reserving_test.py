from pathlib import Path

import pytest

from cctl.host.reservation import owner, place
from cctl.kit import reserving
from tests.contract import harness
from tests.host.live.home import S1, Home
from tests.kit.budgeting_test import run

FAR = 10**15


def configured(tmp_path: Path, text: str) -> None:
    (tmp_path / ".config/cctl").mkdir(parents=True)
    (tmp_path / ".config/cctl/config.toml").write_text(text)


def test_a_run_reserves_of_the_limits_that_its_spend_counts_against(tmp_path: Path) -> None:
    configured(tmp_path, "[budget]\nsession_usd = 1.0\nday_usd = 5.0\nproject_usd = 2.0\n")
    home = Home(tmp_path)
    home.write(home.prompt(), *(home.answer({"type": "text", "text": "x"}) for _ in range(5)))
    found = reserving.wishes(run(tmp_path), 10**9, {"project": "/p"})
    assert [(each.scope, each.key, each.limit) for each in found] == [
        ("project", "/p 2026-06-01", 2 * 10**9),
        ("day", "2026-06-01", 5 * 10**9),
    ]
    before = [each.spent() for each in found]
    assert all(each > 0 for each in before)
    home.write(home.wait(5).answer({"type": "text", "text": "x"}))
    assert [each.spent() for each in found] > before, "what was written meanwhile is seen"
    assert next(iter(reserving.wishes(run(tmp_path), 10**9, {"session": S1}))).key == S1
    assert reserving.wishes(run(tmp_path / "none"), 10**9, {"project": "/p"}) == []


def test_what_runs_hold_is_looked_up_and_nothing_is_made_by_looking(tmp_path: Path) -> None:
    this = run(tmp_path)
    assert reserving.reserved(this)("day", "2026-06-01") == 0
    assert not Path(place(f"{tmp_path}/.local/state/cctl")).exists()
    configured(tmp_path, "[budget]\nday_usd = 5.0\n")
    with reserving.reservations(run(tmp_path)) as table:
        wishes = reserving.wishes(run(tmp_path), 3 * 10**9, {})
        assert table.reserve("r1", owner(), wishes, FAR) is None
        refused = table.reserve("r2", owner(), wishes, FAR)
        assert refused and refused.left == 2 * 10**9
    look = reserving.reserved(this)
    assert (look("day", "2026-06-01"), look("day", "2026-06-02"), look("session", "s")) == (3 * 10**9, 0, 0)


def test_a_damaged_table_is_said_once_and_no_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = Path(place(f"{tmp_path}/.local/state/cctl"))
    path.parent.mkdir(parents=True)
    path.write_bytes(b"damaged" * 1000)
    this = run(tmp_path)
    this.say.quiet = False
    look = reserving.reserved(this)
    assert look("day", "a") == look("day", "b") == 0
    assert capsys.readouterr().err.count("forecasts leave out") == 1


def test_the_forecast_of_budget_counts_them(tmp_path: Path) -> None:
    configured(tmp_path, "[budget]\nday_usd = 5.0\n")
    today = harness.environment(tmp_path)["CCTL_NOW"][:10]
    with reserving.reservations(run(tmp_path)) as table:
        [wish] = reserving.wishes(run(tmp_path), 3 * 10**9, {})
        table.reserve("r1", owner(), [wish._replace(key=today)], FAR)
    tokens = {"input": 1, "output": 1, "cache_write_5m": 0, "cache_write_1h": 0, "cache_read": 0}
    given = harness.line("spend", session="s1", agent="claude", id="m1", model="m", tokens=tokens, tools=[], cost_usd=1)
    last = harness.records(harness.run("budget", tmp_path, stdin=given).stdout)[-1]
    assert (last["key"], last["reserved_usd"], last["mark"]) == (today, 3.0, "ok"), last
