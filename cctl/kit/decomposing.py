"""Proposing a plan: the brain's model splits a piece of work, what it answers is checked and written to be edited."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any

from cctl.core.brain.prompt import filled
from cctl.core.plan.read import read
from cctl.core.plan.refer import Value, wrapped
from cctl.host.data import shipped
from cctl.host.plan.hands import Failed
from cctl.kit.asking import asked_model, configured
from cctl.records.errors import CannotWrite, Unavailable

if TYPE_CHECKING:
    from cctl.kit.run import Run


def decomposed(run: Run, prompt: str, output: str, most: int) -> int:
    """Write a plan that the model proposes; nothing of it is started."""
    if not configured(run):
        raise Unavailable(
            "no model is configured that could propose a plan",
            hint="set brain.llm_model and brain.llm_url, or write the file by hand: man cctl-plan",
        )
    work = wrapped("the user", Value(prompt))
    text = filled(
        shipped("plan/decompose.txt").decode(), {"most": str(most), "work": work, "result": "{{NAME.result}}"}
    )
    try:
        given = proposed(asked_model(run, text))
    except Failed as failed:
        raise Unavailable(str(failed)) from None
    page = json.dumps(given, indent=2, ensure_ascii=False) + "\n"
    if output == "-":
        sys.stdout.write(page)
        return 0
    try:
        with os.fdopen(os.open(output, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644), "w", encoding="utf-8") as file:
            file.write(page)
    except OSError as problem:
        raise CannotWrite(f"{output}: {problem.strerror}") from None
    return 0


def proposed(answer: str) -> dict[str, Any]:
    """The plan in an answer; `Failed` when there is none that could be run."""
    start, stop = answer.find("{"), answer.rfind("}")
    try:
        given = json.loads(answer[start : stop + 1]) if start >= 0 else None
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, dict):
        raise Failed("the model did not answer with a plan")
    rows = given.get("tasks")
    kept = {"tasks": [_kept(row) for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []}
    _, problems = read(kept)
    if problems:
        raise Failed(f"the model proposed a plan that can't be run: {problems[0]}")
    return kept


def _kept(row: dict[str, Any]) -> dict[str, Any]:
    """What a proposal may say: names, prompts and order; no command, no folder, no permission."""
    return {name: row[name] for name in ("name", "prompt", "depends_on") if row.get(name)}
