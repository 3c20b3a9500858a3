"""A model's opinion on what is left to ask: what it is shown, and what counts as an answer.

It is shown effects and words of a known vocabulary as JSON, never a word of the call that its writer could choose:
there is nothing to persuade it with. Whatever isn't a well-formed answer is no opinion, and no opinion changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cctl.core.brain.reply import loaded, said
from cctl.core.digest import digest
from cctl.core.effect.survey import Survey
from cctl.core.policy.matrix import Matrix
from cctl.records.named import NamedTuple
from cctl.records.pattern import pattern

VERDICTS = ("allow", "ask", "deny")
NOTE = 160
TOKENS = 160
WORTH = 0.6  # share of the time that must be left for a second question
REFUSED = ("http_400", "http_422", "http_500")  # how servers say that they don't know a form of question
REPAIRED = ("not_json", "schema", "truncated", "aborted")  # another answer may be better
WHOLE = {"truncate": False, "shift": False}
"""Ollama answers a question that is too long after leaving out its beginning, and says so only if told to."""
_MOST = 24
_PART = pattern(r"\\(?:u[0-9a-fA-F]{0,3})?$")  # of a character that is written as an escape


class Opinion(NamedTuple):
    """What a model said."""

    verdict: str
    category: str
    note: str


class Nothing(NamedTuple):
    """Why there is no opinion: refused, connect_timeout, read_timeout, http_500, context, not_json, schema …"""

    reason: str


def summary(tool: str, survey: Survey, matrix: Matrix, policy: str) -> dict[str, Any]:
    """A call in words that no one who writes calls can choose."""
    others: dict[str, str] = {}

    def known(word: str, *, listed: bool) -> str:
        return word if listed else others.setdefault(word, f"other#{len(others) + 1}")

    programs: list[dict[str, Any]] = []
    for words, args, *_ in survey.ran[:_MOST]:
        name = words[0].text.rpartition("/")[2]
        told: dict[str, Any] = {"program": known(name, listed=survey.book.program(name) is not None)}
        if args is not None:
            options = {**args.row.options, **args.base.options}
            told |= {"subcommand": args.key} if args.key else {}
            told |= {"flags": flags} if (flags := sorted(flag for flag in args.flags if flag in options)) else {}
            told["other_flags"] = sum(flag not in options for flag in args.flags)
        told["operands"] = sum(word.text[:1] != "-" for word in words[1:])
        programs.append(told)
    effects: dict[str, int] = {}
    for code, *_ in survey.effects:
        effects[code] = effects.get(code, 0) + 1
    shown = [
        {"effect": code, "times": times, "means": matrix.meaning.get(code, ""), "policy": matrix.cell(policy, code)}
        for code, times in sorted(effects.items())
    ]
    return {"tool": known(tool, listed=tool in TOOLS), "programs": programs, "effects": shown}


TOOLS = frozenset((
    "Bash", "Read", "Write", "Edit", "MultiEdit", "NotebookEdit", "Grep", "Glob", "LS", "WebFetch", "WebSearch", "Task",
    "Agent", "Skill", "SlashCommand", "apply_patch", "shell", "exec_command",
))  # fmt: skip


def schema(effects: Sequence[str]) -> dict[str, Any]:
    """The form of an answer, for servers that hold a model to one."""
    return {
        "type": "object",
        "properties": {
            "verdict": {"type": "string", "enum": list(VERDICTS)},
            "category": {"type": "string", "enum": sorted(effects)},
            "note": {"type": "string", "maxLength": NOTE},
        },
        "required": ["verdict", "category", "note"],
        "additionalProperties": False,
    }


def adviser(kind: str, model: str, prompt: str) -> str:
    """Whose opinion it is: another model, or the same one asked otherwise, has to earn its certificate anew."""
    return "llm-" + digest([kind, model, prompt])


def forms(kind: str, effects: Sequence[str]) -> list[object]:
    """How a server is told the form of an answer, the most exact first: not all know all of them."""
    told = schema(effects)
    if kind == "ollama":
        return [told, "json"]
    exact = {"type": "json_schema", "json_schema": {"name": "opinion", "strict": True, "schema": told}}
    return [exact, {"type": "json_object", "schema": told}, {"type": "json_object"}]


def request(kind: str, model: str, prompt: str, effects: Sequence[str], rung: int = 0) -> tuple[str, dict[str, Any]]:
    """Path and body of a request to a server that speaks `ollama` or `openai`; `rung` is which form of answer."""
    messages = [{"role": "user", "content": prompt}]
    form = forms(kind, effects)[rung]
    if kind == "ollama":
        options = {"temperature": 0, "seed": 1, "num_ctx": 4096, "num_predict": TOKENS}
        body = {"model": model, "messages": messages, "stream": False, "think": False, "keep_alive": "30m"}
        return "/api/chat", {**body, **WHOLE, "format": form, "options": options}
    body = {"model": model, "messages": messages, "stream": False, "temperature": 0, "seed": 1, "max_tokens": TOKENS}
    return "/v1/chat/completions", {**body, "response_format": form}


def again(kind: str, found: Nothing, left: float, rung: int, tries: int) -> int | None:
    """On which rung to ask once more; None for not at all.

    That a server refuses one form of question says nothing about its model; else another try has to be worth the wait.
    """
    if found.reason in REFUSED:
        return rung + 1 if rung + 1 < len(forms(kind, ())) else None
    return rung if tries == rung + 1 and left >= WORTH and found.reason in REPAIRED else None


def answered(kind: str, status: int, body: bytes, effects: Sequence[str]) -> Opinion | Nothing:
    """The opinion in a server's answer, or why there is none."""
    found = said(kind, status, body)
    if isinstance(found, str):
        return Nothing(found)
    bare = _bare(found.text)
    texts = (found.text, _object(bare), *([_closed(bare)] if found.cut else []))
    answer = next((each for each in map(loaded, texts) if each is not None), None)
    if answer is None:
        return Nothing("truncated" if found.cut else "not_json")
    return _opinion(answer, effects)


def _bare(text: str) -> str:
    """A text without one block of thinking before it and one fence around it."""
    if "</think>" in text:
        text = text.partition("</think>")[2]
    if "```" in text:
        text = text.partition("```")[2].partition("```")[0]
    return text


def _object(text: str) -> str:
    """The first whole object in a text."""
    start = text.find("{")
    depth, quoted, escaped = 0, False, False
    for at in range(max(start, 0), len(text)):
        char = text[at]
        if quoted:
            quoted, escaped = (not (char == '"' and not escaped)), char == "\\" and not escaped
        elif char == '"':
            quoted = True
        elif char in "{}":
            depth += 1 if char == "{" else -1
            if depth == 0:
                return text[start : at + 1]
    return ""


def _closed(text: str) -> str:
    """An answer that was cut off within its last words, the note: what matters comes before it."""
    return _PART.sub("", text[max(text.find("{"), 0) :]) + '"}'


def _opinion(answer: Mapping[str, Any], effects: Sequence[str]) -> Opinion | Nothing:
    verdict, category, note = (answer.get(name) for name in ("verdict", "category", "note"))
    if verdict not in VERDICTS or category not in effects or not isinstance(note, str):
        return Nothing("schema")
    shown = "".join(char if char.isprintable() else " " for char in note)
    return Opinion(str(verdict), str(category), shown[:NOTE])
