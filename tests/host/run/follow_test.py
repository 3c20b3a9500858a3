"""What an agent does, from the transcripts it writes."""

from __future__ import annotations

import json
import os
from pathlib import Path

from cctl.core.agent import agents
from cctl.core.state.fold import Fold
from cctl.host.process import processes
from cctl.host.run.follow import Follow
from tests.fake_agent import Flat
from tests.host.live.home import S1, S2, Home

NOW = 1_780_308_000_000
CODEX = "00000000-0000-7000-8000-000000000009"


def follow(tmp_path: Path, session: str = S1, agent: str = "claude") -> Follow:
    env = {"HOME": str(tmp_path)}
    fold = Fold(cost=Flat().cost)
    return Follow(
        agents(), env, str(tmp_path), agent=agent, session=session, fold=fold, priced=lambda record: record | {"p": 1}
    )


def test_lines_are_read_once_and_torn_ones_when_they_are_whole(tmp_path: Path) -> None:
    home, seen = Home(tmp_path, registry=False), follow(tmp_path)
    seen.begin(NOW)
    assert list(seen.look(NOW, list)) == []
    line = home.call()
    path = home.write(home.prompt() + line[:40])
    assert [each["type"] for each in seen.look(NOW, list)] == ["session", "turn"]
    with path.open("ab") as file:
        file.write(line[40:])
    kinds = [each["type"] for each in seen.look(NOW, list)]
    assert "spend" in kinds and "call" in kinds
    assert list(seen.look(NOW, list)) == [] and seen.used().responses == 1
    assert seen.tokens()[1] == 100


def test_other_sessions_are_none_of_its_business(tmp_path: Path) -> None:
    home, seen = Home(tmp_path, registry=False), follow(tmp_path)
    home.write(home.prompt(session=S2), home.call(session=S2), session=S2)
    assert list(seen.look(NOW, list)) == []


def test_the_past_of_a_session_and_of_a_fork_does_not_count(tmp_path: Path) -> None:
    home, seen = Home(tmp_path, registry=False), follow(tmp_path)
    home.write(home.prompt(), home.call())
    seen.begin(NOW)
    home.write(home.call(call="t2"))
    assert [each["type"] for each in seen.look(NOW, list)].count("spend") == 1
    assert seen.used().responses == 1 and seen.used().calls == 1
    fork = follow(tmp_path, S2)
    fork.begin(NOW, S1)
    lines = (home.projects / f"{S1}.jsonl").read_bytes().replace(S1.encode(), S2.encode())
    (home.projects / f"{S2}.jsonl").write_bytes(lines + home.call(call="t3", session=S2))
    assert [each["type"] for each in fork.look(NOW, list)].count("spend") == 1


def test_a_session_is_learnt_from_the_file_that_is_open(tmp_path: Path) -> None:
    seen = follow(tmp_path, "", "codex")
    folder = tmp_path / ".codex/sessions/2026/11/20"
    folder.mkdir(parents=True)
    path = folder / f"rollout-2026-11-20T09-30-44-{CODEX}.jsonl"
    path.write_text("")
    assert list(seen.look(NOW, lambda: ["/etc/passwd", "/dev/null"])) == [] and seen.session == ""
    assert list(seen.look(NOW, lambda: [str(path)])) == [] and seen.session == CODEX


def test_a_session_that_comes_later_counts_from_the_start_of_the_run(tmp_path: Path) -> None:
    home, seen = Home(tmp_path, registry=False), follow(tmp_path)
    home.write(home.prompt(), home.call())
    seen.begin(NOW - 10**9)  # long before the first line
    home.write(home.prompt(session=S2), home.call(call="t9", session=S2), session=S2)
    list(seen.look(NOW, list))
    assert seen.used().responses == 0
    seen.also(S2, NOW)
    seen.also(S2, NOW)
    told = [each["session"] for each in seen.look(NOW, list)]
    assert set(told) == {S2} and seen.used().responses == 1 and "t9" in seen.calls and seen.tokens()[1] == 100
    home.write(home.call(call="t10"))
    assert {each["session"] for each in seen.look(NOW, list)} == {S1} and seen.used().responses == 2


def test_what_another_session_had_spent_before_is_its_past(tmp_path: Path) -> None:
    home, seen = Home(tmp_path, registry=False), follow(tmp_path)
    home.write(home.prompt(session=S2), home.call(session=S2), session=S2)
    seen.begin(4_000_000_000_000)
    seen.also(S2, NOW)
    assert list(seen.look(NOW, list)) == [] and seen.used().responses == 0
    seen.also("", NOW)


def test_a_client_that_the_agent_started_is_found_by_its_process(tmp_path: Path) -> None:
    home, seen = Home(tmp_path, registry=False), follow(tmp_path)
    home.write(home.prompt(), home.call())
    seen.begin(NOW - 10**9)
    home.write(home.prompt(session=S2), home.call(call="t9", session=S2), session=S2)
    me = processes().find(os.getpid())
    assert me is not None
    said = {"pid": me.pid, "procStart": me.start, "sessionId": S2, "cwd": "/p", "startedAt": NOW, "status": "busy"}
    (tmp_path / ".claude/sessions").mkdir()
    (tmp_path / f".claude/sessions/{me.pid}.json").write_text(json.dumps(said))
    seen.join([1], NOW)
    assert not list(seen.look(NOW, list))
    seen.join([me.pid], NOW)
    assert {each["session"] for each in seen.look(NOW, list)} == {S2} and seen.used().responses == 1
