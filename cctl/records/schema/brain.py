"""Judgement: what calls would do, what rules and policies say, what was decided, what was learnt from it."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NotRequired

from cctl.records.schema.base import Base, Src

Decided = Literal["allow", "deny", "ask", "abstain"]


class Effect(Base):
    """One thing that a call would do."""

    effect: Annotated[str, "name of the effect, with the class of its path or host in brackets"]
    decision: Annotated[
        str, "what the policy says of it: `allow`, `learnable` (ask, until something settles it), `ask`, `deny`"
    ]
    policy: Annotated[str, "the policy"]
    meaning: Annotated[str, "what the effect is"]
    program: NotRequired[Annotated[str, "the program that has it"]]
    what: NotRequired[Annotated[str, "what it happens to: a path, a host, a subcommand"]]
    text: NotRequired[Annotated[str, "the words of the call that have it"]]
    span: Annotated[list[int], "where these stand in the text of the call: start and end"]
    tool: NotRequired[Annotated[str, "tool of the call"]]
    call: NotRequired[Annotated[str, "id of the call"]]


class Policy(Base):
    """One line of the matrix: what each built-in policy says of one effect."""

    effect: Annotated[str, "name of the effect"]
    readonly: Annotated[str, "under the policy that lets look"]
    workspace: Annotated[str, "under the policy that lets work in the project"]
    locked: Annotated[str, "under the policy that asks about everything"]
    lower: Annotated[Literal["learn", "user", "none"], "who may say otherwise: what was learnt, a user's rule, nobody"]
    meaning: Annotated[str, "what the effect is"]


class RuleCase(Base):
    """One case of a rule file or scenario, judged."""

    name: Annotated[str, "its name, or its command"]
    passed: Annotated[bool, "whether it came out as expected"]
    expected: Annotated[Decided, "what it should be"]
    decision: Annotated[Decided, "what it is"]
    by: Annotated[str, "which layer decided"]
    rule: NotRequired[Annotated[str, "the rule that decided"]]
    reason: Annotated[str, "why; not stable"]
    src: NotRequired[Annotated[Src, "where the case stands"]]


class RuleChange(Base):
    """One call that other rules would judge otherwise."""

    before: Annotated[Decided, "by the old rules"]
    after: Annotated[Decided, "by the new rules"]
    loosened: Annotated[bool, "true if the new rules are milder"]
    opened: Annotated[bool, "true if what was denied would now run"]
    tool: Annotated[str, "tool of the call"]
    input: Annotated[dict[str, Any], "its input, redacted"]
    reason: Annotated[str, "why by the new rules; not stable"]
    rule: NotRequired[Annotated[str, "the new rule that decides"]]
    session: NotRequired[Annotated[str, "session of the call"]]
    id: NotRequired[Annotated[str, "id of the call"]]
    src: NotRequired[Annotated[Src, "where the call was read"]]


class RuleStep(Base):
    """One step on the way to a verdict."""

    step: Annotated[Literal["effect", "rule", "verdict"], "what kind of step"]
    text: Annotated[str, "for people; not stable"]
    program: NotRequired[Annotated[str, "the program that has the effect"]]
    effect: NotRequired[Annotated[str, "name of the effect"]]
    what: NotRequired[Annotated[str, "what it happens to"]]
    decision: NotRequired[Annotated[str, "what is said of the effect, or the verdict"]]
    by: NotRequired[Annotated[str, "the layer that decided"]]
    rule: NotRequired[Annotated[str, "name of the rule"]]
    layer: NotRequired[Annotated[str, "whose rule: `team`, `user`, `project`"]]
    action: NotRequired[Annotated[str, "what the rule says"]]
    matches: NotRequired[Annotated[bool, "whether the rule matches"]]
    span: NotRequired[Annotated[list[int], "where in the text of the call"]]


class Proposal(Base):
    """A rule that would have saved questions, tried on everything that is known."""

    name: Annotated[str, "its name"]
    rule: Annotated[str, "the rule as TOML"]
    saves: Annotated[int, "questions that it would have saved"]
    also: Annotated[int, "unanswered calls that it would have let through as well"]
    approvals: Annotated[int, "times that a human let such calls run"]
    sessions: Annotated[int, "sessions in which that was"]


class Decision(Base):
    """One decision of the log."""

    id: NotRequired[Annotated[str, "id of the call"]]
    seq: Annotated[int, "its number in the log"]
    session: NotRequired[Annotated[str, "session of the call"]]
    agent: NotRequired[Annotated[str, "agent of the call"]]
    tool: NotRequired[Annotated[str, "tool of the call"]]
    input: NotRequired[Annotated[dict[str, Any], "its input, cut and redacted"]]
    cwd: NotRequired[Annotated[str | None, "folder of the call"]]
    verdict: NotRequired[Annotated[dict[str, Any], "the verdict"]]
    sign: NotRequired[Annotated[str, "signature: what is the same in calls like this"]]
    exact: NotRequired[Annotated[bool, "whether it can be replayed to the byte"]]
    answer: NotRequired[Annotated[Literal["allow", "deny"], "what its human said"]]
    answered_by: NotRequired[Annotated[str, "how that is known: `dialog`, `rejected`, `interrupted`, `correction`"]]
    ms: NotRequired[Annotated[float, "time the verdict took, in milliseconds"]]


class Certificate(Base):
    """A bound on wrong allows, or how far it is to one."""

    tier: Annotated[
        str, "which calls: `T1` can be undone in the project, `T2` reaches further; with a model's id, its allows"
    ]
    held: Annotated[bool, "whether it holds now"]
    level: Annotated[float, "rate of wrong allows that is not exceeded"]
    upper: NotRequired[Annotated[float, "the smallest rate that could be certified"]]
    answers: Annotated[int, "answers counted"]
    errors: Annotated[int, "how many of them said otherwise"]
    missing: NotRequired[Annotated[int, "answers without an error until the next chance of one"]]
    id: NotRequired[Annotated[str, "computed from its content"]]
    until: NotRequired[Annotated[str, "when it lapses by itself"]]
    audit_ratio: NotRequired[Annotated[float, "share of its allows that are asked all the same"]]
    covered: NotRequired[Annotated[int, "calls that it has allowed"]]
    ended: NotRequired[Annotated[str, "why the one before was taken back"]]


class Scorecard(Base):
    """How well the judge does, by what its human answered; shares with the interval that they lie in."""

    decisions: Annotated[int, "decisions in the window"]
    allow: Annotated[int, "allowed"]
    ask: Annotated[int, "asked"]
    deny: Annotated[int, "denied"]
    by: Annotated[dict[str, int], "decisions by layer"]
    auto_ratio: NotRequired[Annotated[float, "share that nobody had to answer"]]
    auto_interval: NotRequired[Annotated[list[float], "95 % interval of that share"]]
    answers: Annotated[int, "answers of a human"]
    approvals: Annotated[int, "of these, yes"]
    denials: Annotated[int, "of these, no"]
    stamps: Annotated[int, "answers too quick to have been read; counted nowhere else"]
    false_allow: Annotated[int, "allows that its human took back"]
    false_allow_ratio: NotRequired[Annotated[float, "their share among allows that were checked"]]
    false_allow_interval: NotRequired[Annotated[list[float], "95 % interval of that share"]]
    false_deny: Annotated[int, "denials that its human corrected"]
    saved_s: Annotated[float, "seconds saved by what was allowed beyond the client's own rules"]
    learnt: Annotated[int, "signatures that may be allowed, certificate given"]
    slowest_ms: NotRequired[Annotated[float, "longest verdict"]]
    p50_ms: NotRequired[Annotated[float, "median time of a verdict"]]
    p95_ms: NotRequired[Annotated[float, "time that 95 % of verdicts stay below"]]
    warning: NotRequired[Annotated[str, "what deserves attention; not stable"]]


class Replay(Base):
    """One decision made again."""

    id: NotRequired[Annotated[str, "id of the call"]]
    seq: Annotated[int, "its number in the log"]
    same: Annotated[bool, "whether both verdicts are the same to the byte"]
    recorded: Annotated[dict[str, Any], "the verdict of then: decision and layer, all of it where something differs"]
    recomputed: NotRequired[Annotated[dict[str, Any], "the verdict of now, likewise"]]
    first_difference: NotRequired[Annotated[str, "the first field that differs"]]
    answer: NotRequired[Annotated[Literal["allow", "deny"], "what its human said"]]
    skipped: NotRequired[Annotated[str, "why it could not be made again, or what was taken as it was"]]
    opinion: NotRequired[Annotated[dict[str, str], "what a model said, `recorded` and `now`, or why nothing"]]


class BrainEvent(Base):
    """One line of the log of decisions, as it stands there."""

    seq: Annotated[int, "its number in the log"]
    event: Annotated[
        str, "`decision`, `dialog`, `outcome`, `rejected`, `interrupted`, `correction`, `implied`, `certificate` …"
    ]
    prev: Annotated[str, "SHA-256 of the line before it"]
    call: NotRequired[Annotated[str, "call that it is about"]]
    session: NotRequired[Annotated[str, "session of the call"]]
    verdict: NotRequired[Annotated[dict[str, Any], "of a decision"]]


class Prompt(Base):
    """A text that is sent to a model."""

    name: Annotated[str, "its name"]
    origin: Annotated[str, "`built-in`, or the file that takes its place"]
    text: Annotated[str, "the text"]


RECORDS = {
    "effect": Effect, "policy": Policy, "rule_case": RuleCase, "rule_change": RuleChange, "rule_step": RuleStep,
    "proposal": Proposal, "decision": Decision, "certificate": Certificate, "scorecard": Scorecard, "replay": Replay,
    "prompt": Prompt, "brain_event": BrainEvent,
}  # fmt: skip
