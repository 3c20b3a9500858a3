from cctl.core.setting.state import SETTINGS
from cctl.core.state.decide import Limits


def test_every_limit_of_the_decision_is_a_setting_with_its_default() -> None:
    held = {setting.name: setting.default for setting in SETTINGS}
    for name, value in Limits()._asdict().items():
        assert held[f"state.{name}"] == value
