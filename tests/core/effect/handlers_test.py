"""Every handler a table can name is there."""

import pytest

from cctl.core.effect.handlers import HANDLERS, handler


@pytest.mark.parametrize("name", sorted(HANDLERS))
def test_each_name_leads_to_its_function(name: str) -> None:
    found = handler(name)
    assert found.__name__ == f"do_{name}"
    assert handler(name) is found
