"""`cctl-config(5)`: every setting, with its default, unit and the direction in which a repository may move it."""

from __future__ import annotations

from cctl import __version__
from cctl.core.setting import Setting, settings
from cctl.kit.man import DATE
from cctl.kit.roff import Page

_TIGHTENS = {
    "lower": "A repository may only lower it.",
    "higher": "A repository may only raise it.",
    "true": "A repository may only switch it on.",
    "false": "A repository may only switch it off.",
    "more": "A repository may only add to it.",
    "never": "A repository may not set it.",
    "any": "",
}


def made() -> dict[str, str]:
    """The page."""
    page = Page("cctl-config", 5, DATE, __version__, "configuration")
    page.heading("Description")
    page.paragraph(
        "Flags lie over CCTL_ variables (`CCTL_STATS__SINCE=7d` sets stats.since), these over `.cctl.toml` of the "
        "project, that over `$XDG_CONFIG_HOME/cctl/config.toml`, that over the defaults. The project's file is the "
        "nearest one from the working folder up to the top of the repository; since it comes with whatever was cloned, "
        "it may only tighten, and name nothing that is run. Unknown keys and wrong values are errors."
    )
    page.paragraph("`cctl config show --origin` says what holds and why, `cctl config lint` what is wrong.")
    page.heading("Settings")
    for name, setting in sorted(settings().items()):
        page.item(f"{name} = {_default(setting)}", _text(setting))
    page.heading("See also")
    page.paragraph("`cctl`(1), `cctl-config-show`(1), `cctl-config-template`(1)")
    return {"man/cctl-config.5": page.text()}


def _default(setting: Setting) -> str:
    if setting.default is None:
        return "(not set)"
    if isinstance(setting.default, list | tuple):
        return "[" + ", ".join(map(str, setting.default)) + "]"
    return str(setting.default) if setting.default != "" else '""'


def _text(setting: Setting) -> str:
    kind = " | ".join(setting.choices) or setting.kind
    parts = (f"({kind}{', ' + setting.unit if setting.unit else ''})", setting.doc, _TIGHTENS[setting.tightens])
    return " ".join(part for part in parts if part)
