"""What a verb's function is given."""

from __future__ import annotations

from pathlib import Path

import pytest

from cctl.host.world import World
from cctl.kit.options import Shared
from cctl.kit.out import Out
from cctl.kit.run import Run
from cctl.kit.verb import Meta
from cctl.records.errors import Protocol


def made(tmp_path: Path, **shared: object) -> Run:
    world = World({"HOME": str(tmp_path), "CCTL_NOW": "1000"}, cwd=str(tmp_path))
    return Run(Meta("x", "source"), world, Shared(**shared), Out(fd=1))  # type: ignore[arg-type]  # kwargs of a test


def test_records_with_bad_lines_in_their_place(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b'{"type":"a"}\r\n\n  \nbad\n{"type":"b"}')
    found = list(made(tmp_path).records([str(path)]))
    assert [r["type"] for r in found] == ["a", "error", "b"]
    assert found[1]["src"] == {"path": str(path), "line": 4}
    assert found[1]["ts"] == "1970-01-01T00:00:01.000Z"


def test_names_from_arguments_and_a_list(tmp_path: Path) -> None:
    names = tmp_path / "names"
    names.write_bytes(b"b\0c\0")
    assert made(tmp_path, files0_from=str(names)).inputs(["a"]) == ["a", "b", "c"]


def test_pretty_printed_json_becomes_records_and_a_broken_tail_an_error(tmp_path: Path, capfd: object) -> None:
    path = tmp_path / "a"
    path.write_text('{"type":\n "a"}\n{"type": "b"}\n{"type"')
    run = made(tmp_path, read_as="json")
    assert [r["type"] for r in run.records([str(path)])] == ["a", "b"]
    assert run.out.errors == 1


def test_settings_come_from_files_and_the_environment(tmp_path: Path) -> None:
    run = made(tmp_path)
    assert run.setting("stats.since") == "24h"
    (tmp_path / ".config/cctl").mkdir(parents=True)
    (tmp_path / ".config/cctl/config.toml").write_text('[stats]\nsince = "2d"\n')
    assert made(tmp_path).setting("stats.since") == "2d"


def test_skips_are_counted(tmp_path: Path) -> None:
    run = made(tmp_path)
    run.skip("a")
    run.skip("a", 2)
    assert run.skipped == {"a": 3}


def test_newer_records_are_said_once_and_end_a_strict_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a").write_text('{"type":"spend","v":9}\n' * 3 + '{"type":"spend","v":true}\n')
    run = made(tmp_path)
    assert len(list(run.records([str(tmp_path / "a")]))) == 4
    assert capsys.readouterr().err.count("version 9 are newer") == 1
    run.shared = run.shared._replace(strict=True)
    with pytest.raises(Protocol):
        list(run.records([str(tmp_path / "a")]))
