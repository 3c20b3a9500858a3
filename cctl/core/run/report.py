"""The end of a run for those who read other things than records: JUnit, and GitHub's annotations and summaries.

What an agent said may hold anything, markup and terminal escapes included: what isn't printable is written as its code,
and each format's own signs are taken from it.
"""

from __future__ import annotations

from collections.abc import Iterator

from cctl.core.gate.report import plain
from cctl.records.exits import EXITS
from cctl.records.schema import Record

_NAMES = {each.code: each.name for each in EXITS}


def junit(record: Record) -> str:
    """A JUnit report with the run as its one test case."""
    code, seconds = int(record.get("exit", 0)), f"{record.get('duration_s', 0.0):.3f}"
    name = _xml(str(record.get("name") or " ".join(str(word) for word in record["argv"][:1])))
    case = f'  <testcase classname="cctl.run" name="{name}" time="{seconds}"'
    if code:
        text = _xml(_sentence(record))
        case += f'>\n   <failure message="{text}" type="{_xml(str(record.get("cause", "")))}">{text}</failure>\n'
        case += "  </testcase>"
    else:
        case += "/>"
    counts = f'tests="1" failures="{int(code != 0)}" errors="0"'
    stamp = _xml(str(record.get("started") or record.get("ts", ""))[:19])
    return "\n".join(
        (
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<testsuites name="cctl" {counts}>',
            f' <testsuite name="cctl run" {counts} time="{seconds}" timestamp="{stamp}">',
            case,
            " </testsuite>",
            "</testsuites>\n",
        )
    )


def github(record: Record) -> Iterator[str]:
    """Workflow commands that annotate a job on GitHub."""
    kind = "error" if record.get("exit") else "notice"
    told = _sentence(record).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    yield f"::{kind} title=cctl run::{told}"


def markdown(record: Record) -> str:
    """A job summary."""
    code = int(record.get("exit", 0))
    done = record.get("summary") or {}
    git = record.get("git") or {}
    rows = [("cause", record.get("cause", "")), ("exit", f"{code} {_NAMES.get(code, '')}")]
    rows += [("time", f"{record.get('duration_s', 0.0):.0f} s")]
    rows += [("cost", f"${record['cost_usd']:.4f}")] if "cost_usd" in record else []
    rows += [(name, str(record[name])) for name in ("responses", "refused", "unpriced") if record.get(name)]
    rows += [(name, str(done[name])) for name in ("calls", "errors", "denied", "files_edited") if done.get(name)]
    rows += [("changed", f"{git['changed']} files, +{git['added']} -{git['removed']}")] if git.get("changed") else []
    lines = [f"### cctl run: {'done' if not code else 'failed'}", "", "| what | |", "| --- | --- |"]
    lines += [f"| {name} | {_cell(str(value))} |" for name, value in rows]
    return "\n".join([*lines, ""])


def _sentence(record: Record) -> str:
    parts = [f"exit {record.get('exit', 0)}, {record.get('cause', 'unknown')}"]
    parts += [str(record["message"])] if record.get("message") else []
    parts += [f"${record['cost_usd']:.4f} spent"] if "cost_usd" in record else []
    return plain("; ".join(parts))


def _xml(text: str) -> str:
    kept = plain(text)
    for sign, name in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        kept = kept.replace(sign, name)
    return kept


def _cell(text: str) -> str:
    return "".join(f"\\{each}" if each in "\\`*_{}[]<>()#+!|~@" else each for each in plain(text))
