"""`cctl-plan(5)`: what a plan of tasks may say; the keys come from the tables that plans are read by."""

from __future__ import annotations

from cctl import __version__
from cctl.core.plan import key
from cctl.core.plan.condition import FIELDS
from cctl.core.plan.refer import LIMIT
from cctl.kit.man import DATE
from cctl.kit.roff import Page

_PLAN = {
    "version": "1, the only one there is.",
    "name": "A name for `tasks show` and the others.",
    "tasks": "The tasks, as a list; `[[task]]` in TOML.",
    "task": "The same.",
    "retries": "`retries` of the tasks that don't say.",
    "max_parallel": "Most attempts side by side; a flag overrules it. Without either: the setting, 1.",
    "budget_usd": "Dollars that all of it may cost, judges included. Agents without a budget of their own share it.",
    "on_failure": "What the failure of a task means: `skip` what waits for it, `continue` with it, `abort` everything.",
}
_TASK = {
    "name": "1 to 64 of letters, digits, `.`, `_` and `-`. (The first tool's files may use any text.)",
    "prompt": "What an agent is asked to do. It gets it on standard input.",
    "command": "A program and its words, as a list; no shell is between.",
    "agent": "`claude` (default), `codex`, or `shell`: then the prompt is a script for sh.",
    "cwd": "Its folder, counted from where `tasks run` was called, or `--cwd`.",
    "depends_on": "Tasks that must be completed first; the name of one with a matrix stands for all of them.",
    "when": "A condition on the outcome of tasks that it depends on; see below.",
    "retries": "Further attempts. An agent goes on with its session and is told what went wrong.",
    "max_retries": "The same.",
    "timeout": "Time for one attempt: `90s`, `20m`, `1h30m`, or seconds. All that the command runs is ended.",
    "timeout_min": "The same in minutes.",
    "budget_usd": "Dollars over all attempts, exact; at its end the task needs you.",
    "model": "The agent's model.",
    "permission_mode": "Claude Code's permission mode.",
    "allowed_tools": "Tools that Claude Code may use without asking.",
    "env": "Variables beside those of `tasks run`.",
    "resume": "A session to go on with.",
    "worktree": "true: a git work tree and branch of its own, in the plan's folder; of a completed task the branch "
    "stays. Tasks that depend on it start from its work; several are merged, and what doesn't merge fails.",
    "outputs": "Files below its folder that it must leave; they are kept for `{{TASK.file:NAME}}`.",
    "verify": "What it is judged by; see below.",
    "verifiers": "The same.",
    "protected": "Files, folders or patterns that must be as they were before the first attempt.",
    "idempotent": "false: when nobody can tell whether it ended, you are asked instead of running it again.",
    "on_failure": "As for the plan, for this task.",
    "matrix": "A table of lists: one task for each combination, named `NAME.VALUE`; `{{matrix.KEY}}` is filled in.",
    "peer": "A machine that it is meant for; such a task is skipped here.",
    "role": "Accepted, and means nothing here.",
}
_VERIFY = (
    (
        "run",
        "A script for sh, or a list of words: it passes with status 0. The clean copy that it judges has nothing that "
        "git ignores, neither `node_modules` nor `.venv`, for an attempt could have changed them unseen: let the "
        "script set up what it needs (`npm ci && npm test`).",
    ),
    ("brain", "A question for the model of `brain.llm_model`, with the task, the answer and the changes."),
    (
        "agent",
        "A question for an agent that reads the clean copy; `by` says which, `model` and `budget_usd` as for tasks.",
    ),
    ("timeout, retries", "Time for it (15 minutes), and how often it may be run again before it counts as failed."),
)


def made() -> dict[str, str]:
    """The page."""
    page = Page("cctl-plan", 5, DATE, __version__, "plans of tasks")
    page.heading("Description")
    page.paragraph(
        'A plan is JSON (`{"tasks": [...]}`), TOML (`[[task]]`) or, on standard input, `plan` and `task` records. '
        "A key that isn't listed here is an error, and so is everything else that `cctl tasks validate` names: nothing "
        "is started while there is one."
    )
    for title, keys, told in (("Keys of a plan", key.PLAN, _PLAN), ("Keys of a task", key.TASK, _TASK)):
        page.heading(title)
        page.pairs([(name, told[name]) for name in keys])
    page.heading("References")
    page.paragraph(
        "In prompts, words of commands and variables, `{{TASK.stdout}}`, `stderr`, `result` (an agent's last answer), "
        "`json.PATH`, `file:NAME`, `exit_code` and `session_id` stand for what a task that is depended on came to. "
        f"Of long outputs {LIMIT // 1024} KiB are handed on, from both ends. In a prompt they stand between marks that "
        "say where they come from and that they are data; `|raw` leaves the marks out. In a shell's script they are "
        "refused: hand them over as words after it. `\\{{` stands for two braces."
    )
    page.heading("Conditions")
    page.paragraph(
        f"`TASK.FIELD` with {', '.join(FIELDS)}, compared by == != < > <= >=, joined by and, or, not, parentheses. A "
        "task whose condition names another begins when that one is over, however it ended; those it doesn't name must "
        "be completed."
    )
    page.heading("Verifiers")
    page.paragraph(
        "They run in order, in a clean copy of all files that git doesn't ignore, as the attempt left them; without a "
        "repository in the folder itself. The first that fails ends it: the agent gets its output and another attempt, "
        "or you are asked. What gives no clear answer has failed."
    )
    page.pairs(_VERIFY)
    page.heading("See also")
    page.paragraph("`cctl-tasks-run`(1), `cctl-tasks-validate`(1), `cctl-tasks-plan`(1), `cctl-run`(1)")
    return {"man/cctl-plan.5": page.text()}
