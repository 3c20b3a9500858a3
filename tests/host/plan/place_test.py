"""Where a plan's memory lies."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cctl.host.plan.place import Place, Plans
from cctl.records.errors import Locked, NoInput


def test_a_plan_is_found_by_file_id_and_name(tmp_path: Path) -> None:
    file = tmp_path / "p.toml"
    file.touch()
    plans = Plans(str(tmp_path / "state"))
    place = plans.of(os.path.realpath(file))
    with pytest.raises(NoInput, match="never run"):
        plans.find(str(file))
    place.generation(1)
    place.keep({"name": "night", "path": str(file)})
    assert {plans.find(word).id for word in (str(file), place.id[:6], "night")} == {place.id}
    assert [each.id for each in plans.all()] == [place.id]
    for word in ("", "zzz"):
        with pytest.raises(NoInput):
            plans.find(word)


def test_one_at_a_time(tmp_path: Path) -> None:
    place = Place(str(tmp_path / "p"))
    assert place.locked() == 0
    held = place.lock()
    assert place.locked() == os.getpid()
    with pytest.raises(Locked, match=f"process {os.getpid()} is running"):
        Place(place.path).lock()
    os.close(held)
    assert place.locked() == 0


def test_what_is_kept_is_closed_to_others(tmp_path: Path) -> None:
    place = Place(str(tmp_path / "p"))
    with pytest.raises(NoInput):
        place.about()
    place.generation(2)
    place.keep({"cwd": "/x"})
    assert place.about() == {"cwd": "/x"}
    assert (Path(place.path) / "plan.json").stat().st_mode & 0o077 == 0
    assert Path(place.path).stat().st_mode & 0o077 == 0
