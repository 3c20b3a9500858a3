"""Two sets of rules."""

from __future__ import annotations

from cctl.core.brain.decide import Decider
from cctl.core.rule.compare import Comparison
from tests.gate import FACTS, judge
from tests.judged import bash, rules

OLD = "[rules.a]\nprogram='acme'\naction='deny'\n[rules.b]\nprogram='other'\naction='ask'"
NEW = "[rules.a]\nprogram='acme'\naction='approve'\n[rules.b]\nprogram='other'\naction='deny'"


def test_what_changes_is_counted_and_what_opens_is_named() -> None:
    comparison = Comparison(Decider(judge(), "workspace", rules(OLD)), Decider(judge(), "workspace", rules(NEW)))
    found = [comparison.see(bash(command), FACTS, None, {}) for command in ("acme", "other", "ls", "acme; rm -rf /")]
    assert [each is not None for each in found] == [True, True, False, False]
    opened, tightened, *_ = found
    assert opened is not None and opened.opened and opened.loosened
    assert tightened is not None and not tightened.loosened
    counts = comparison.calls, comparison.loosened, comparison.tightened, comparison.opened
    assert counts == (4, 1, 1, 1)
