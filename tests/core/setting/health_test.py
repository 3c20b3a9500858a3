from cctl.core.config import Layer, resolve
from cctl.core.health.threshold import thresholds
from cctl.core.setting import settings
from cctl.core.setting.health import SETTINGS


def test_every_threshold_is_a_setting() -> None:
    assert {setting.name for setting in SETTINGS} == {f"health.{each.name}" for each in thresholds()}
    assert "health.loop_same_calls" in settings()


def test_a_repository_may_only_tighten() -> None:
    known = {setting.name: setting for setting in SETTINGS}
    values = {"health": {"loop_same_calls": 9, "cache_warning_ratio": 0.5, "stall_cost_usd": 1}}
    held, problems = resolve(known, [Layer("project", "/p/.cctl.toml", values)])
    assert held["health.cache_warning_ratio"].value == 0.5 and held["health.stall_cost_usd"].value == 1
    assert held["health.loop_same_calls"].value == 5 and len(problems) == 1
