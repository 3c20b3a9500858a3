"""What people will open, opened: pages and films in a browser, casts in the player; pictures of them stay in `out`."""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import UTC

import pytest
from PIL import Image, ImageSequence

from cctl.core.plot.pick import Wanted, picked
from cctl.core.plot.svg import svg as plot_svg
from cctl.core.reel.cast import cast, read
from cctl.core.reel.html import page
from cctl.core.reel.svg import svg
from cctl.core.report.html import html as report_html
from cctl.media.gif import gif
from tests.browser import browser
from tests.core.reel.html_test import PARTS as PLAYER
from tests.core.report.html_test import PARTS as REPORT
from tests.media.film_made import FILM, MOMENTS
from tests.plotted import EVERY, PALETTES
from tests.reported import PAGE
from tests.taste import DARK, ROOT

OUT = ROOT / "tests/out"
SHOWN = "[...document.querySelectorAll('#screen > div')].map(each => each.textContent.trimEnd())"


@pytest.fixture(scope="module")
def out():
    OUT.mkdir(exist_ok=True)
    return OUT


@pytest.fixture(scope="module")
def window(tmp_path_factory):
    with browser(tmp_path_factory.mktemp("profile")) as found:
        yield found


@pytest.mark.real_client
def test_the_player_plays_jumps_and_finds(window, out):
    path = out / "film.html"
    path.write_text("".join(page(FILM, MOMENTS, DARK, PLAYER)))
    window.said.clear()
    for frame in (FILM.frames[0], FILM.frames[len(FILM.frames) // 2], FILM.frames[-1]):
        window.open(path, f"#t={frame.at + 0.001}")
        assert window.run(SHOWN) == ["".join(span.text for span in spans).rstrip() for spans in frame.rows]
        window.run("history.replaceState(0, '', ' ')")
    window.run("document.querySelectorAll('nav button')[2].click()")
    assert window.run("Number(document.querySelector('#seek').value)") == pytest.approx(FILM.markers[2].at, abs=0.05)
    window.run("{const f = document.querySelector('#find'); f.value = 'notes.md'; f.oninput({target: f})}")
    assert window.run("document.querySelector('#screen mark').textContent") == "NOTES.md"
    assert window.run("document.querySelector('#hits').value").startswith("1 / ")
    window.run("document.querySelector('#seek').value = 0; document.querySelector('#seek').oninput()")
    window.run("document.querySelector('#play').click()")
    later = "new Promise(done => setTimeout(() => done(Number(document.querySelector('#seek').value)), 700))"
    assert window.run(later) > 0.3
    window.run("document.querySelector('#play').click()")
    for name, width, dark in (("film-light", 1200, False), ("film-dark-phone", 390, True)):
        window.look(out / f"{name}.png", width, 900, dark=dark)
    assert window.said == [] and all(url.startswith("file:") for url in window.asked_for)
    assert window.run("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.real_client
def test_the_report_sorts_and_fits_a_phone(window, out):
    path = out / "report.html"
    path.write_text("".join(report_html(PAGE, REPORT, PALETTES, UTC)))
    window.said.clear()
    window.open(path)
    column = "[...document.querySelectorAll('#sessions tbody tr')].map(row => row.cells[9].textContent)"
    button = "document.querySelectorAll('#sessions th button')[9].click()"
    window.run(button)
    falling = window.run(column)
    window.run(button)
    assert window.run(column) == falling[::-1] and falling[0] == "$7.50"
    assert window.run("document.querySelector('#sessions th[aria-sort]').getAttribute('aria-sort')") == "ascending"
    for name, width, dark in (("report-light", 1200, False), ("report-dark-phone", 390, True)):
        window.look(out / f"{name}.png", width, 2400, dark=dark)
        assert window.run("document.documentElement.scrollWidth <= innerWidth"), name
    window.look(out / "report-short.png", 1200, 600)
    window.open(path, "#findings")
    assert window.run("document.querySelector(location.hash).getBoundingClientRect().top") < 200
    assert window.said == [] and all(url.startswith("file:") for url in window.asked_for)


@pytest.mark.real_client
def test_the_animated_picture_moves_and_stands_still(window, out):
    path = out / "film.svg"
    path.write_text("".join(svg(FILM, DARK)))
    window.said.clear()
    window.open(path)
    window.look(out / "film-svg-still.png", 900, 600, still=True)
    visible = "[...document.querySelectorAll('.l')].filter(e => getComputedStyle(e).visibility === 'visible')"
    assert window.run(f"{visible}.length") == window.run("document.querySelectorAll('.p').length")
    window.look(out / "film-svg.png", 900, 600, still=False)
    at = 12.0
    window.run(f"document.getAnimations().forEach(each => {{ each.pause(); each.currentTime = {at * 1000} }})")
    seen = window.run(f"{visible}.map(e => e.textContent).join('')")
    frame = max((each for each in FILM.frames if each.at <= at), key=lambda each: each.at)
    for spans in frame.rows:
        for span in spans:
            assert span.text.strip().strip("│") in seen
    window.look(out / "film-svg-12s.png", 900, 600, still=False)
    assert window.said == []


@pytest.mark.real_client
def test_every_picture_in_the_browser(window, out):
    path = out / "pictures.html"
    path.write_text(
        "<meta charset=utf-8>"
        + "".join(f"<p>{plot_svg(picked(make(), Wanted()), PALETTES)}" for make in EVERY.values())
    )
    window.open(path)
    assert window.run("[...document.querySelectorAll('svg')].every(e => e.getBBox().width > 300)")
    window.look(out / "pictures.png", 840, 2200)


@pytest.mark.real_client
@pytest.mark.parametrize("version", [2, 3])
def test_the_player_of_asciinema_takes_our_casts(tmp_path, version):
    program = shutil.which("asciinema") or str(ROOT / ".venv/bin/asciinema")
    if not shutil.which(program):
        pytest.skip("needs asciinema")
    if (
        version == 3
        and "asciinema 2" in subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    ):
        pytest.skip("this asciinema knows version 2 only")
    path = tmp_path / "a.cast"
    path.write_text("".join(cast(FILM, DARK, version=version)))
    done = subprocess.run([program, "cat", str(path)], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    wanted = "".join(event.data for event in read(path.read_text().splitlines()).events if event.kind == "o")
    assert done.stdout.replace("\r\n", "\n") == wanted.replace("\r\n", "\n")


@pytest.mark.real_client
def test_a_contact_sheet_of_the_film(out):
    path = out / "film.gif"
    path.write_bytes(b"".join(gif(FILM, DARK)))
    with Image.open(path) as film:
        long = [at for at, frame in enumerate(ImageSequence.Iterator(film)) if frame.info["duration"] > 900]
        shown = []
        for at in long[:12]:
            film.seek(at)
            shown.append(film.convert("RGB"))
    width, height = shown[0].size
    sheet = Image.new("RGB", (width * 2, height * -(-len(shown) // 2)), "#888888")
    for at, each in enumerate(shown):
        sheet.paste(each, (width * (at % 2), height * (at // 2)))
    sheet.save(out / "film-contact-sheet.png")
    assert len(shown) >= 6
    (out / "film.json").write_text(json.dumps({"seconds": FILM.seconds, "alt": FILM.alt}))
