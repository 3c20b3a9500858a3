from pathlib import Path

import pytest

from cctl.host.world import World
from cctl.kit import telling
from cctl.kit.options import Shared
from cctl.kit.out import Out
from cctl.kit.run import Run
from cctl.kit.telling import Telling, Way
from cctl.kit.verb import Meta
from cctl.records.errors import NoInput, Unavailable, UsageError
from cctl.records.schema import Record


def run(root: Path) -> Run:
    world = World({"HOME": str(root), "TZ": "UTC", "USER": "jo"}, cwd=str(root))
    return Run(Meta("notify", "filter"), world, Shared(), Out())


def finding(number: int, ts: str = "2026-06-01T10:00:00.000Z") -> Record:
    made: Record = {"type": "finding", "check": "loop", "severity": "critical", "id": f"f{number}", "session": "s"}
    return made | {"ts": ts, "message": "x"}


def test_patterns_are_words_and_lists_of_words() -> None:
    assert [each.text for each in telling.patterns(["needs_input, loop:critical", "conflict"])] == [
        "state:needs_input",
        "loop:critical",
        "conflict",
    ]
    with pytest.raises(UsageError):
        telling.patterns(["loops"])
    assert {"budget", "conflict", "loop"} <= telling.known_checks()


def test_a_kind_of_message_about_one_session_waits_for_its_cooldown(tmp_path: Path) -> None:
    got: list[str] = []
    ways = [Way("x", lambda record: got.append(str(record["id"])) or "")]
    made = Telling(run(tmp_path), telling.patterns(["loop"]), ways, cooldown_s=30)
    for number, second in enumerate((0, 10, 29, 31)):
        made.tell(finding(number, f"2026-06-01T10:00:{second:02}.000Z"))
    done = list(made.close(5))
    assert got == ["f0", "f3"] and [each["status"] for each in done] == ["ok", "ok"] and made.failed == 0


def test_secrets_come_from_files_and_commands(tmp_path: Path) -> None:
    (tmp_path / "s").write_text(" hush \n")
    (tmp_path / "empty").write_text("\n")
    this = run(tmp_path)
    assert telling.secret(this, str(tmp_path / "s"), []) == b"hush"
    assert telling.secret(this, "", ["printf", "hush"]) == b"hush" and telling.secret(this, "", []) == b""
    for file in ("none", "empty"):
        with pytest.raises(NoInput):
            telling.secret(this, str(tmp_path / file), [])
    for words in (["false"], ["true"], ["no-such-command-of-cctl"]):
        with pytest.raises(Unavailable):
            telling.secret(this, "", words)


def test_the_spool_lies_in_the_state_folder_unless_it_is_named(tmp_path: Path) -> None:
    this = run(tmp_path)
    assert telling.spool_folder(this, None) == "" and telling.spool_folder(this, "/x") == "/x"
    assert telling.spool_folder(this, "") == f"{tmp_path}/.local/state/cctl/notify"
