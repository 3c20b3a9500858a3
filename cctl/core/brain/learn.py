"""Learning: which signatures may be allowed, as a fold of the labels, and what certifies them.

Each answer is first held against what the memory would have done (that is the evidence a certificate counts), and only
then learnt. One denial takes a signature back everywhere; approvals teach only across sessions and days, so that
neither one long session nor one patient agent can teach alone.

A model with weights over the features of calls was left out. It would allow sooner, and what has never been seen, by
likeness; but likeness is what whoever writes the calls can choose, its threshold costs answers of its own, and a single
denial takes nothing back for certain. With signatures every allow names what was approved before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from cctl.core.brain.label import SPENDERS, Label, Labels, is_adviser, last_word, stamped
from cctl.core.brain.ladder import DAY_MS, Ladder, Trial
from cctl.core.brain.memory import ANYWHERE, Certified, covering, written
from cctl.core.brain.sign import tier
from cctl.core.brain.terms import Terms
from cctl.core.moment import epoch_ms


class Seen:
    """What was answered to one signature in one scope."""

    __slots__ = ("approvals", "clean", "days", "denials", "per_session", "projects")

    def __init__(self) -> None:
        self.approvals = 0
        self.denials = 0
        self.clean = 0  # approvals since the last denial
        self.days: set[int] = set()
        self.per_session: dict[str, int] = {}
        self.projects: set[str] = set()

    def approve(self, label: Label, terms: Terms) -> None:
        given = self.per_session.get(label.session, 0)
        if given >= terms.per_session:
            return
        self.per_session[label.session] = given + 1
        self.approvals += 1
        self.clean += 1
        self.days.add(label.ms // DAY_MS)
        self.projects.add(label.project)

    def deny(self) -> None:
        self.denials += 1
        self.clean = 0
        self.days.clear()
        self.per_session.clear()
        self.projects.clear()

    def learnt(self, terms: Terms, *, anywhere: bool) -> bool:
        """Whether calls like this may be allowed, certificate given."""
        wanted = terms.approvals_after_denial if self.denials else terms.approvals
        wide = not anywhere or len(self.projects) >= terms.projects
        return (
            self.clean >= wanted and len(self.per_session) >= terms.sessions and len(self.days) >= terms.days and wide
        )


class Learning:
    """The fold."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.seen: dict[tuple[str, str], Seen] = {}  # scope and signature
        self._denied: set[str] = set()
        self.ladders = {name: Ladder(name, terms) for name in terms.tier_levels}
        self.counted = {"labels": 0, "stamps": 0, "implied": 0, "denials": 0}

    def allows(self, sign: str, project: str) -> bool:
        """Whether the memory would allow a call, certificates aside."""
        return bool(sign) and any(
            (found := self.seen.get((scope, sign))) is not None and found.learnt(self.terms, anywhere=scope == ANYWHERE)
            for scope in (project, ANYWHERE)
            if scope
        )

    def feed(self, label: Label) -> None:
        """One answer, in the order in which they were given."""
        self.counted["labels"] += 1
        self.counted["stamps"] += label.stamp
        self.counted["implied"] += label.source == "implied"
        self.counted["denials"] += not label.allow and label.source != "implied"
        if not label.sign:
            return
        trial = Trial(label.session, label.project, label.ms, not label.allow, label.audit)
        reach = tier(label.sign, self.terms.tier_effects)
        self.ladders[reach].lapse(label.ms)
        if label.counts and self.allows(label.sign, label.project):
            self.ladders[reach].add(trial)
        if label.counts and label.adviser:
            adviser = self.ladder(reach, label.adviser)
            adviser.lapse(label.ms)
            adviser.add(trial)
        if label.allow:
            if label.counts:
                for scope in {label.project, ANYWHERE} - {""}:
                    self._at(scope, label.sign).approve(label, self.terms)
        elif label.source != "implied":
            self._denied.add(label.sign)
            for scope, sign in {(ANYWHERE, label.sign), *(key for key in self.seen if key[1] == label.sign)}:
                self._at(scope, sign).deny()

    def ladder(self, reach: str, adviser: str = "") -> Ladder:
        """The looks at what the memory would allow in a tier, or at what a model would."""
        name = covering(reach, adviser)
        if name not in self.ladders:
            self.ladders[name] = Ladder(name, self.terms)
        return self.ladders[name]

    def allowed(self, event: Mapping[str, Any]) -> None:
        """A decision or opinion of the log: what a certificate allowed counts against how long it may hold."""
        advice, by = event.get("llm", event), spent(event)
        if not by:
            return
        adviser = str(advice.get("adviser", "")) if by == "llm" and isinstance(advice, dict) else ""
        if adviser and not is_adviser(adviser):
            return
        self.ladder(tier(str(event.get("sign", "")), self.terms.tier_effects), adviser).cover(epoch_ms(event.get("ts")))

    def _at(self, scope: str, sign: str) -> Seen:
        found = self.seen.get((scope, sign))
        if found is None:
            found = self.seen[scope, sign] = Seen()
            found.denials = int(sign in self._denied)  # denied in one project, it has more to show in every other
        return found

    def learnt(self) -> list[tuple[str, str, str]]:
        """Scope, signature and tier of everything that may be allowed."""
        return [
            (scope, sign, tier(sign, self.terms.tier_effects))
            for (scope, sign), found in sorted(self.seen.items())
            if found.learnt(self.terms, anywhere=scope == ANYWHERE)
        ]

    def text(self, tables: str, head: tuple[str, int, str], now_ms: int) -> str:
        """The memory as the hook reads it."""
        held = []
        for ladder in self.ladders.values():
            ladder.lapse(now_ms)
            if ladder.held is not None:
                made = ladder.held
                bound = f"≤ {percent(made.level)} ({made.errors} of {made.answers})"
                share = int(ladder.audit_share(now_ms) * (1 << 32))
                held.append(Certified(ladder.tier, made.id, bound, made.made_ms, ladder.until_ms, share))
        return written(tables, head, held, self.learnt())


def spent(event: Mapping[str, Any]) -> str:
    """Who allowed a call by a certificate, "" for nobody: a decision of the log, or an opinion at a dialog."""
    if event.get("event") not in ("decision", "opinion"):
        return ""
    word = last_word(event) or event
    return str(word["by"]) if word.get("decision") == "allow" and word.get("by") in SPENDERS else ""


def learned(events: Iterable[Mapping[str, Any]], terms: Terms) -> Learning:
    """Everything that a log teaches: its answers in the order of time, among what was allowed meanwhile."""
    fold = Labels()
    steps: list[tuple[int, int, Mapping[str, Any]]] = []
    for at, event in enumerate(events):
        fold.feed(event)
        if spent(event):
            steps.append((epoch_ms(event.get("ts")), at, event))
    made = Learning(terms)
    answers = sorted(stamped(fold.found, terms), key=lambda label: label.ms)
    place = 0
    for ms, _, event in sorted(steps, key=lambda step: step[:2]):
        while place < len(answers) and answers[place].ms <= ms:
            made.feed(answers[place])
            place += 1
        made.allowed(event)
    for label in answers[place:]:
        made.feed(label)
    return made


def percent(share: Fraction) -> str:
    """A share for people: `5 %`, `0.74 %`."""
    return f"{float(share * 100):.2f}".rstrip("0").rstrip(".") + " %"
