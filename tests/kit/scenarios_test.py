"""Scenario files."""

from __future__ import annotations

from pathlib import Path

from cctl.host.world import World
from cctl.kit.options import Shared
from cctl.kit.out import Out
from cctl.kit.run import Run
from cctl.kit.scenarios import scenarios
from cctl.kit.verb import Meta


def test_lines_lists_and_whole_objects_are_read(tmp_path: Path) -> None:
    run = Run(Meta("brain eval", "source"), World({"HOME": str(tmp_path)}, cwd="/"), Shared(), Out())
    one = '{"command": "ls", "expect": "ask"}'
    for text, count in ((one, 1), (f"[{one},\n{one}]", 2), (f"{one}\n\n{one}\n", 2), (f"{one}\nx\n", 1)):
        path = tmp_path / "s"
        path.write_text(text)
        made = scenarios(run, [str(path)])
        assert len(list(made.cases())) == count
        assert [each["code"] for each in made.errors] == (["bad_scenario"] if "x" in text.split("\n") else [])
    assert len(list(scenarios(run, []).cases())) > 300
