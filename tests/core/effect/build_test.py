"""Build tools and their tasks."""

import pytest

from cctl.core.effect.build import far_reaching
from tests.gate import codes


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("java -cp out Main", "EXEC_FILE(project)"),
        ("cmake --build out --target app", "EXEC_PROJECT INFO"),
        ("cmake --build out --target install", "EXEC_PROJECT INFO PKG_SYSTEM"),
        ("cmake --build out -t clean", "EXEC_PROJECT INFO DELETE(project)"),
        ("cmake --install out", "EXEC_PROJECT PKG_SYSTEM"),
        ("cmake -E cat a.txt", "INFO READ(project)"),
        ("cmake -E copy a b", "INFO WRITE(project)"),
        ("cmake -E rm a", "INFO DELETE(project)"),
        ("cmake -E rm -r out", "INFO DELETE_RECURSIVE(asked)"),
        ("cmake -E remove_directory /etc", "INFO DELETE_RECURSIVE"),
        ("cmake -E env A=1 ls", "INFO EXEC_CODE"),
        ("make -f - <<< 'all:; ls'", "EXEC_FILE(project)"),
        ("printf 'all:\\n\\trm -rf /usr\\n' | make -f -", "INFO EXEC_FILE(project) DELETE_RECURSIVE"),
        ("yarn run rm -rf /", "EXEC_PROJECT EXEC_FILE(other) DELETE_RECURSIVE"),
        ("yarn run test", "EXEC_PROJECT"),
        ("gradle flywayDrop", "EXEC_PROJECT PKG_PUBLISH"),
        ("gradle publishToMavenLocal", "EXEC_PROJECT"),
        ("java -jar jenkins-cli.jar -s http://x/ list-jobs", "REMOTE_READ"),
        ("java -jar jenkins-cli.jar -s http://x/ delete-job a", "DATA_DELETE"),
        ("java -jar app.jar", "EXEC_FILE(project)"),
        ("gradle build publish", "EXEC_PROJECT PKG_PUBLISH"),
        ("bazel test //a:b", "EXEC_PROJECT"),
        ("bazel test @x//a:b", "EXEC_PROJECT UNCLEAR"),
        ("webpack --mode production", "EXEC_PROJECT"),
        ("hugo deploy", "EXEC_PROJECT EXEC_FILE(project)"),
        ("jest --rootDir=/tmp/x", "EXEC_PROJECT EXEC_FILE(other)"),
        ("dotnet build ../x", "EXEC_PROJECT EXEC_FILE(other)"),
        ("cmake --build /tmp/x", "EXEC_PROJECT EXEC_FILE(other)"),
        ("bazel test //a:b", "EXEC_PROJECT"),
        ("dotnet build src/x", "EXEC_PROJECT"),
    ],
)
def test_commands_have_their_effects(command: str, expected: str) -> None:
    assert codes(command) == set(expected.split())


def test_words_of_a_name_tell_how_far_it_reaches() -> None:
    assert far_reaching("dropAll")
    assert far_reaching("db:reset")
    assert not far_reaching("releaseable")
    assert not far_reaching("test:unit")
    assert not far_reaching("build:prod")
    assert far_reaching("migrate:prod")
