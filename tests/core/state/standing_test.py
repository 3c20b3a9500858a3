import pytest

from cctl.core.money.paid import CLASSES
from cctl.core.state.standing import Standing


def test_the_total_is_of_all_classes() -> None:
    standing = Standing("s", tokens=[1, 2, 3, 4, 5])
    assert standing.total == 15 and len(CLASSES) == len(standing.tokens)


@pytest.mark.parametrize(("entrypoint", "headless"), [("cli", False), ("", False), ("sdk-cli", True), ("exec", True)])
def test_who_can_be_asked(entrypoint: str, headless: bool) -> None:
    assert Standing("s", texts={"entrypoint": entrypoint}).headless is headless
