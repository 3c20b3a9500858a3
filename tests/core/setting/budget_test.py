from cctl.core.budget.limit import SCOPES, of_dollars
from cctl.core.setting.budget import SETTINGS


def test_limits_may_only_be_lowered_by_a_repository() -> None:
    for setting in SETTINGS:
        if setting.name.endswith("_usd"):
            assert setting.tightens == "lower" and setting.default is None
            scope = setting.name.removeprefix("budget.").removesuffix("_usd")
            assert scope in SCOPES and of_dollars(scope, 5).nano == 5_000_000_000
