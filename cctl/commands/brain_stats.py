"""`cctl brain stats`: how well does the judge do, and how far is it to being trusted more?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cctl.kit.options import window_options
from cctl.kit.verb import source
from cctl.records.exits import CODES
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run

_COLUMNS = (
    "decisions", "allow", "ask", "deny", "auto_ratio", "false_allow", "saved_s", "answers", "denials", "tier", "held",
    "level", "errors", "missing",
)  # fmt: skip


@source("brain stats", adds=("scorecard", "certificate"), status=("no_evidence",), columns=_COLUMNS)
@window_options("30d")
def cli(run: Run, since: str, until: str) -> Iterator[Record]:
    """Show the scorecard of a stretch of time, and the certificates as they stand.

    Shares come with the interval in which they lie. A tier without a certificate says how many answers are missing.
    Answers that came too quickly to have been read are counted apart and teach nothing.

    \b
    Examples:
      cctl brain stats | jq 'select(.type == "scorecard")'
      cctl brain stats --since 7d | jq -c 'select(.type == "certificate") | [.tier, .held, .missing]'
    """
    from cctl.core.brain.learn import learned  # noqa: PLC0415 -- not for `--help`
    from cctl.core.brain.score import scorecard, standing  # noqa: PLC0415 -- see above
    from cctl.kit.brain import Brain, inside  # noqa: PLC0415 -- see above
    from cctl.kit.moment import asked_window, asked_zone  # noqa: PLC0415 -- see above

    window = asked_window(run, since or "30d", until, asked_zone(run, None))
    brain = Brain(run)
    learning = learned(brain.events(), brain.terms)
    labels = [each for each in brain.labels if inside({"ts": _stamp(each.ms)}, window)]
    matrix = brain.tables[0].matrix
    seconds = float(run.setting("brain.seconds_per_prompt"))
    card = scorecard(brain.decisions(window), labels, matrix, seconds, len(learning.learnt()))
    if not card["decisions"]:
        run.status = CODES["no_evidence"]
        run.say.warn("no decisions in that time; the hook writes them")
    yield {"type": "scorecard", "v": 1, "ts": run.world.now()} | card
    for ladder in learning.ladders.values():
        ladder.lapse(run.world.now_ms())
        told = standing(ladder, brain.terms, run.world.now_ms())
        yield {"type": "certificate", "v": 1, "ts": run.world.now()} | told


def _stamp(ms: int) -> str:
    from cctl.core.moment import stamp  # noqa: PLC0415 -- not for `--help`

    return stamp(ms)
