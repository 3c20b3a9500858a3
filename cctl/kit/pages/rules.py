"""`cctl-rules(5)`: the keys of a rule, from the tables that rule files are read by."""

from __future__ import annotations

from cctl import __version__
from cctl.core.rule.case import KEYS as CASE_KEYS
from cctl.core.rule.rule import ACTIONS, OF_CALL, OF_SESSION, OF_UNIT, SESSION_ACTIONS
from cctl.kit.man import DATE
from cctl.kit.roff import Page

MEANS = {
    "program": "Name of a program of the call, a glob.",
    "subcommand": "Its subcommand, such as `push`, or `remote add`; a shorter one covers those below it.",
    "flag": "An option it was given; letters behind one dash are taken apart: `-f` is found in `-fu`.",
    "effect": "An effect it has, as `cctl effects` names it: `WRITE(project)`, or `WRITE` for all of them.",
    "path_class": "Class of a path it touches: project, tmp, home, secret, system and so on.",
    "path": "A path it touches, a glob; resolved, with `~` and relative ones seen from the folder of the call.",
    "host": "A host it reaches; `example.org` covers the names below it.",
    "arg": "One of its words, a glob.",
    "tool": "The tool, a glob; MCP tools are `mcp__server__tool`.",
    "command": "A text within a shell command, as written or as it would run; to allow, a program must begin so.",
    "text": "A text anywhere in the input of any tool.",
    "input": "`field=pattern`: a regular expression for one field of the tool's input.",
    "project": "A text within the name of the project; with a slash, within its folder.",
    "cwd": "The folder of the call, a glob.",
    "branch": "The branch that is checked out, a glob.",
    "model": "The model, a glob.",
    "mode": "Permission mode of the session.",
    "agent": "The agent, a glob: claude, codex.",
    "status": "State of the session, by any of its names.",
    "health": "A finding on the session.",
    "cost_above": "The session cost more than this, in USD.",
    "burn_above": "It costs more than this an hour, in USD.",
    "context_above": "More than this share of its context is used.",
    "last_error": "Whether its last tool call failed.",
    "file_conflict": "Whether another session writes the same files.",
}
ACTS = {
    "allow": "Let the call run, if this and other allowing rules cover every program in it.",
    "ask": "Ask the human.",
    "deny": "Refuse it.",
    "send": "Of a session: say something to it.",
    "terminate": "Of a session: end it; the call is refused.",
    "route": "Of a session: hand it on.",
    "spawn": "Of a session: start another.",
    "delegate": "Of a session: give its task away.",
}
_EXAMPLE = (
    "[rules.tests]",
    'program = "pytest"',
    'action = "allow"',
    "",
    "[rules.no-force]",
    'program = "git"',
    'subcommand = "push"',
    'flag = ["--force", "-f"]',
    'action = "deny"',
    'message = "use --force-with-lease"',
    "",
    "[rules.ours]",
    'effect = "NET_SEND"',
    'unless_host = ["example.org", "localhost"]',
    'action = "deny"',
    "",
    "[[test]]",
    'command = "git push -f origin main"',
    'expect = "deny"',
)


def made() -> dict[str, str]:
    """The page."""
    page = Page("cctl-rules", 5, DATE, __version__, "rules of the gate")
    page.heading("Description")
    page.paragraph(
        "Rules are TOML tables, `[rules.name]` or `[[rules]]` with a `name`. All conditions of a rule must hold, of a "
        "list one value is enough. Deny beats ask beats allow, whatever the order. An unknown key or action is an "
        "error: the hook then asks, filters exit with 78."
    )
    page.heading("Files")
    page.pairs(
        (
            ("rules.toml, [rules] of config.toml", "In the configuration folder, the user's: allow, ask and deny."),
            (".cctl/policy.toml", "The team's, as committed: ask and deny, and a stricter policy."),
            (
                ".cctl/rules.toml, [rules] of .cctl.toml",
                "The project's, in the work tree: ask and deny; allow if trusted.",
            ),
        )
    )
    page.heading("Keys")
    page.pairs(
        (("name", "What the verdict calls it."), ("message", "The reason that is shown."), ("action", "See below."))
    )
    page.paragraph("Of a program in the call; written plain or as `match_`:")
    page.pairs([(name, MEANS[name]) for name in OF_UNIT])
    page.paragraph("Of the call, as `match_`:")
    page.pairs([(f"match_{name}", MEANS[name]) for name in OF_CALL])
    page.paragraph("Of the session, as `match_`:")
    page.pairs([(f"match_{name}", MEANS[name]) for name in OF_SESSION])
    page.paragraph("Each as `unless_` too: then the rule doesn't hold where it is so.")
    page.heading("Actions")
    page.pairs([(name, ACTS[name]) for name in ("allow", "ask", "deny", *SESSION_ACTIONS)])
    others = [f"`{name}` is `{meant}`" for name, meant in ACTIONS.items() if name != meant]
    page.paragraph(f"{', '.join(others)}, as in rules written for others.")
    page.heading("Tests")
    page.paragraph(
        "`[[test]]` tables beside the rules are run by `cctl rules test`; their keys: " + ", ".join(CASE_KEYS) + "."
    )
    page.heading("Example")
    page.block(_EXAMPLE)
    page.heading("See also")
    page.paragraph(
        "`cctl-rules-eval`(1), `cctl-rules-test`(1), `cctl-rules-lint`(1), `cctl-rules-diff`(1), `cctl-policy`(7)"
    )
    return {"man/cctl-rules.5": page.text()}
