"""The compiled tables are what the written ones say."""

from pathlib import Path

from cctl.kit.pages.judge_table import DATA, made

FEWEST_PROGRAMS = 250


def test_the_shipped_text_is_up_to_date() -> None:
    for name, text in made().items():
        assert (DATA.parent.parent / name).read_text() == text, "run python -m cctl.kit.generate"


def test_there_are_as_many_programs_as_promised() -> None:
    text = (DATA / "judge.tab").read_text()
    sections = text.split("\x1d")[1:]
    own = [section for section in sections if not section.startswith("!") and "\n=\t" not in section]
    names = [section for section in sections if not section.startswith("!")]
    assert len(own) >= FEWEST_PROGRAMS
    assert len(names) > len(own)


def test_the_folder_is_the_data_folder() -> None:
    assert Path(DATA).name == "data"
