import subprocess
import sys

import pytest

from cctl.core.shell.code import LANGUAGES, read_code
from cctl.core.shell.fact import LONGEST, Fact


@pytest.mark.parametrize(
    ("language", "program", "fact"),
    [
        ("python", "import os; os.remove('f')", Fact("delete", "f")),
        ("awk", 'BEGIN { system("a") }', Fact("shell", "a")),
        ("sed", "w f", Fact("write", "f")),
        ("jq", "$ENV.A", Fact("env", "A")),
    ],
)
def test_each_language_has_its_reader(language: str, program: str, fact: Fact) -> None:
    assert fact in read_code(language, program)
    assert language in LANGUAGES


def test_a_language_nobody_reads_is_unknown() -> None:
    assert read_code("perl", "1") == (Fact("unknown", "perl"),)


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_a_long_program_is_unknown_and_any_text_has_an_answer(language: str) -> None:
    assert read_code(language, "x" * (LONGEST + 1))[0].kind == "unknown"
    for text in ("", "\0", "(", "\\", '"', "'", "/", "[" * 3000, "{" * 3000, "\ud800", "\n" * 100):
        assert isinstance(read_code(language, text), tuple)


def test_no_reader_is_loaded_before_it_is_needed() -> None:
    check = "import sys, cctl.core.shell.code; sys.exit(any(n.endswith('_code') or n == 'ast' for n in sys.modules))"
    assert subprocess.run([sys.executable, "-S", "-c", check], check=False).returncode == 0
