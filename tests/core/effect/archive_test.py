"""Archives: what goes in, what comes out, and the options that run commands."""

import pytest

from tests.gate import codes


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("tar tf a.tar", "READ(project)"),
        ("tar -tzvf a.tgz", "READ(project)"),
        ("tar xzf a.tgz", "READ(project) UNCLEAR WRITE(project)"),
        ("tar xzf a.tgz -C sub", "READ(project) WRITE(project)"),
        ("unzip a.zip -d sub", "READ(project) WRITE(project)"),
        ("tar xf a.tar -C .git/hooks", "READ(project) WRITE(persist)"),
        ("tar xzf a.tgz -C /opt", "READ(project) WRITE(system)"),
        ("tar czf out.tgz src.txt", "READ(project) WRITE(project)"),
        ("tar --create --file=out.tar notes.md", "READ(project) WRITE(project)"),
        ("tar cf - src | cat", "READ(project) READ_FOLDER INFO"),
        ("tar xf a.tar --to-command='rm -rf /'", "READ(project) DELETE_RECURSIVE"),
        (
            "tar cf a.tar b.c --checkpoint=1 --checkpoint-action=exec='sh x'",
            "READ(project) WRITE(project) EXEC_FILE(project)",
        ),
        ("tar xPf a.tar", "READ(project) UNCLEAR WRITE(project) WRITE(unknown)"),
        ("gzip notes.txt", "READ(project) WRITE(project)"),
        ("gzip -c notes.txt", "READ(project)"),
        ("gzip -t notes.gz", "LIST"),
        ("tar cf b.tar ~/.ssh", "READ_SECRET READ_FOLDER WRITE(project)"),
        ("zip -r out.zip docs", "WRITE(project) READ(project)"),
        ("unzip -l a.zip", "LIST READ(project)"),
        ("unzip a.zip", "READ(project) UNCLEAR WRITE(project)"),
        ("unzip a.zip -d /usr/lib", "READ(project) WRITE(system)"),
    ],
)
def test_commands_have_their_effects(command: str, expected: str) -> None:
    assert codes(command) == set(expected.split())
