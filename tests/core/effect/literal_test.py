"""The strings in a program of any language."""

from cctl.core.effect.literal import called, literals, texts


def test_strings_of_one_list_stay_together() -> None:
    outside, groups = literals("""run("rm", ['-rf', x]); %x(ls); puts 'a'""")
    assert groups == [["rm", "-rf"], ["ls"], ["a"]]
    assert "rm" not in outside
    assert called(outside, "run")


def test_a_mark_counts_where_a_name_begins() -> None:
    assert called("os.system()", "system")
    assert not called("ecosystem()", "system")
    assert not called("list.push()", "sh(")


def test_what_a_shell_in_a_list_is_handed_is_a_text_of_its_own() -> None:
    assert texts([["sh", "-c", "rm -rf /"]]) == ['sh -c "rm -rf /"', "-c", "rm -rf /"]
    assert texts([["echo", "rm -rf /"]]) == ['echo "rm -rf /"']


def test_words_in_brackets_are_a_list() -> None:
    assert literals("system qw(rm -rf /)")[1] == [["rm", "-rf", "/"]]
    assert literals("x = %w[a b]")[1] == [["a", "b"]]
    assert literals("eqw(a)")[1] == []
