"""The artefact that people install, not the source tree."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def test_pages_go_to_their_sections(tmp_path: Path) -> None:
    pytest.importorskip("hatchling")
    from cctl.kit.wheel import pages

    (tmp_path / "man").mkdir()
    for name in ("cctl.1", "cctl-records.5", "notes.txt"):
        (tmp_path / "man" / name).write_text("")
    assert sorted(pages(tmp_path).values()) == ["share/man/man1/cctl.1", "share/man/man5/cctl-records.5"]


@pytest.mark.slow
def test_the_wheel_holds_everything(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "-w", tmp_path, ROOT]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())

    def shipped(tail: str) -> bool:
        return any(name.endswith(tail) for name in names)

    for page in (ROOT / "man").iterdir():
        assert shipped(f"share/man/man{page.suffix[1:]}/{page.name}"), page.name
    for tail in ("bash-completion/completions/cctl", "site-functions/_cctl", "vendor_completions.d/cctl.fish"):
        assert shipped(tail), tail
    for path in (ROOT / "cctl").rglob("*"):
        if path.is_file() and path.suffix != ".pyc":
            assert path.relative_to(ROOT).as_posix() in names, path
    entries = next(name for name in names if name.endswith("entry_points.txt"))
    text = zipfile.ZipFile(wheel).read(entries).decode()
    assert "cctl = cctl.__main__:main" in text
    assert "cctl-hook = cctl.hook:main" in text

    venv = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--system-site-packages", venv], check=True, timeout=120)
    subprocess.run([venv / "bin/python", "-m", "pip", "install", "-q", "--no-deps", wheel], check=True, timeout=120)
    done = subprocess.run([venv / "bin/cctl", "--version"], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stdout.startswith("cctl ")
