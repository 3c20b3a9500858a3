from cctl.core.shell.word import NO_MARKS, Redirect, Script, Simple, Word


def one(text: str = "ls") -> Word:
    return Word(text, text, 0, len(text))


def simple(*words: Word) -> Simple:
    return Simple(words, (), (), "/p", (), (), NO_MARKS, 0, 2)


def test_values_with_the_same_fields_are_equal() -> None:
    assert one() == one()
    assert hash(one()) == hash(one())
    assert one() != one("rm")
    assert simple(one()) == simple(one())
    assert Script((simple(one()),), ()) == Script((simple(one()),), ())


def test_values_of_different_kinds_are_never_equal() -> None:
    assert one() != Redirect(">", None, one(), None, 0, 2)
    assert one() != "ls"


def test_a_word_is_known_unless_it_says_otherwise() -> None:
    word = one()
    assert (word.dynamic, word.glob, word.quoted, word.split, word.subs) == (False, False, False, False, ())


def test_the_repr_names_every_field() -> None:
    shown = repr(Redirect(">", 2, one("f"), None, 0, 3))
    assert shown.startswith("Redirect(")
    assert all(f"{name}=" in shown for name in Redirect.__slots__)


def test_a_mark_is_added_to_a_copy() -> None:
    command = simple(one())
    assert command.marked("loop").context == {"loop"}
    assert command.context == NO_MARKS
    assert command.marked("loop").words == command.words
