from typing import NotRequired, get_origin, get_type_hints

from cctl.records.schema import families
from cctl.records.schema.judge import Finding


def test_the_family_declares_findings_and_budgets() -> None:
    assert set(families()["judge"]) == {"finding", "budget"}


def test_a_finding_needs_an_id_a_check_and_evidence_but_no_source() -> None:
    hints = get_type_hints(Finding, include_extras=True)
    optional = {name for name, hint in hints.items() if get_origin(hint) is NotRequired}
    assert {"src", "advice", "cost_usd"} <= optional
    assert not {"id", "check", "severity", "session", "evidence"} & optional


def test_every_field_says_what_it_is() -> None:
    for fields in families()["judge"].values():
        for name, hint in get_type_hints(fields, include_extras=True).items():
            declared = hint.__args__[0] if get_origin(hint) is NotRequired else hint
            assert declared.__metadata__[0], name
