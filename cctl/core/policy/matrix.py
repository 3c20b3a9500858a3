"""The one matrix: what each effect gets under each named policy.

Written in `policy.toml`, compiled beside the program tables. `learnable` is an ask that rules and certificates may
turn into an allow; `ceiling` says how far anything but the policy itself may go for an effect.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from cctl.core.effect.table import Table

RANK = {"allow": 0, "abstain": 1, "learnable": 2, "ask": 3, "deny": 4}


class Matrix:
    """Cells by policy and effect."""

    __slots__ = ("_cells", "default", "lower", "meaning", "policies")

    def __init__(self, table: Table) -> None:
        lines = table.section("!policy") or {}
        self.policies = tuple(lines.get("policies", "").split(" "))
        self.default = lines.get("default", "")
        self.meaning: dict[str, str] = {}
        self.lower: dict[str, str] = {}
        self._cells: dict[str, dict[str, str]] = {name: {} for name in self.policies}
        count = len(self.policies)
        for code, text in lines.items():
            if code in ("policies", "default"):
                continue
            parts = text.split(" ", count + 1)
            for at, name in enumerate(self.policies):
                self._cells[name][code] = parts[at]
            self.lower[code] = parts[count]
            self.meaning[code] = parts[count + 1]

    def cell(self, policy: str, code: str) -> str:
        """`allow`, `learnable`, `ask` or `deny`; an effect that isn't in the matrix asks."""
        return self._cells[policy].get(code, "ask")

    def worst(self, policy: str, codes: Iterable[str]) -> str:
        """The gravest cell among some effects; nothing at all asks."""
        cells = self._cells[policy]
        found = ""
        for code in codes:
            cell = cells.get(code, "ask")
            if cell == "deny":
                return cell
            if not found or RANK[cell] > RANK[found]:
                found = cell
        return found or "ask"

    def ceiling(self, code: str) -> str:
        """The best any later layer may make of an effect: `allow` by what was learnt, by a user's rule, or never."""
        return self.lower.get(code, "none")
