"""Finding the client and running it apart from its user."""

from __future__ import annotations

import sys
from pathlib import Path

from cctl.host.verify import client


def program(path: Path, body: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return path


def test_the_client_on_the_path_is_found_with_its_version(tmp_path: Path) -> None:
    path = program(tmp_path / "bin/claude", "echo '2.1.328 (Claude Code)'")
    found = client.found({"PATH": str(tmp_path / "bin")}, str(tmp_path))
    assert found is not None
    assert (found.path, found.version) == (str(path), "2.1.328")
    assert client.identity(str(path)) == (found.size, found.mtime_ns)
    program(path, "echo '2.1.400 (Claude Code)'; # longer")
    assert client.identity(str(path)) != (found.size, found.mtime_ns)


def test_where_the_installer_puts_it_counts_too(tmp_path: Path) -> None:
    program(tmp_path / ".local/bin/claude", "echo 2.0.0")
    found = client.found({"PATH": "/nowhere"}, str(tmp_path))
    assert found is not None
    assert found.version == "2.0.0"


def test_what_is_no_client_is_none(tmp_path: Path) -> None:
    assert client.found({"PATH": "/nowhere"}, str(tmp_path)) is None
    assert client.found({}, str(tmp_path), str(program(tmp_path / "a", "echo hello"))) is None
    assert client.found({}, str(tmp_path), str(program(tmp_path / "b", "echo 1.2.3; exit 1"))) is None
    assert client.found({}, str(tmp_path), "/gone") is None
    assert client.identity("/gone") == (0, 0)


def test_it_gets_nothing_of_its_users(tmp_path: Path, monkeypatch: object) -> None:
    env = client.environment(tmp_path)
    assert env["HOME"] == str(tmp_path)
    assert env["HTTPS_PROXY"] == "http://127.0.0.1:9"
    assert env["NO_PROXY"].startswith("127.0.0.1")
    assert "none" in env["ANTHROPIC_API_KEY"]


def test_a_worker_that_fails_is_told(tmp_path: Path) -> None:
    found = client.run("/gone/claude", tmp_path, tmp_path, [], [])
    assert "FileNotFoundError" in found["error"]


def test_a_network_apart_is_asked_for_only_where_it_can_be_had() -> None:
    words = client.apart()
    assert words in ([], ["unshare", "-n"], ["unshare", "-r", "-n"])
    assert sys.platform == "linux" or words == []
