from cctl.core.health.check import checks
from cctl.core.health.threshold import thresholds


def test_every_check_has_a_name_of_its_own_and_says_what_it_is() -> None:
    names = [check.name for check in checks()]
    assert len(names) == len(set(names)) == 15
    assert all(check.about.endswith((".", ",")) or check.about for check in checks())
    assert all(check.on for check in checks())


def test_no_threshold_is_without_a_check() -> None:
    import inspect
    import sys

    text = "".join(inspect.getsource(sys.modules[check.judge.__module__]) for check in checks())
    for threshold in thresholds():
        stem, _, tail = threshold.name.rpartition("_")
        assert (
            threshold.name in text
            or f"{stem.rpartition('_')[0]}_{{severity}}" in text
            or f"{stem}_{{severity}}" in text
        ), tail
