"""Roles of words: what happens to a path of each class when it is read, written, deleted or run."""

from __future__ import annotations

from cctl.core.effect.row import word_set

_PLACES = """given project tmp stream home outside system root persist vcs-internal unknown sensitive private authority
    agent-config device secret cctl-self net"""


def _codes(kind: str, **special: str) -> dict[str, str]:
    places = _PLACES.split()
    codes = {place: f"{kind}({place})" for place in places}
    codes["cctl-self"] = "SELF"
    codes["net"] = "NET_SEND(other)"
    if kind != "READ":
        codes["given"] = codes["unknown"]
    codes.update({name.replace("_", "-"): code for name, code in special.items()})
    return codes


_CHANGED = {"agent_config": "SELF"}
_WHOLE = dict.fromkeys(
    word_set("""project home outside system root persist vcs_internal sensitive private authority device secret"""),
    "DELETE_RECURSIVE",
)
_LISTED = dict.fromkeys(
    word_set(
        """given project tmp stream home outside system root persist vcs_internal unknown sensitive private authority
        agent_config device net"""
    ),
    "LIST",
)

# role -> place -> effect
TOUCH: dict[str, dict[str, str]] = {
    "r": _codes("READ", secret="SECRET_VALUE", authority="SECRET_VALUE"),
    "k": _codes("READ", secret="READ_SECRET"),
    "K": _codes("READ", secret="SECRET_VALUE", authority="SECRET_VALUE"),
    "R": _codes("READ", secret="SECRET_VALUE", authority="SECRET_VALUE", root="READ(private)", private="READ_SECRET"),
    "i": _codes("LIST", **_LISTED, secret="READ_SECRET"),
    "l": _codes("LIST", **_LISTED, secret="LIST_SECRET"),
    "w": _codes("WRITE", **_CHANGED),
    "m": _codes("WRITE", **_CHANGED),
    "d": _codes("DELETE", **_CHANGED, stream="WRITE(stream)"),
    "D": _codes("DELETE_RECURSIVE", **_WHOLE, **_CHANGED, stream="DELETE_RECURSIVE"),
    "M": _codes("WRITE", **_CHANGED, system="META_RECURSIVE", root="META_RECURSIVE", authority="META_RECURSIVE"),
    "t": {
        **dict.fromkeys(_PLACES.split(), "EXEC_FILE(other)"),
        **dict.fromkeys(("project", "sensitive", "stream", "given"), "INFO"),
    },
    "e": {
        **_codes("EXEC_FILE"),
        **dict.fromkeys(
            word_set(
                """given tmp home outside system root persist vcs-internal unknown private authority device secret
                agent-config stream net"""
            ),
            "EXEC_FILE(other)",
        ),
        "sensitive": "EXEC_FILE(project)",
    },
}
