"""Records about the configuration and the state of the installation."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NotRequired

from cctl.records.schema.base import Base


class Setting(Base):
    """One setting and the value that holds."""

    name: Annotated[str, "dotted name"]
    value: Annotated[Any, "what holds"]
    default: NotRequired[Annotated[Any, "what holds when nobody says otherwise"]]
    layer: NotRequired[Annotated[str, "`default`, `user`, `project`, `env`"]]
    origin: NotRequired[Annotated[str, "file or variable that says so"]]
    line: NotRequired[Annotated[int, "line of the file"]]
    doc: NotRequired[Annotated[str, "what it is"]]
    kind: NotRequired[Annotated[str, "its type"]]
    unit: NotRequired[Annotated[str, "unit"]]
    tightens: NotRequired[Annotated[str, "direction that a repository's file may move it"]]


class Check(Base):
    """One thing that `doctor` looked at."""

    name: Annotated[str, "what was looked at"]
    status: Annotated[Literal["ok", "advice", "problem", "skipped"], "how it is"]
    message: Annotated[str, "what was found"]
    todo: NotRequired[Annotated[str, "what to do about it"]]


RECORDS = {"setting": Setting, "check": Check}
