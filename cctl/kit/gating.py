"""The gate as a filter: flags to limits, records to the judge, its verdict to files that CI shows."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cctl.core.gate import report
from cctl.core.gate.judge import Gate
from cctl.core.gate.limit import Limits, dollars
from cctl.core.gate.tally import LOOKS_AT
from cctl.core.gate.versus import Versus, versus
from cctl.core.gate.where import condition, spoken
from cctl.host.target import written
from cctl.kit.moment import asked_zone
from cctl.kit.prices import price_table
from cctl.kit.verb import Filter
from cctl.records.errors import CannotWrite, UsageError
from cctl.records.exits import worst
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run


def limits_of(run: Run, asked: Mapping[str, Any]) -> Limits:
    """The limits that the flags set."""
    where = [spoken(text) for text in asked["conditions"]]
    if asked["max_health"]:
        where.append(condition("severity", ">=", asked["max_health"]))
    if asked["deny_any"]:
        where += [condition("verdict.decision", "=", "deny"), condition("denied.by", "~", ".")]
    return Limits(
        max_usd=None if asked["max_usd"] is None else dollars(asked["max_usd"]),
        max_tokens=asked["max_tokens"],
        max_errors=asked["max_errors"],
        max_turns=asked["max_turns"],
        each=asked["each"],
        require_end=asked["require_end"],
        unpriced=asked["unpriced"],
        where=tuple(where),
        versus=_versus(run, asked),
    )


def _versus(run: Run, asked: Mapping[str, Any]) -> Versus | None:
    if asked["versus"] is None:
        if asked["max_change"] is not None:
            raise UsageError("--max-change: say --versus 7d, too")
        return None
    ratio = CHANGE if asked["max_change"] is None else asked["max_change"]
    return versus(asked["versus"], ratio, run.world.now_ms(), asked_zone(run, asked["timezone"]))


CHANGE = 2.0  # times the mean, unless --max-change says otherwise


class Gating(Filter):
    """Feeds the judge, and reports what it found."""

    def __init__(self, run: Run, asked: Mapping[str, Any]) -> None:
        self._run, self._asked = run, asked
        self._limits = limits_of(run, asked)
        self._gate = Gate(self._limits, price_table(run))
        self._unwritten = 0
        if not self._limits.where and self._limits.versus is None:
            self.looks_at = LOOKS_AT

    def feed(self, record: Record) -> list[Record] | None:
        """Every record passes."""
        self._gate.feed(record)
        return None

    def finish(self) -> list[Record]:
        """The verdict, also as CI wants to see it."""
        found = self._gate.finish(self._run.world.now())
        try:
            for record in found:
                self._report(record)
        except CannotWrite as problem:  # the stream has its verdict all the same
            self._run.say.warn(str(problem))
            self._unwritten = problem.exit
        return found

    def status(self) -> int:
        """The exit status by the verdict, or that of a report which could not be written."""
        return worst(self._gate.status(), self._unwritten)

    def _report(self, record: Record) -> None:
        if not record["passed"]:
            for breach in record["breaches"]:
                self._run.say.warn(report.sentence(breach))
        if self._asked["junit"]:
            _write(self._asked["junit"], report.junit(record, self._limits))
        if self._asked["markdown"]:
            _write(self._asked["markdown"], report.markdown(record, self._limits))
        if self._asked["github"]:
            sys.stderr.write("".join(line + "\n" for line in report.github(record, self._limits)))
            self._summarise(report.markdown(record, self._limits))

    def _summarise(self, text: str) -> None:
        path = self._run.world.env.get("GITHUB_STEP_SUMMARY")
        if path:
            try:
                with open(path, "a", encoding="utf-8") as file:  # noqa: PTH123 -- pathlib costs 9 ms
                    file.write(text + "\n")
            except OSError as problem:
                raise CannotWrite(f"{path}: {problem.strerror}") from None


def _write(path: str, text: str) -> None:
    written(path, [text.encode("utf-8", "backslashreplace")], force=True)
