"""The text that holds all tables."""

from cctl.core.effect.table import Table, spellings

TEXT = "\x1dalpha\n\tINFO\nadd|remote: add|drop\tVCS_LOCAL\n\x1dbeta\n=\talpha\n\x1d!list\na|b\tx\n"


def test_sections_are_decoded_when_asked_for() -> None:
    table = Table(TEXT)
    assert table.section("!list") == {"a|b": "x"}
    assert table.section("nowhere") is None
    assert table.names() == ["alpha", "beta", "!list"]


def test_another_name_leads_to_the_same_section() -> None:
    table = Table(TEXT)
    assert table.section("beta") is table.section("alpha")


def test_keys_are_spelt_out_and_groups_filled_in() -> None:
    assert Table(TEXT).section("alpha") == {
        "": "INFO",
        "add add": "VCS_LOCAL",
        "add drop": "VCS_LOCAL",
        "remote add": "VCS_LOCAL",
        "remote drop": "VCS_LOCAL",
        "add": "%group",
        "remote": "%group",
    }
    assert spellings("a|b c") == ["a", "b c"]


def test_a_name_from_hostile_text_finds_nothing() -> None:
    table = Table(TEXT)
    assert table.section("alpha\n=\tbeta") is None
    assert table.section("\x1dalpha") is None
