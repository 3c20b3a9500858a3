from pathlib import Path

from cctl.core.act.judge import Judge
from cctl.core.act.table import row
from cctl.host.refusal import refused
from cctl.host.world import World
from cctl.kit.acting import Acting, lifted
from cctl.kit.options import Shared
from cctl.kit.out import Out
from cctl.kit.run import Run
from cctl.kit.verb import Meta
from cctl.records.schema import Record

NOW = "2026-06-01T10:00:00.000Z"


def run(root: Path) -> Run:
    world = World({"HOME": str(root), "TZ": "UTC", "CCTL_NOW": "2026-06-01T10:00:00Z"}, cwd=str(root))
    return Run(Meta("act", "filter"), world, Shared(), Out())


def acting(root: Path, **given: object) -> Acting:
    rows = [row({"on": "loop", "do": "deny", **given}, frozenset({"loop"}))]
    return Acting(run(root), Judge(rows), dry=False)


def finding(number: int = 1, session: str = "s1", **more: object) -> Record:
    made: Record = {"type": "finding", "check": "loop", "severity": "critical", "id": f"f{number}", "session": session}
    return made | {"ts": NOW, "message": "key sk-ant-api03-" + "Ab1" * 30} | more


def test_a_refusal_ends_by_itself_if_the_row_says_so(tmp_path: Path) -> None:
    [told] = acting(tmp_path, **{"for": "30m"}).act(finding())
    assert told["status"] == "ok"
    kept = refused(f"{tmp_path}/.local/state/cctl", "s1", NOW)
    assert kept and kept.until == "2026-06-01T10:30:00.000Z" and "Ab1Ab1" not in kept.reason


def test_a_session_that_is_no_session_is_an_error_and_no_path(tmp_path: Path) -> None:
    made = acting(tmp_path)
    [told] = made.act(finding(session="../../x"))
    assert told["status"] == "error" and made.failed
    assert not list(tmp_path.rglob("x.json"))


def test_one_process_says_an_occasion_once(tmp_path: Path) -> None:
    made = acting(tmp_path)
    assert len(list(made.act(finding()))) == 1 and list(made.act(finding())) == []


def test_lifting_what_does_not_stand_is_not_needed(tmp_path: Path) -> None:
    list(acting(tmp_path).act(finding()))
    assert lifted(run(tmp_path), "s1")["status"] == "ok"
    assert lifted(run(tmp_path), "s1")["status"] == "notneeded"


def test_what_the_journal_has_forgotten_is_not_done_again(tmp_path: Path) -> None:
    journal = tmp_path / ".local/state/cctl/act/journal.jsonl"
    journal.parent.mkdir(parents=True)
    journal.write_text('{"forgot":"2026-06-01T09:59:00.000Z"}\n')
    [old, new] = [*acting(tmp_path).act(finding(1, ts="2026-06-01T09:58:00.000Z")), *acting(tmp_path).act(finding(2))]
    assert (old["status"], new["status"]) == ("notneeded", "ok")
    assert "older than what is remembered" in str(old["reason"])
