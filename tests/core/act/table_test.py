import pytest

from cctl.core.act.match import Match
from cctl.core.act.table import of_config, of_flags, row, suggested
from cctl.records.errors import BadConfig, UsageError

CHECKS = frozenset({"loop", "budget", "silence", "service"})


def test_a_row_with_all_it_may_say() -> None:
    found = row(
        {"on": ["loop:critical", "budget"], "do": "deny", "cooldown": "1h", "for": "30m", "reason": "stop"}, CHECKS
    )
    assert found.on == (Match("loop", "critical"), Match("budget"))
    assert (found.cooldown_s, found.for_s, found.reason, found.listed) == (3600, 1800, "stop", True)


def test_flags_come_in_pairs() -> None:
    assert [each.do for each in of_flags(["loop", "budget"], ["deny", "notify"], CHECKS)] == ["deny", "notify"]
    with pytest.raises(UsageError):
        of_flags(["loop"], [], CHECKS)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"on": "loop"},
        {"do": "deny"},
        {"on": "loop", "do": "explode"},
        {"on": "loop", "do": "deny", "colour": "red"},
        {"on": "loop", "do": "run"},
        {"on": "loop", "do": "run", "command": "rm -rf /"},
        {"on": "loop", "do": "run", "command": ["x", 5]},
        {"on": "loop", "do": "record"},
        {"on": "loop", "do": "deny", "for": "a while"},
    ],
)
def test_what_is_half_understood_is_refused(given: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        row(given, CHECKS)
    with pytest.raises(BadConfig, match="act 1"):
        of_config([given], CHECKS)


def test_a_configuration_is_a_list_of_tables() -> None:
    assert of_config(None, CHECKS) == [] and of_config([], CHECKS) == []
    assert len(of_config([{"on": "loop", "do": "deny"}], CHECKS)) == 1
    for wrong in ({"on": "loop"}, ["loop"], "loop"):
        with pytest.raises(BadConfig):
            of_config(wrong, CHECKS)


def test_suggestions_are_only_rehearsed() -> None:
    assert suggested(CHECKS) and not any(each.listed for each in suggested(CHECKS))


def test_equal_rows_have_equal_ids() -> None:
    one, two = row({"on": "loop", "do": "deny"}, CHECKS), row({"on": "loop", "do": "deny", "reason": "x"}, CHECKS)
    assert one.id == two.id != row({"on": "budget", "do": "deny"}, CHECKS).id


def test_a_record_may_name_its_file_after_a_colon() -> None:
    assert row({"on": "loop", "do": "record:/tmp/x"}, CHECKS).file == "/tmp/x"
