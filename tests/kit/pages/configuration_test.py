"""`cctl-config(5)`."""

from __future__ import annotations

from cctl.core.setting import settings
from cctl.kit.pages import configuration
from cctl.kit.roff import escaped


def test_every_setting_is_on_the_page_with_its_direction() -> None:
    page = configuration.made()["man/cctl-config.5"]
    for name in settings():
        assert escaped(name) in page
    assert "A repository may not set it." in page
