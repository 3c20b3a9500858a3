"""Golden reels: the records of `fixtures/reels` give these moments and these casts, byte for byte.

`CCTL_POPULATE=1 pytest tests/reels_test.py` writes them anew; the diff is what is reviewed. Captures of real clients
are rendered in every format where they are at hand, and left in `tests/out` to be looked at.
"""

from __future__ import annotations

import json
import os

import pytest

from cctl.core.agent import agents
from cctl.core.agent.spec import Origin
from cctl.core.redact import Redactor
from cctl.core.reel.cast import cast
from cctl.core.reel.choose import Cut
from cctl.core.reel.film import Screen, film, pages
from cctl.core.reel.html import page
from cctl.core.reel.prose import markdown, text
from cctl.core.reel.svg import svg
from cctl.core.reel.tell import Told, tell
from cctl.media.gif import gif
from cctl.media.paint import painter
from cctl.media.raster import still
from cctl.records import codec
from tests.core.reel.html_test import PARTS
from tests.shared_data import shared
from tests.staged import long, story
from tests.taste import DARK, REDACTOR, ROOT, TASTE

FOLDER = ROOT / "fixtures/reels"
NAMES = sorted(path.name.removesuffix(".records.jsonl") for path in FOLDER.glob("*.records.jsonl"))
STAGED = {"story": story, "codex-story": lambda: story("codex"), "long": lambda: long(5)}
CAPTURES = {
    "tools": "captures/claude-code-2.1.328/tools/transcript",
    "subagent": "captures/claude-code-2.1.328/subagent/transcript",
    "tui": "captures/claude-code-2.1.328/tui/transcript",
    "hook-decisions": "captures/claude-code-2.1.328/hook-decisions/transcript",
    "denied": "captures/claude-code-2.1.328/denied/transcript",
    "codex-tools": "captures/codex-0.169.0/tools/sessions",
}


def told_of(name: str) -> Told:
    records = map(json.loads, (FOLDER / f"{name}.records.jsonl").read_text().splitlines())
    return tell(records, TASTE, Cut(), REDACTOR)


def golden(name: str, made: bytes) -> None:
    path = FOLDER / name
    if os.environ.get("CCTL_POPULATE"):
        path.write_bytes(made)
    assert path.read_bytes() == made, f"{name} differs; CCTL_POPULATE=1 writes it anew"


@pytest.mark.parametrize("name", NAMES)
def test_the_moments(name):
    golden(f"{name}.moments.jsonl", b"".join(codec.encode(each) + b"\n" for each in told_of(name).moments))


@pytest.mark.parametrize("name", NAMES)
def test_the_cast(name):
    made = film(told_of(name).moments, TASTE, Screen(80, 24))  # colours of languages change with Pygments
    golden(f"{name}.cast", "".join(cast(made, DARK)).encode())


@pytest.mark.parametrize("name", NAMES)
def test_the_records_are_those_that_tests_stage(name):
    lines = (FOLDER / f"{name}.records.jsonl").read_text().splitlines()
    assert [json.loads(line) for line in lines] == STAGED[name]().records


@pytest.mark.shared
@pytest.mark.parametrize("name", CAPTURES)
def test_what_real_clients_wrote_in_every_format(name):
    folder = shared(CAPTURES[name])
    agent = agents()["codex" if "codex" in name else "claude"]
    records = []
    for path in sorted(folder.rglob("*.jsonl")):
        if "subagents" not in path.parts:
            reader = agent.open(Origin(str(path)))
            for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
                records += reader.read(line, number) if line else []
            records += reader.finish()
    told = tell(records, TASTE, Cut(), Redactor("/home/dev", "dev"))
    assert not told.empty
    made = film(told.moments, TASTE, Screen(), painter())
    assert made.seconds <= 60 and "/home/dev" not in repr(made)
    out = ROOT / "tests/out" / name
    out.mkdir(parents=True, exist_ok=True)
    texts = {
        "cast": cast(made, DARK),
        "svg": svg(made, DARK),
        "html": page(made, told.moments, DARK, PARTS),
        "md": markdown(told.moments, TASTE),
        "txt": text(made),
    }
    for ending, pieces in texts.items():
        (out / f"reel.{ending}").write_text("".join(pieces))
    (out / "reel.gif").write_bytes(b"".join(gif(made, DARK)))
    for at, frame in enumerate(pages(made)):
        still(made, DARK, made.frames.index(frame)).save(out / f"page-{at}.png")
