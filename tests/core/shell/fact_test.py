from cctl.core.shell.fact import Fact, unknown


def test_facts_are_values() -> None:
    assert Fact("read", "f") == Fact("read", "f")
    assert Fact("read", "f") != Fact("write", "f")
    assert Fact("run", "git", ("git", "status")).words == ("git", "status")


def test_the_unknown_is_one_fact_with_its_reason() -> None:
    assert unknown("why") == (Fact("unknown", "why"),)
