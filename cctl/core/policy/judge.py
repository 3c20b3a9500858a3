"""The verdict on one call under a named policy: what the call would do, looked up in the one matrix.

This layer never abstains and never learns. It is deterministic: the same call and facts give the same verdict, whatever
the clock, the machine or the order of earlier calls. Whatever goes wrong inside it asks.
"""

from __future__ import annotations

from cctl.core.effect.book import Book
from cctl.core.effect.path import Ground
from cctl.core.effect.survey import Survey
from cctl.core.effect.table import Table
from cctl.core.policy.matrix import RANK, Matrix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from cctl.core.effect.path import Resolve
    from cctl.core.effect.survey import Effect

    Verdict = dict[str, object]

MAX_INPUT = 65536  # characters of one command; beyond it nothing is read
_LEAKS = frozenset(("READ(sensitive)", "WRITE(sensitive)", "ENV_READ", "READ_FOLDER"))
_SECRETS = frozenset(("SECRET_VALUE", "READ_SECRET", "SECRET_STORE", "WRITE(secret)"))


class Judge:
    """Tables and grounds of one process; judging leaves nothing behind but decoded tables."""

    __slots__ = ("_grounds", "book", "matrix")

    def __init__(self, table: Table) -> None:
        self.book = Book(table)
        self.matrix = Matrix(table)
        self._grounds: dict[tuple[object, ...], Ground] = {}

    def judge(
        self, call: Mapping[str, object], facts: Mapping[str, object], policy: str, resolve: Resolve | None = None
    ) -> Verdict:
        """The verdict on a call: `{decision, by, policy, reason, effects, trail}`."""
        if policy not in self.matrix.policies:
            return _plain("ask", "error", policy, f"no policy named {policy}")
        try:
            effects = self.effects(call, facts, resolve)
        except Exception as problem:
            return _plain("ask", "error", policy, f"could not read the call: {type(problem).__name__}")
        return self.verdict(effects, policy)

    def effects(
        self, call: Mapping[str, object], facts: Mapping[str, object], resolve: Resolve | None = None
    ) -> list[Effect]:
        """What a call would do, with the stretch of its text that does it."""
        return self.survey(call, facts, resolve).effects

    def survey(self, call: Mapping[str, object], facts: Mapping[str, object], resolve: Resolve | None = None) -> Survey:
        """The survey of a call: its effects, and which programs have them."""
        tool = call.get("tool")
        given = call.get("input")
        cwd = call.get("cwd")
        survey = Survey(self.book, self._ground(facts, cwd if isinstance(cwd, str) else None, resolve))
        if not isinstance(tool, str) or not isinstance(given, dict):
            survey.add("OPAQUE", "not a call")
        else:
            from cctl.core.effect.tool import survey_call  # noqa: PLC0415 -- the shell reader, a tenth of a start

            survey_call(survey, tool, given)
        combine(survey)
        return survey

    def _ground(self, facts: Mapping[str, object], cwd: str | None, resolve: Resolve | None) -> Ground:
        if resolve is not None:
            return Ground(facts, self.book.names, cwd, resolve)
        key = (
            facts.get("home"),
            facts.get("project"),
            facts.get("files"),
            str((facts.get("cctl"), facts.get("mcp"))),
            cwd,
        )
        ground = self._grounds.get(key)
        if ground is None:
            ground = Ground(facts, self.book.names, cwd)
            if len(self._grounds) < 256:
                self._grounds[key] = ground
        return ground

    def verdict(self, effects: list[Effect], policy: str) -> Verdict:
        """The gravest of the effects decides."""
        matrix = self.matrix
        worst = ""
        by: Effect | None = None
        trail: list[dict[str, object]] = []
        seen: set[str] = set()
        for effect in effects:
            code = effect[0]
            if code in seen:
                continue
            seen.add(code)
            cell = matrix.cell(policy, code)
            trail.append(
                {
                    "layer": "policy",
                    "decision": "ask" if cell == "learnable" else cell,
                    "effect": code,
                    "span": [effect[2], effect[3]],
                }
            )
            if not worst or RANK[cell] > RANK[worst]:
                worst, by = cell, effect
        if by is None:
            return _plain("ask", "policy", policy, "nothing to judge")
        decision = "ask" if worst == "learnable" else worst
        what = f": {by[1][:80]}" if by[1] else ""
        return {
            "decision": decision,
            "by": "self" if by[0] == "SELF" else "policy",
            "policy": policy,
            "reason": f"{by[0]} {matrix.meaning.get(by[0], 'is in no policy')}{what}",
            "effects": sorted(seen),
            "trail": trail,
        }


def combine(survey: Survey) -> None:
    """What only the whole call shows: a secret is touched and something leaves the machine."""
    codes = {code for code, _, _, _ in survey.effects}
    survey.start, survey.end = 0, max((end for _, _, _, end in survey.effects), default=0)
    if len(survey.made) > 1 and any(code.startswith("READ(") for code in codes):
        from cctl.core.effect.handed import handed_secrets  # noqa: PLC0415 - few calls read what others name

        codes |= handed_secrets(survey)
    if "PRIV" in codes and any(code.startswith("DELETE_RECURSIVE(") for code in codes):
        survey.add("DELETE_RECURSIVE", "with another user's rights")
    if len(survey.made) == 1 and len(survey.effects) == 1 and survey.effects[0][:2] == ("SHELL", "set"):
        survey.add("UNCLEAR", "an option for a shell that runs nothing else")
    sends = any(code.startswith("NET_SEND") for code in codes)
    nets = sends or codes & {"LISTEN", "NET_GET(other)", "NET_GET(unknown)"}
    if (
        (nets and codes & _SECRETS)
        or (sends and codes & _LEAKS)
        or (sends and {"SECRET_SEARCH", "READ(private)"} <= codes)
        or ((nets or "REMOTE_EXEC" in codes) and {"READ_FOLDER", "READ(private)"} <= codes)
    ):
        survey.add("EXFIL", "secret and network in one call")
    if nets and any(code == "EXEC_UNKNOWN" and what == "standard input" for code, what, _, _ in survey.effects):
        survey.add("EXEC_REMOTE", "standard input")


def _plain(decision: str, by: str, policy: str, reason: str) -> Verdict:
    return {"decision": decision, "by": by, "policy": policy, "reason": reason, "effects": [], "trail": []}
