"""`cctl-pipelines(7)`."""

from __future__ import annotations

from cctl.kit.pages import pipelines
from cctl.kit.recipes import recipes
from cctl.kit.roff import escaped


def test_every_recipe_is_on_the_page() -> None:
    page = pipelines.made()["man/cctl-pipelines.7"]
    for each in recipes():
        assert all(escaped(command) in page for command in each.run)
    assert "WantedBy=timers.target" in page
