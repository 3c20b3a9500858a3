"""`cctl budget`."""

from __future__ import annotations

from pathlib import Path

from cctl.core.hook.refusal import spent
from cctl.host.spent import look
from tests.contract import harness
from tests.host.live.home import S1, Home

END = harness.line("end", of="cat")


def spend(number: int, usd: float, session: str = "s1") -> bytes:
    tokens = {"input": 1, "output": 1, "cache_write_5m": 0, "cache_write_1h": 0, "cache_read": 0}
    return harness.line("spend", session=session, agent="claude", id=f"m{number}", model="m", tokens=tokens, tools=[],
                        cost_usd=usd)  # fmt: skip


def test_a_breach_is_told_kept_for_the_hook_and_an_exit_status_when_asked(tmp_path: Path) -> None:
    given = spend(1, 1.0) + spend(2, 1.5) + END
    done = harness.run("budget", tmp_path, "--limit", "session=2usd", "--exit-code", stdin=given)
    assert done.returncode == 11
    found = harness.records(done.stdout)
    assert [each["type"] for each in found] == ["spend", "spend", "budget", "finding", "budget", "end"]
    kept = look(f"{tmp_path}/.local/state/cctl", "session", "s1")
    assert kept and (kept["spent_usd"], kept["limit_usd"], kept["mark"], kept["hard"]) == (2.5, 2, "breached", True)
    assert spent(kept, "2026-11-20T12:00:00.000Z"), "the hook refuses by it"
    marks = (tmp_path / ".local/state/cctl/budget/marks.jsonl").read_text()
    assert marks.count("breached") == 1
    harness.run("budget", tmp_path, "--limit", "session=2usd", stdin=given)
    assert (tmp_path / ".local/state/cctl/budget/marks.jsonl").read_text() == marks


def test_what_was_spent_before_comes_from_the_ledger(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.write(home.prompt(), *(home.answer({"type": "text", "text": "x"}) for _ in range(5)))
    given = spend(1, 0.001, session=S1) + END
    found = harness.records(harness.run("budget", tmp_path, "--limit", "session=1usd", stdin=given).stdout)
    alone = harness.records(
        harness.run("budget", tmp_path, "--limit", "session=1usd", "--no-ledger", stdin=given).stdout
    )
    assert found[1]["spent_usd"] > 0.05 and alone[1]["spent_usd"] == 0.001


def test_without_the_ledger_nothing_is_kept(tmp_path: Path) -> None:
    harness.run("budget", tmp_path, "--limit", "session=1usd", "--no-ledger", stdin=spend(1, 5.0))
    assert look(f"{tmp_path}/.local/state/cctl", "session", "s1") is None


def test_limits_come_from_the_settings_too(tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_text("[budget]\nsession_usd = 1.0\nday_usd = 99\n")
    done = harness.run("budget", tmp_path, "--config", str(tmp_path / "c.toml"), "--alone", stdin=spend(1, 3.0) + END)
    found = [(each["type"], each.get("scope")) for each in harness.records(done.stdout)]
    assert found == [("budget", "session"), ("finding", None), ("budget", "session"), ("budget", "day"), ("end", None)]


def test_no_limit_and_a_wrong_one_are_the_callers(tmp_path: Path) -> None:
    assert harness.run("budget", tmp_path).returncode == 2
    done = harness.run("budget", tmp_path, "--limit", "planet=5usd")
    assert done.returncode == 2 and b"planet" in done.stderr
