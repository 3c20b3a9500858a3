from cctl.core.setting.act import SETTINGS


def test_nothing_that_acts_or_sends_may_come_from_a_repository() -> None:
    held = {setting.name: setting.tightens for setting in SETTINGS}
    assert {name for name, way in held.items() if way == "never"} == {
        "act",
        "notify.webhook",
        "notify.shape",
        "notify.secret_file",
    }
