"""Records about reels: the moments that a film shows, and what was redacted on the way."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NotRequired

from cctl.records.schema.base import OfSession


class Moment(OfSession):
    """One thing worth showing, as `record --events` writes it and `record -` renders it."""

    id: Annotated[str, "stable: from the session and the record that it tells of"]
    kind: Annotated[
        Literal[
            "title",
            "prompt",
            "text",
            "edit",
            "command",
            "test",
            "commit",
            "error",
            "subagent",
            "look",
            "notice",
            "end",
        ],
        "what happened",
    ]
    title: Annotated[str, "one line: the prompt, the command, the file, the subject of the commit"]
    part: NotRequired[Annotated[int, "which prompt it belongs to, from 1"]]
    score: NotRequired[Annotated[float, "how much it is worth showing; the lowest are dropped first"]]
    arc: NotRequired[Annotated[str, "the error that it belongs to: an error and what put it right are shown together"]]
    tags: NotRequired[Annotated[list[str], "`red`, `green`, `fix`, `fixed`, `denied`, `large`, `last`"]]
    failed: NotRequired[Annotated[bool, "true if it went wrong"]]
    text: NotRequired[Annotated[str, "the telling part of what was written or printed"]]
    omitted: NotRequired[Annotated[int, "lines of it that are left out"]]
    patches: NotRequired[Annotated[list[dict[str, Any]], "files changed, as on results"]]
    duration_s: NotRequired[Annotated[float, "how long it took"]]
    data: NotRequired[Annotated[dict[str, Any], "title: project, branch, model, start; end: counters"]]


class Redaction(OfSession):
    """One thing that was taken out before anything was shown; never the thing itself."""

    kind: Annotated[str, "class of secret: `github_token`, `password`, `email`, `home`, `high_entropy` …"]
    field: Annotated[str, "field of the record it stood in"]
    line: Annotated[int, "line within the field, from 1"]
    column: Annotated[int, "column within the line, from 1"]


RECORDS = {"moment": Moment, "redaction": Redaction}
