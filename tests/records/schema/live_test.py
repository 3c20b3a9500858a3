from cctl.records.schema import families


def test_the_family_declares_heartbeat_and_cursor() -> None:
    assert set(families()["live"]) == {"heartbeat", "cursor"}


def test_no_type_is_declared_by_two_families() -> None:
    names = [name for family in families().values() for name in family]
    assert len(names) == len(set(names))
