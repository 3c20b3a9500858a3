import json
import os
from pathlib import Path

from cctl.core.moment import epoch_ms
from cctl.host.live.now import RETENTION_DAYS, retention_days
from cctl.host.process import processes
from tests.host.live.home import PID, S1, Home
from tests.host.processes_fake import process


def test_a_session_is_said_with_its_work_tree_and_when_it_is_deleted(tmp_path: Path) -> None:
    home = Home(tmp_path)
    (tmp_path / "repo" / ".git").mkdir(parents=True)
    (tmp_path / "repo" / "src").mkdir()
    path = home.write(home.prompt())
    now = home.now()
    standing = now.fold.standing(S1)
    standing.texts["cwd"] = str(tmp_path / "repo" / "src")
    made = now.record(standing, now.decide(standing, home.ms), home.ms, "beat", str(path.resolve()))
    assert made["worktree"] == str(tmp_path / "repo") and made["change"] == "beat"
    expires = epoch_ms(made["expires"])
    assert expires == int(path.stat().st_mtime * 1000) + RETENTION_DAYS * 86_400_000


def test_the_agents_settings_say_how_long_it_keeps(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    assert retention_days(str(path)) == RETENTION_DAYS
    for told, days in (({"cleanupPeriodDays": 7}, 7), ({"cleanupPeriodDays": -1}, 30), ([], 30), ({"x": 1}, 30)):
        path.write_text(json.dumps(told))
        assert retention_days(str(path)) == days
    path.write_text("{")
    assert retention_days(str(path)) == RETENTION_DAYS


def test_registries_are_read_and_whether_there_is_one_is_known(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.processes.rows[PID] = process(PID)
    home.register(PID, status="idle")
    now = home.now()
    assert not now.listed
    assert now.registries()[S1].life == "alive" and now.listed


def test_the_use_of_a_tree_is_in_the_evidence(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.processes.rows[PID] = process(PID, rss_bytes=5)
    home.processes.rows[PID + 1] = process(PID + 1, PID, rss_bytes=6)
    home.register(PID)
    now = home.now()
    _, told = now.evidence(now.registries()[S1], home.processes.all(), home.ms, 1.0)
    assert told["data"] == {"pid": PID, "start": "100", "life": "alive", "rss_bytes": 11, "processes": 2}


def test_who_holds_a_transcript_open_runs_it(tmp_path: Path) -> None:
    home = Home(tmp_path)
    now = home.now()
    now.processes = processes()
    assert now.holders({os.getpid(): process(os.getpid(), name="claude")}) == {}
