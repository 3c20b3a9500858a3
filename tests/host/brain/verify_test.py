"""Certificates made again."""

from __future__ import annotations

from typing import Any

from cctl.core.brain.learn import learned
from cctl.core.moment import stamp
from cctl.host.brain.verify import uncertified
from tests.core.brain.learn_test import log
from tests.learning import DAY, START, TERMS


def test_certificates_and_what_they_allowed_must_rest_on_answers() -> None:
    events: list[dict[str, Any]] = log(260)
    [made] = learned(events, TERMS).ladders["T1"].made
    noted = {"event": "certificate", "id": made.id, "seq": 900}
    allowed = {"event": "decision", "seq": 901, "id": "z", "ts": stamp(START + 80 * DAY),
               "verdict": {"by": "brain", "decision": "allow", "certificate": made.id}}  # fmt: skip
    assert list(uncertified(lambda: [*events, noted, allowed], TERMS)) == []
    late = {"event": "rejected", "call": "c3", "session": "s1", "by": "human", "ts": stamp(START)}
    assert list(uncertified(lambda: [*events, noted, allowed, late], TERMS)) == []
    assert "line 901" in next(uncertified(lambda: [*events, allowed], TERMS))
    assert "line 900" in next(uncertified(lambda: [*events[:300], noted], TERMS))
    forgot = {"event": "forget", "ts": stamp(START + 90 * DAY)}
    assert list(uncertified(lambda: [forgot, allowed], TERMS)) == []
    assert "line 900" in next(uncertified(lambda: [forgot, *events[:300], noted], TERMS))
    assert "line 901" in next(uncertified(lambda: [forgot | {"ts": stamp(START)}, allowed], TERMS))
