"""A local model's opinion at a dialog: held against its human's answer, and an answer itself where it has earned that.

A human waits here, so there are seconds where `PreToolUse` has milliseconds. Only a call that our own policy asked
about is shown to it; what the user's settings, a rule or another guard asks about is for the human alone. The note goes
along as a message; Claude Code 2.1.328 takes it and shows it nowhere, so for now it is read in the log.
"""

from __future__ import annotations

from cctl.core.hook.verdict import capped, verdict
from cctl.host.hook import files
from cctl.host.hook.judging import judged

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cctl.core.brain.opinion import Opinion
    from cctl.core.hook.verdict import Verdict
    from cctl.host.brain.adviser import Adviser
    from cctl.host.hook.case import Case

ORDER = 90
EVENTS = ("PermissionRequest",)
DEADLINE_MS = 100
SETTLES = True
MOST_MS = 10_000
SPARE_MS = 500  # beside the model's own time


def look(case: Case, so_far: Verdict | None) -> Verdict | None:
    """The ask with a note, an allow under the model's own certificate, or nothing."""
    before = (case.before or {}).get("verdict")
    asked = isinstance(before, dict) and (before.get("decision"), before.get("by")) == ("ask", "policy")
    if not asked or so_far is None or so_far["decision"] != "ask" or not case.event.attended or not case.spool:
        return None
    path = f"{case.places.config}/config.toml"
    text = files.content(path) or b""
    if b"llm" not in text:
        return None
    if case.watch is not None:
        case.watch.longer(MOST_MS)  # to read the configuration, which says how long a question may take
    adviser, ms = _configured(case, path, text)
    if adviser is None:
        return None
    if case.watch is not None:
        case.watch.longer(ms + SPARE_MS)
    return _advised(case, adviser, so_far)


def _advised(case: Case, adviser: Adviser, so_far: Verdict) -> Verdict | None:
    from cctl.core.brain import grey  # noqa: PLC0415 -- only who has a model pays
    from cctl.core.brain.opinion import Nothing, summary  # noqa: PLC0415 -- as above
    from cctl.host.brain.learning import terms  # noqa: PLC0415 -- as above
    from cctl.host.brain.record import log_in, told  # noqa: PLC0415 -- as above

    found = judged(case, capped(case.settings.text("brain.policy"), case.event.mode))
    made = case.judgement
    if made is None or not grey.in_grey(made.decider, found):
        return None
    name = str(case.event.call or (case.before or {}).get("call") or "")
    decider, call = made.decider, {**case.call(), "id": name}
    survey = decider.judge.survey(call, case.facts, made.links)
    if decider.memory is None:  # no opinion can answer: whoever answers before it is there has answered a dialog
        told(log_in(case.places.state), "dialog", name, case.event.session, case.now, digest=case.digest)
    known = summary(case.event.tool, survey, decider.judge.matrix, grey.policy_of(decider))
    opinion = adviser.opinion(known, [effect[0] for effect in survey.effects], case.begun_ms)
    if isinstance(opinion, Nothing):
        return None
    covered = None if case.asks else grey.covered(decider, call, survey, opinion, adviser.id, terms().tier_effects)
    word = grey.answer(opinion, covered)
    _write(case, opinion, adviser, call, word)
    reason = str(word.get("reason") or so_far["reason"])
    return verdict(str(word.get("decision") or "ask"), "llm" if word else "policy", reason,
                   policy=str(so_far["policy"]), layer="llm", note=opinion.note)  # fmt: skip


def _write(case: Case, opinion: Opinion, adviser: Adviser, call: dict[str, object], word: dict[str, object]) -> None:
    """Into the log: what it said counts only if it said so before its human did."""
    from cctl.core.brain import grey  # noqa: PLC0415 -- see above
    from cctl.core.brain.sign import signature  # noqa: PLC0415 -- see above
    from cctl.host.brain.record import log_in, told  # noqa: PLC0415 -- see above

    assert case.judgement is not None  # judged a moment ago
    judge, event = case.judgement.decider.judge, case.event
    signed = signature(event.tool, event.input, judge.survey(call, case.facts, case.judgement.links))
    more = grey.told(opinion, adviser.id, adviser.model) | word | {"sign": signed, "digest": case.digest}
    told(log_in(case.places.state), "opinion", str(call["id"]), event.session, case.now, **more)


def _configured(case: Case, path: str, text: bytes) -> tuple[Adviser | None, int]:
    """The model of the user's own configuration; no repository and no variable names one here."""
    from cctl.core import config  # noqa: PLC0415 -- reading the configuration takes longer than a verdict
    from cctl.core.setting import settings  # noqa: PLC0415 -- as above
    from cctl.host.brain.adviser import Adviser, asked  # noqa: PLC0415 -- as above
    from cctl.host.brain.record import log_in  # noqa: PLC0415 -- as above
    from cctl.host.config_file import parsed  # noqa: PLC0415 -- as above

    held, problems = config.resolve(settings(), [config.Layer("user", path, parsed(path, text), text.decode())])
    if problems or held["brain.llm"].value != "advise":
        return None, 0
    wanted = asked(lambda name: held[name].value, case.places.config)
    wanted = wanted._replace(budget_ms=min(wanted.budget_ms, MOST_MS))
    return Adviser(wanted, log_in(case.places.state).folder), wanted.budget_ms
