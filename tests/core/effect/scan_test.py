"""Sorting words by rows."""

import pytest

from cctl.core.effect.scan import Args, scan, unbundled
from cctl.core.shell.reader import read
from tests.gate import book


def sorted_words(command: str) -> Args:
    words = read(command, cwd="/", home=None).commands[0].words
    section = book().program(words[0].text)
    assert section is not None
    return scan(book(), words, section)


@pytest.mark.parametrize(
    ("command", "key", "operands"),
    [
        ("git -C dir -c a=b push origin main", "push", ["origin", "main"]),
        ("git -- reset --hard", "reset", []),
        ("git remote add up url", "remote add", ["up", "url"]),
        ("kubectl -n x get --context=c pods", "get", ["pods"]),
        ("docker --log-level debug images", "images", []),
        ("gcloud beta compute instances list", "compute", []),
        ("npm run build -- --watch", "run", ["build", "--watch"]),
        ("sudo -u ben ls -la", "", ["ls", "-la"]),
        ("docker exec -it web ls -la", "exec", ["web", "ls", "-la"]),
    ],
)
def test_the_subcommand_and_its_operands(command: str, key: str, operands: list[str]) -> None:
    args = sorted_words(command)
    assert (args.key, [word.text for word in args.operands]) == (key, operands)


def test_values_of_options_are_not_operands() -> None:
    args = sorted_words("sort -k2 -t , --output=b a")
    assert [(name, word.text) for name, word in args.values] == [("-k", "2"), ("-t", ","), ("--output", "b")]
    assert args.value("-o", "--output") is not None


def test_what_is_cut_short_counts_as_the_gravest_it_may_mean() -> None:
    assert "DISCARD" in sorted_words("git reset --har").effects
    assert sorted_words("brew upgrade --cask").replaced is None


def test_words_that_may_be_options_are_noted() -> None:
    assert [word.raw for word in sorted_words("sort $X a").vague] == ["$X"]
    assert sorted_words("sort -- $X").vague == []


def test_help_counts_only_before_operands() -> None:
    assert sorted_words("rm --help /").help
    assert not sorted_words("rm / --help").help
    assert not sorted_words("git filter-repo --unknown --help").help


def test_a_verb_decides_where_the_table_is_silent() -> None:
    assert sorted_words("gcloud compute instances delete x").verb == "delete"
    assert sorted_words("az vm frobnicate").group
    assert sorted_words("az storage queue list --account-name m").verb == "list"


def test_an_old_bundle_is_spelt_out() -> None:
    words = read("tar xzf a.tgz dir", cwd="/", home=None).commands[0].words
    section = book().program("tar") or {}
    found = unbundled(words, book().row(section[""]))
    assert [word.text for word in found] == ["tar", "-x", "-z", "-f", "a.tgz", "dir"]
