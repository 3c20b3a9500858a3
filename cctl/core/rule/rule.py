"""One rule: what it looks for, what it says, and where it stands.

Plain classes and tuples: the hook matches fifty rules in a process that lives for one call, and reading them must cost
less than starting it.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ALLOW, DENY, ASK = "allow", "deny", "ask"
# What the original does to a session besides judging its call; `terminate` is the only one that also refuses the call.
SESSION_ACTIONS = ("send", "terminate", "route", "spawn", "delegate")
ACTIONS = {"approve": ALLOW, "allow": ALLOW, "deny": DENY, "ask": ASK, "kill": "terminate"} | {
    name: name for name in SESSION_ACTIONS
}

# Conditions on a program of the call; the rest are about the call or its session as a whole.
OF_UNIT = ("program", "subcommand", "flag", "effect", "path_class", "path", "host", "arg")
OF_CALL = ("tool", "command", "text", "input", "project", "cwd", "branch", "model", "mode", "agent")
OF_SESSION = ("status", "health", "cost_above", "burn_above", "context_above", "last_error", "file_conflict")

LAYERS = ("team", "user", "project")


class Rule:
    """A rule; `when` must all hold, none of `unless` may."""

    __slots__ = ("action", "layer", "line", "message", "name", "origin", "unless", "when")

    def __init__(
        self,
        name: str,
        action: str,
        when: Mapping[str, tuple[str, ...]],
        unless: Mapping[str, tuple[str, ...]],
        message: str = "",
        layer: str = "user",
        origin: str = "",
        line: int = 0,
    ) -> None:
        self.name = name
        self.action = action
        self.when = when
        self.unless = unless
        self.message = message
        self.layer = layer
        self.origin = origin
        self.line = line

    @property
    def by_program(self) -> bool:
        """Whether it looks at programs, not only at the call as a whole."""
        return any(name in OF_UNIT for name in self.when) or any(name in OF_UNIT for name in self.unless)

    @property
    def src(self) -> dict[str, object]:
        """Where a human finds it."""
        return {"path": self.origin, "line": self.line}


class Rules:
    """The rules that hold in one place, those that refuse first; within an action, in the order they were written."""

    __slots__ = ("allow", "ask", "deny", "session")

    def __init__(self, rules: Iterable[Rule] = ()) -> None:
        self.deny: list[Rule] = []
        self.ask: list[Rule] = []
        self.allow: list[Rule] = []
        self.session: list[Rule] = []
        for rule in rules:
            {DENY: self.deny, ASK: self.ask, ALLOW: self.allow}.get(rule.action, self.session).append(rule)
        for each in (self.deny, self.ask):
            each.sort(key=lambda rule: LAYERS.index(rule.layer))

    def __bool__(self) -> bool:
        return bool(self.deny or self.ask or self.allow or self.session)

    def of_layer(self, layer: str) -> Rules:
        """Only the rules of one layer."""
        return Rules(rule for rule in self.all() if rule.layer == layer)

    def all(self) -> list[Rule]:
        """Every rule."""
        return [*self.deny, *self.ask, *self.allow, *self.session]
