"""Read a small program in another language, by its name, loading that language's reader only now.

A command line holds such programs as arguments (`python -c`, `awk`, `sed -e`, `jq`); most hold none, and the hook's
process is cold each time.
"""

from __future__ import annotations

from cctl.core.shell.fact import Fact, unknown

LANGUAGES = frozenset(["awk", "jq", "python", "sed"])


def read_code(language: str, program: str) -> tuple[Fact, ...]:
    """The facts of `program`; one `unknown` for a language nobody here reads."""
    if language == "python":
        from cctl.core.shell.python_code import read_python  # noqa: PLC0415 - loads `ast`

        return read_python(program)
    if language == "awk":
        from cctl.core.shell.awk_code import read_awk  # noqa: PLC0415 - only when needed

        return read_awk(program)
    if language == "sed":
        from cctl.core.shell.sed_code import read_sed  # noqa: PLC0415 - only when needed

        return read_sed(program)
    if language == "jq":
        from cctl.core.shell.jq_code import read_jq  # noqa: PLC0415 - only when needed

        return read_jq(program)
    return unknown(language)
