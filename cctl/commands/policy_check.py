"""`cctl policy check`: what holds in this folder, who says so, and whether any of it is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cctl.kit.verb import source
from cctl.records.exits import CODES
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.core.rule.rule import Rule
    from cctl.kit.run import Run


@source("policy check", adds=("check",), status=("bad_config",), columns=("status", "name", "message", "todo"))
def cli(run: Run) -> Iterator[Record]:
    """Check the team's policy, the project's rules and the user's, as they hold in the working folder.

    The team's policy is read from what is committed (HEAD and the upstream default branch); a project's rules may
    tighten at once and allow only once `policy trust` has seen them. Ends with 78 if a file is wrong.

    \b
    Examples:
      cctl policy check --format table
      cctl policy check >/dev/null && git push
    """
    from cctl.core.rule.team import stricter  # noqa: PLC0415 -- not for `--help`
    from cctl.host.brain.compile import is_trusted  # noqa: PLC0415 -- see above
    from cctl.kit.ruling import everything, here, project_allows  # noqa: PLC0415 -- see above

    place = here(run)
    rules, problems = everything(run, ())
    for wrong in problems:
        run.status = CODES["bad_config"]
        where = f"{wrong.origin}:{wrong.line}" if wrong.line else wrong.origin
        yield _check(run, "file", "problem", f"{where}: {wrong.message}", "mend the file: the hook asks until then")
    named = next((rule.message for rule in rules if rule.action == "policy"), "")
    policy = stricter(str(run.setting("brain.policy")), named)
    yield _check(run, "policy", "ok", f"{policy}" + (", as the team's policy demands" if named == policy else ""), "")
    for layer in ("team", "user", "project"):
        yield _check(run, layer, "ok", _counted([rule for rule in rules if rule.layer == layer]), "")
    for path in project_allows(place):
        if is_trusted(place, path):
            yield _check(run, "trust", "ok", f"{path}: its allowing rules hold", "")
        else:
            todo = f"read it, then `cctl policy trust {path}`"
            yield _check(run, "trust", "advice", f"{path}: its allowing rules don't hold, it isn't trusted", todo)


def _counted(rules: list[Rule]) -> str:
    counts = {word: sum(rule.action == word for rule in rules) for word in ("deny", "ask", "allow")}
    told = ", ".join(f"{count} {word}" for word, count in counts.items() if count) or "no rules"
    origins = sorted({rule.origin for rule in rules if rule.origin})
    return told + (f" ({', '.join(origins)})" if origins else "")


def _check(run: Run, name: str, status: str, message: str, todo: str) -> Record:
    record: Record = {"type": "check", "v": 1, "ts": run.world.now(), "name": name, "status": status}
    return record | {"message": message} | ({"todo": todo} if todo else {})
