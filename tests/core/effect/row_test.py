"""The language of the rows."""

from cctl.core.effect.row import Row, graver, word_set


def test_a_row_says_what_its_words_mean() -> None:
    row = Row("READ(project) <_,r*,w> -o|--output=w -i?= -f:DISCARD -n|--dry-run:=INFO @sort %stop %sql:-c,-e")
    assert row.effects == ("READ(project)",)
    assert (row.head, row.star, row.tail) == (("_",), "r", ("w",))
    assert row.options["--output"].role == "w" and row.options["-o"].value == 1
    assert row.options["-i"].value == 2
    assert row.options["-f"].effects == ("DISCARD",) and not row.options["-f"].replaces
    assert row.options["--dry-run"].replaces
    assert row.handler == "sort"
    assert row.attrs == {"stop": "", "sql": "-c,-e"}
    assert row.risky


def test_a_row_without_dangerous_options_is_not_risky() -> None:
    assert not Row("INFO -a -n= --dry-run:=INFO").risky


def test_a_question_mark_may_be_an_option() -> None:
    assert Row("-?:=INFO").options["-?"].effects == ("INFO",)


def test_words_are_written_as_people_write_them() -> None:
    assert word_set("a b\n c") == {"a", "b", "c"}


def test_a_verb_that_deletes_weighs_more_than_one_that_reads() -> None:
    assert graver(Row("DATA_DELETE"), Row("REMOTE_READ")) and not graver(Row("INFO"), Row("REMOTE_READ"))
