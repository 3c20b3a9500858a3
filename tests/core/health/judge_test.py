import pytest

from cctl.core.agent import agents
from cctl.core.agent.spec import Origin
from cctl.core.health.judge import LATER, LOOKS_AT, Health
from cctl.core.health.threshold import limits
from cctl.records.codec import ODD, decode, decoder, encode
from cctl.records.schema import Record
from fixtures.health.corpus import cases
from fixtures.health.story import Story, price, window
from tests.core.health.told import findings, session
from tests.shared_data import shared


def looping() -> Story:
    story = session()
    for _ in range(6):
        story.bash("ls", "app.py")
    return story


def test_the_record_stays_as_it_came_and_its_findings_follow_it() -> None:
    story, health = looping(), Health(cost=price, window=window)
    answers = [health.feed(record) for record in story.records]
    [answer] = [each for each in answers if each]
    assert answer[0] is story.records[answers.index(answer)]
    assert [each["type"] for each in answer] == ["result", "finding"]
    assert answer[1]["ts"] == answer[0]["ts"]
    assert health.worst == "warning"


def test_a_finding_that_the_stream_already_holds_is_not_made_again() -> None:
    story = looping()
    [found] = findings(story)
    health = Health()
    assert health.feed(found) is None
    assert [each for record in story.records for each in health.feed(record) or ()] == []


def test_the_same_finding_twice_in_a_stream_passes_once() -> None:
    [found] = findings(looping())
    health = Health()
    assert health.feed(found) is None
    assert health.feed(found) == []
    assert health.worst == "warning"


def test_findings_of_others_pass_and_count() -> None:
    health = Health()
    assert health.feed({"type": "finding", "id": "x", "severity": "critical"}) is None
    assert health.worst == "critical"


def test_only_the_checks_that_were_asked_for_speak() -> None:
    health = Health(limits(), only=frozenset({"stall"}))
    assert [each for record in looping().records for each in health.feed(record) or ()] == []


@pytest.mark.parametrize(
    "record",
    [
        {},
        {"type": "spend"},
        {"type": "result", "session": 5},
        {"type": "nova", "session": "s"},
        {"type": "end", "ts": "x"},
    ],
)
def test_records_that_are_odd_pass(record: Record) -> None:
    assert Health().feed(record) is None


def test_sessions_do_not_touch_each_other() -> None:
    one, two = Story("one", 1).prompt(), Story("two", 2).prompt()
    for _ in range(3):
        one.bash("ls", "app.py")
        two.bash("ls", "app.py")
    mixed = Story("mixed", 0)
    mixed.records = one.records + two.records
    assert findings(mixed) == []


@pytest.mark.shared
def test_nothing_about_real_runs_is_critical() -> None:
    for path in sorted(shared("captures").rglob("*.jsonl")):
        if not {"transcript", "sessions"} & set(path.parts):
            continue
        agent = "codex" if path.name.startswith("rollout") else "claude"
        reader, health = agents()[agent].open(Origin(str(path))), Health(cost=price, window=window)
        for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
            for record in reader.read(line, number):
                health.feed(record)
        assert health.worst != "critical", path


def test_what_it_looks_at_is_all_that_counts() -> None:
    looked = {kind: decoder({"type", "v", *fields}, LATER.get(kind, ())) for kind, fields in LOOKS_AT.items()}
    for case in cases(1):
        whole, part = Health(cost=price, window=window), Health(cost=price, window=window)
        for record in case.records:
            line = encode(record)
            try:
                given = looked.get(str(record.get("type")), decode)(line)
            except ODD:
                given = decode(line)
            answers = [each.feed(record) or () for each, record in ((whole, decode(line)), (part, given))]
            found = [[each for each in answer if each["type"] == "finding"] for answer in answers]
            assert found[0] == found[1], case.name
