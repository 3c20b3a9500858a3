from cctl.core.health.finding import Found, identity, record


def test_the_id_is_of_what_is_said_about_whom_and_not_of_when() -> None:
    assert identity("loop", "s", "warning", "c1") == identity("loop", "s", "warning", "c1")
    others = {identity("loop", "s", "critical", "c1"), identity("loop", "t", "warning", "c1")}
    others |= {identity("stall", "s", "warning", "c1"), identity("loop", "s", "warning", "c2")}
    assert identity("loop", "s", "warning", "c1") not in others and len(others) == 4


def test_a_finding_says_what_it_knows_and_no_more() -> None:
    bare = record("loop", Found("info", "c", "m", {}, ""), "s", "", "t", {})
    assert bare["agent"] == "unknown"
    assert not {"advice", "thresholds", "cost_usd", "src", "since", "weak"} & set(bare)
    full = Found("info", "c", "m", {"n": 1}, "do", ("a",), 1000, 5_000_000, {"path": "/t", "line": 3}, weak=True)
    made = record("loop", full, "s", "claude", "t", {"a": 2.0, "b": 3.0})
    assert made["thresholds"] == {"a": 2.0} and made["cost_usd"] == 0.005 and made["weak"] is True
    assert made["since"] == "1970-01-01T00:00:01.000Z" and made["src"] == {"path": "/t", "line": 3}
