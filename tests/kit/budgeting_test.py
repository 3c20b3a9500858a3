import json
from pathlib import Path

import pytest

from cctl.core.budget.limit import Limit, limit
from cctl.host.spent import look
from cctl.host.world import World
from cctl.kit import budgeting
from cctl.kit.options import Shared
from cctl.kit.out import Out
from cctl.kit.run import Run
from cctl.kit.verb import Meta
from cctl.records.errors import UsageError
from tests.core.state.stream import Stream
from tests.host.live.home import S1, Home


def run(root: Path) -> Run:
    world = World({"HOME": str(root), "TZ": "UTC", "CCTL_NOW": "2026-06-01T10:30:00Z"}, cwd=str(root))
    return Run(Meta("budget", "filter"), world, Shared(quiet=True), Out())


def test_flags_take_the_place_of_settings(tmp_path: Path) -> None:
    (tmp_path / ".config/cctl").mkdir(parents=True)
    (tmp_path / ".config/cctl/config.toml").write_text("[budget]\nday_usd = 9\n")
    assert budgeting.asked_limits(run(tmp_path), []) == [limit("day=9usd")]
    assert budgeting.asked_limits(run(tmp_path), ["session=1usd", "session=1usd"]) == [limit("session=1usd")]
    with pytest.raises(UsageError):
        budgeting.asked_limits(run(tmp_path / "none"), [])


def test_the_past_is_of_the_scope_and_period_asked_for(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.write(home.prompt(), home.answer({"type": "text", "text": "x"}))
    other = "00000000-0000-4000-8000-00000000000f"
    home.wait(86_400).write(home.answer({"type": "text", "text": "x"}, session=other), session=other)
    made = budgeting.budgets(
        run(tmp_path),
        [limit(text) for text in ("session=9usd", "day=9usd", "week=9usd", "project=9usd/ever", "block=9usd")],
        ledger=True,
        enforce=False,
    )
    stream = Stream(S1, at="2026-06-01T10:20:00.000Z")
    stream.spend(1.0, project="/p")
    for record in stream.records:
        made.feed(record)
    counts = {each.limit.scope: each.account.count for each in made.standings()}
    assert counts == {"session": 2, "day": 2, "week": 3, "project": 3, "block": 2}


def test_standings_are_kept_at_once_when_a_mark_is_passed(tmp_path: Path) -> None:
    made = budgeting.budgets(run(tmp_path), [Limit("session", "ever", 10**9)], ledger=False, enforce=False)
    standings = budgeting.Standings(run(tmp_path), made)
    stream = Stream()
    stream.spend(2.0)
    standings.keep(made.feed(stream.records[0]) or ())
    kept = look(f"{tmp_path}/.local/state/cctl", "session", "s1")
    assert kept and kept["mark"] == "breached" and kept["hard"] and not made.changed


def test_of_limits_that_share_a_file_the_tightest_stands(tmp_path: Path) -> None:
    limits = [limit("session=9usd"), limit("session=5000tokens"), limit("day=9usd")]
    made = budgeting.budgets(run(tmp_path), limits, ledger=False, enforce=False)
    standings = budgeting.Standings(run(tmp_path), made)
    stream = Stream(at="2026-06-01T10:20:00.000Z")
    stream.spend(2.0)
    standings.keep(made.feed(stream.records[0]) or ())
    kept = look(f"{tmp_path}/.local/state/cctl", "session", "s1")
    assert kept and kept["limit_tokens"] == 5000
    day = look(f"{tmp_path}/.local/state/cctl", "day", "")
    assert day and day["until"] == "2026-06-02T00:00:00.000Z"


def test_a_replay_of_another_day_leaves_today_alone(tmp_path: Path) -> None:
    made = budgeting.budgets(run(tmp_path), [limit("day=1usd")], ledger=False, enforce=False)
    standings = budgeting.Standings(run(tmp_path), made)
    stream = Stream(at="2026-05-01T10:00:00.000Z")
    stream.spend(2.0)
    standings.keep(made.feed(stream.records[0]) or (), now=True)
    assert look(f"{tmp_path}/.local/state/cctl", "day", "") is None


def test_a_state_that_cannot_be_written_is_said_and_no_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / ".local").write_text("")
    this = run(tmp_path)
    this.say.quiet = False
    made = budgeting.budgets(this, [Limit("session", "ever", 10**9)], ledger=False, enforce=False)
    standings = budgeting.Standings(this, made)
    stream = Stream()
    stream.spend(2.0)
    standings.keep(made.feed(stream.records[0]) or ())
    assert "can't be kept" in capsys.readouterr().err


def test_who_sees_less_of_a_day_takes_nothing_back(tmp_path: Path) -> None:
    """Two processes hold one limit, one of them over a single project: what the hook reads never falls."""
    state = f"{tmp_path}/.local/state/cctl"

    def keep(usd: float, text: str = "day=1usd") -> None:
        made = budgeting.budgets(run(tmp_path), [limit(text)], ledger=False, enforce=False)
        stream = Stream(at="2026-06-01T10:20:00.000Z")
        stream.spend(usd)
        budgeting.Standings(run(tmp_path), made).keep(made.feed(stream.records[0]) or (), now=True)

    for usd in (2.0, 0.3):
        keep(usd)
        kept = look(state, "day", "")
        assert kept and (kept["spent_usd"], kept["mark"]) == (2.0, "breached")
    keep(0.3, "day=9usd")
    kept = look(state, "day", "")
    assert kept and (kept["spent_usd"], kept["mark"]) == (0.3, "ok"), "another limit is another budget"
    kept = look(state, "day", "") or {}
    Path(f"{state}/spend/day.json").write_text(json.dumps(kept | {"spent_usd": "much"}))
    keep(0.3, "day=9usd")
    assert (look(state, "day", "") or {})["spent_usd"] == 0.3
