"""The adapter to the judgement: one call under the policy, rules, mode and memory that hold here."""

from __future__ import annotations

from cctl.core.brain.decide import Decider
from cctl.core.brain.write import Links
from cctl.core.hook.setting import tightest
from cctl.core.policy.judge import Judge
from cctl.core.rule.rule import Rules
from cctl.host import rules_file
from cctl.host.brain.places import Places
from cctl.host.brain.revision import commits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from cctl.core.brain.memory import Memory
    from cctl.core.effect.path import Resolve
    from cctl.core.effect.survey import Survey
    from cctl.core.hook.verdict import Verdict
    from cctl.host.hook.case import Case

OPEN = ("allow", "learnable")


class Judgement:
    """One judgement as the log needs it: who judged, by which links, and what came of it before other guards spoke."""

    __slots__ = ("decider", "links", "verdict")

    def __init__(self, decider: Decider, links: Links, verdict: Verdict) -> None:
        self.decider = decider
        self.links = links
        self.verdict = verdict


class Keeping(Judge):
    """A judge that keeps its last survey, for guards that come after it."""

    __slots__ = ("kept",)

    def survey(self, call: Mapping[str, object], facts: Mapping[str, object], resolve: Resolve | None = None) -> Survey:
        """The survey, kept."""
        self.kept = super().survey(call, facts, resolve)
        return self.kept


def judged(case: Case, policy: str) -> Verdict:
    """The verdict under at least this policy.

    An ask that a rule could settle says so (`learnable`): the client may then be left to ask its human in its own way.
    """
    problem = ""
    try:
        held = rules_file.load(rule_places(case))
    except Exception as mistake:  # rules that can't be read refuse nothing and allow nothing
        held = rules_file.Held(Rules(()))
        problem = str(mistake) if hasattr(mistake, "hint") else f"rules: {type(mistake).__name__}"
    mode = case.settings.text("brain.mode")
    judge = Keeping(case.table)
    policy = str(tightest({"brain.policy": held.policy}, {"brain.policy": policy})["brain.policy"])
    decider = Decider(judge, policy, held.rules, _memory(case) if mode == "auto" else None, mode)
    links = Links(case.resolve)
    found = decider.decide(case.call(), case.facts, links, {})
    case.judgement = Judgement(decider, links, found)
    if problem and found["decision"] in ("allow", "abstain"):
        found = found | {"decision": "ask", "by": "error", "reason": problem}
    survey = getattr(judge, "kept", None)
    if survey is None:
        return found
    case.survey, case.effects = survey, survey.effects
    if found["decision"] == "abstain" and mode == "off":
        found = found | {"off": True}
    cells = [judge.matrix.cell(decider.policy, code) for code, _, _, _ in case.effects]
    if found["decision"] == "ask" and found["by"] == "policy" and all(cell in OPEN for cell in cells):
        found = found | {"learnable": True}
    return found


def rule_places(case: Case) -> Places:
    """Where rules are looked for; also in the commit that the session began with, where HEAD is another by now."""
    began, pinned = case.memory.pin.get("commit"), ""
    if isinstance(began, str) and case.project and commits(case.project).get("HEAD") != began:
        pinned = began
    return Places(case.places.config, case.places.state, case.project, pinned=pinned)


def _memory(case: Case) -> Memory | None:
    """What was learnt; none where the file says anything but that."""
    from cctl.host.brain import memory  # noqa: PLC0415 -- only `auto` spends what was learnt
    from cctl.host.brain.record import FOLDER  # noqa: PLC0415 -- as above

    try:
        return memory.load(f"{case.places.state}/{FOLDER}", case.begun_ms, case.tables)
    except (OSError, ValueError):
        return None
