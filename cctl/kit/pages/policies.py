"""`cctl-policy(7)`: the one matrix of effects and policies, from the table that the gate judges by."""

from __future__ import annotations

from pathlib import Path

from cctl import __version__
from cctl.core.effect.table import Table
from cctl.core.policy.matrix import Matrix
from cctl.kit.man import DATE
from cctl.kit.roff import Page

DATA = Path(__file__).resolve().parents[2] / "data"
_CELLS = (
    ("allow", "The policy is the user's consent."),
    ("learnable", "Ask, until a rule of the user's or a certificate says otherwise."),
    ("ask", "Ask; only a rule of the user's may allow it, nothing learnt ever does."),
    ("deny", "The floor."),
)
_LOWER = (
    ("learn", "Rules of the user's, and certificates."),
    ("user", "A rule of the user's that names the effect; never one of the repository's."),
    ("none", "Nobody."),
)


def made() -> dict[str, str]:
    """The page."""
    matrix = Matrix(Table((DATA / "judge.tab").read_text()))
    page = Page("cctl-policy", 7, DATE, __version__, "what the built-in policies say of each effect")
    page.heading("Description")
    page.paragraph(
        "A call is read for its effects and gets the gravest of the verdicts that the policy has for them. "
        f"The policies are built in and hold without any rule file; {matrix.default} is the default. An effect "
        "that has no row asks."
    )
    page.paragraph("`cctl policy show` writes the same table as records, `cctl effects` the effects of a call.")
    page.heading("Verdicts")
    page.pairs(_CELLS)
    page.heading("Who may say otherwise")
    page.pairs(_LOWER)
    page.heading("Matrix")
    page.block(_lines(matrix))
    page.heading("See also")
    page.paragraph("`cctl-policy-show`(1), `cctl-effects`(1), `cctl-rules-eval`(1), `cctl-hook`(1)")
    return {"man/cctl-policy.7": page.text()}


def _lines(matrix: Matrix) -> list[str]:
    """A line for each effect, and below it what it means."""
    head = ["effect", *matrix.policies, "lower"]
    rows = [
        [code, *(matrix.cell(name, code) for name in matrix.policies), matrix.ceiling(code)] for code in matrix.lower
    ]
    widths = [max(len(row[at]) for row in [head, *rows]) for at in range(len(head))]

    def line(row: list[str]) -> str:
        return "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()

    lines = [line(head)]
    for row in rows:
        lines += [line(row), f"    {matrix.meaning[row[0]]}"]
    return lines
