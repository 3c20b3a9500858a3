from cctl.core.shell.outcome import LEAVES_HERE, LEAVES_SHELL, STAYS


def test_the_outcomes_are_ordered_by_how_far_control_goes() -> None:
    assert not STAYS
    assert STAYS < LEAVES_HERE < LEAVES_SHELL
