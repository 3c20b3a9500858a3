from pathlib import Path

import pytest

from cctl.core.health import threshold
from cctl.core.health.threshold import SOURCES, limits, thresholds


def test_the_table_is_whole() -> None:
    names = [each.name for each in thresholds()]
    assert len(names) == len(set(names)) > 40
    for each in thresholds():
        assert each.value > 0 and each.unit and each.about.endswith(".") and each.source in SOURCES


def test_values_are_laid_over_the_defaults_and_unknown_names_refused() -> None:
    assert limits({"stall_s": 60})["stall_s"] == 60.0
    assert limits()["stall_s"] == 600.0
    with pytest.raises(KeyError):
        limits({"stall": 60})


def test_the_table_is_data() -> None:
    shipped = (Path(threshold.__file__).parents[2] / "data" / "health.tab").read_text()
    lines = [line.split(None, 5) for line in shipped.splitlines() if not line.startswith("#")]
    assert [(line[0], float(line[1])) for line in lines] == [(each.name, each.value) for each in thresholds()]
