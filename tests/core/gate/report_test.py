"""Reports of the gate, with hostile text in every place."""

from typing import Any
from xml.etree import ElementTree

from cctl.core.gate.judge import Gate
from cctl.core.gate.limit import Limits, dollars
from cctl.core.gate.report import checks, github, junit, markdown, plain, sentence
from cctl.core.gate.where import condition
from tests.core.stats.telling import OPUS, spend

LIMITS = Limits(max_usd=dollars("0.001"), max_turns=3, require_end=True, where=(condition("id", "=", '<b>|"&'),))
EVIL = 'x\x1b[31m]]>&"<script>|`@all`\n::error::\u202eevil\ud800%'


def record(limits: Limits = LIMITS, id: str = "a", **more: Any) -> dict[str, Any]:
    gate = Gate(limits)
    gate.feed(spend(id, "2026-06-20T08:00:00.000Z", OPUS, 1000, cost_usd=0.005, **more))
    gate.feed({"type": "turn", "id": "t", "session": "s1"})
    gate.feed({"type": "end", "ts": "2026-06-20T08:00:00.000Z", "exit": 0})
    return gate.finish()[0]


def test_junit_has_a_case_for_each_limit() -> None:
    tree = ElementTree.fromstring(junit(record(), LIMITS))
    suite = tree[0]
    assert (suite.get("tests"), suite.get("failures"), suite.get("timestamp")) == ("9", "1", "2026-06-20T08:00:00")
    assert [case.get("name") for case in suite] == [
        *("evidence", "end", "require-end", "max-usd", "max-turns", "unreadable", "unpriced", "estimated"),
        'where id = <b>|"&',
    ]
    (failure,) = suite.findall("testcase/failure")
    assert failure.get("type") == "over_budget"
    assert failure.text == "max-usd: found $0.0050, allowed $0.0010; most by a"


def test_junit_survives_hostile_text() -> None:
    made = record(id=EVIL, session=EVIL, src={"path": EVIL, "line": 3})
    tree = ElementTree.fromstring(junit(made, LIMITS))
    (failure,) = tree.findall(".//failure")
    assert failure.text
    assert "\\u001b[31m]]>" in failure.text
    assert failure.text.count("\n") == 1
    junit(made, LIMITS).encode("utf-8")


def test_github_annotations_are_one_line_each_and_cannot_be_broken_out_of() -> None:
    made = record(id=EVIL, src={"path": EVIL, "line": 3})
    (line,) = github(made, LIMITS)
    assert line.startswith('::error title=cctl gate%3A max-usd,file=x\\u001b[31m]]>&"<script>|`@all`\\u000a%3A%3Aerror')
    assert line.isprintable()
    assert line.endswith("%25")
    (passed,) = github(record(Limits(max_usd=10**12)), Limits(max_usd=10**12))
    assert passed == "::notice title=cctl gate::passed: 1 sessions, $0.0050, 1,000 tokens, 1 turns"


def test_markdown_is_a_table_with_what_broke_it() -> None:
    text = markdown(record(), LIMITS)
    assert text.splitlines()[:8] == [
        "### cctl gate: failed (over_budget)",
        "",
        "1 sessions, $0.0050, 1,000 tokens, 1 turns",
        "",
        "| limit | allowed | found | |",
        "| --- | ---: | ---: | --- |",
        "| evidence |  | | ok |",
        "| end |  | | ok |",
    ]
    assert "| max-usd | $0.0010 | $0.0050 | **breach** |" in text
    assert "| max-turns | 3 | | ok |" in text
    assert "- max-usd: `a`" in text
    assert '| where id = \\<b\\>\\|"& |' in text


def test_markdown_survives_hostile_text() -> None:
    limits = Limits(max_usd=0, each=True)
    text = markdown(record(limits, id=EVIL, session=EVIL), limits)
    assert all(line.isprintable() for line in text.splitlines())
    rows = [line for line in text.splitlines() if line.startswith("| max-usd")]
    assert len(rows) == 1
    assert rows[0].count("|") == 5
    assert "`" not in rows[0].replace("`", "", 2)


def test_a_pass_lists_its_checks() -> None:
    limits = Limits(max_tokens=10**9, unpriced="warn")
    assert [check.name for check in checks(record(limits), limits)] == ["evidence", "end", "max-tokens"]
    assert "passed" in markdown(record(limits), limits)


def test_every_breach_of_a_record_is_in_its_checks() -> None:
    limits = Limits(max_usd=0, max_turns=0, max_errors=5, require_end=True)
    gate = Gate(limits)
    gate.feed(spend("u", "", "made-up", 1))
    gate.feed(spend("", "", OPUS, 1))
    gate.feed({"type": "end", "exit": 5})
    gate.feed({"type": "notice"})
    made = gate.finish()[0]
    assert sum(len(check.breaches) for check in checks(made, limits)) == len(made["breaches"]) == 5


def test_sentences() -> None:
    assert sentence({"limit": "max-turns", "found": 3, "allowed": 2, "by": [], "session": "s", "message": "m"}) == (
        "max-turns: found 3, allowed 2, session s (m)"
    )


def test_plain_text_is_short_and_printable() -> None:
    assert plain("x" * 500) == "x" * 300 + "…"
    assert plain("a\tb\u202e") == "a\\u0009b\\u202e"
    assert plain(None) == "None"
