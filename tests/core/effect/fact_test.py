"""Facts of nested programs become effects."""

import pytest

from cctl.core.effect.fact import survey_code
from cctl.core.shell.word import Word
from tests.gate import survey


@pytest.mark.parametrize(
    ("language", "program", "expected"),
    [
        ("python", "import os; os.remove('/etc/hosts')", {"DELETE(system)"}),
        ("python", "import shutil; shutil.rmtree('/')", {"DELETE_RECURSIVE"}),
        ("python", "open('a.txt').read()", {"READ(project)"}),
        ("python", "open('a.txt', 'w')", {"WRITE(project)"}),
        ("python", "import subprocess; subprocess.run(['rm', '-rf', '/'])", {"DELETE_RECURSIVE", "EXEC_CODE"}),
        ("python", "import os; print(os.environ)", {"ENV_READ"}),
        ("awk", "{print $1}", set()),
        ("sed", "s/a/b/", set()),
        ("jq", ".a", set()),
    ],
)
def test_what_a_program_does(language: str, program: str, expected: set[str]) -> None:
    found = survey()
    survey_code(found, language, Word(program, program, 0, len(program)))
    assert {effect[0] for effect in found.effects} == expected


def test_a_program_that_is_not_understood_asks() -> None:
    found = survey()
    assert not survey_code(found, "python", Word("import ctypes", "", 0, 1))
    assert "EXEC_CODE" in {effect[0] for effect in found.effects}


def test_a_program_known_only_when_it_runs_asks() -> None:
    found = survey()
    assert not survey_code(found, "awk", Word("", "$X", 0, 2, dynamic=True))
    assert [effect[0] for effect in found.effects] == ["EXEC_CODE"]
