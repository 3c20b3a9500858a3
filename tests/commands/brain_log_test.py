"""`cctl brain log`."""

from __future__ import annotations

from pathlib import Path

from tests import brain_home
from tests.contract import harness
from tests.learning import DAY, START


def test_decisions_are_shown_with_their_answers(tmp_path: Path) -> None:
    brain_home.decide(tmp_path, "git push", "a", START)
    brain_home.answer(tmp_path, "a", START, allow=False)
    brain_home.decide(tmp_path, "ls", "b", START + DAY, session="t2", ms=4.0)
    first, second, _ = harness.records(harness.run("brain log", tmp_path).stdout)
    assert (first["id"], first["verdict"]["decision"], first["answer"], first["answered_by"]) == (
        "a",
        "ask",
        "deny",
        "rejected",
    )
    assert (second["id"], second["ms"], second["exact"]) == ("b", 4.0, True) and "answer" not in second
    only = harness.records(harness.run("brain log", tmp_path, "--decision", "allow", "-S", "t").stdout)
    assert [each["id"] for each in only[:-1]] == ["b"]


def test_a_whole_chain_tells_its_head_and_a_bad_link_is_named(tmp_path: Path) -> None:
    assert harness.run("brain log", tmp_path, "--verify").returncode == 20
    brain_home.busy(tmp_path, 4)
    done = harness.run("brain log", tmp_path, "--verify")
    head = harness.records(done.stdout)[0]["message"].rpartition("head ")[2]
    assert done.returncode == 0 and head.startswith("12:") and len(head) == 67
    assert harness.run("brain log", tmp_path, "--verify", "--head", head).returncode == 0
    path = Path(brain_home.log(tmp_path).files()[0])
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b'"id":"c1"', b'"id":"cX"'))
    done = harness.run("brain log", tmp_path, "--verify")
    assert done.returncode == 10 and f"{path}:5: does not follow" in harness.records(done.stdout)[0]["message"]
    path.write_bytes(b"".join(whole.splitlines(keepends=True)[:-2]))
    assert harness.run("brain log", tmp_path, "--verify").returncode == 0
    done = harness.run("brain log", tmp_path, "--verify", "--head", head)
    assert done.returncode == 10 and "2 lines are missing at the end" in harness.records(done.stdout)[0]["message"]
    assert harness.run("brain log", tmp_path, "--verify", "--head", "x").returncode == 2


def test_a_certificate_that_nothing_bears_out_is_found(tmp_path: Path) -> None:
    brain_home.busy(tmp_path, 2)
    brain_home.log(tmp_path).append([{"event": "certificate", "id": "cert-forged"}], "2026-11-20T00:00:00.000Z")
    done = harness.run("brain log", tmp_path, "--verify")
    assert done.returncode == 10 and "cert-forged is not what the answers" in harness.records(done.stdout)[1]["message"]


def test_what_was_learnt_from_is_missed_when_it_is_gone(tmp_path: Path) -> None:
    brain_home.busy(tmp_path, 4)
    harness.run("brain learn", tmp_path)
    assert harness.run("brain log", tmp_path, "--verify").returncode == 0
    path = Path(brain_home.log(tmp_path).files()[0])
    whole = path.read_bytes()
    brain_home.decide(tmp_path, "acme later", "later")
    assert harness.run("brain log", tmp_path, "--verify").returncode == 0
    path.write_bytes(b"".join(whole.splitlines(keepends=True)[:-2]))
    done = harness.run("brain log", tmp_path, "--verify")
    assert done.returncode == 10 and "is not the one that it was learnt from" in done.stdout.decode()
    path.unlink()
    done = harness.run("brain log", tmp_path, "--verify")
    assert done.returncode == 10 and "is gone" in done.stdout.decode()
    assert harness.run("brain learn", tmp_path).returncode == 0
    assert harness.run("brain log", tmp_path, "--verify").returncode == 20
