"""Path classes, and what tries to get around them."""

import pytest

from cctl.core.effect.path import Ground, normal
from tests.gate import FACTS, HOME, PROJECT, book


def place(path: str, cwd: str = PROJECT, **facts: object) -> str:
    ground = Ground({**FACTS, **facts}, book().names, cwd)
    return ground.place(normal(path, cwd, HOME))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("src/a.py", "project"),
        (".", "project"),
        ("..", "root"),
        ("../other", "outside"),
        ("/", "root"),
        ("~", "root"),
        ("/home", "root"),
        ("~/notes", "home"),
        ("/tmp/x", "tmp"),
        ("/private/tmp/x", "tmp"),
        ("/etc/hosts", "system"),
        ("/etc/shadow", "authority"),
        ("/private/etc/sudoers", "authority"),
        ("/dev/sda", "device"),
        ("/dev/null", "stream"),
        ("/dev/fd/3", "stream"),
        ("/dev/tcp/a.example/80", "net"),
        ("/proc/sysrq-trigger", "device"),
        (".env", "secret"),
        (".env.example", "project"),
        (".env.production", "secret"),
        ("conf/server.key", "secret"),
        ("~/.ssh/id_ed25519", "secret"),
        ("~/.ssh/id_ed25519.pub", "private"),
        ("~/.ssh/known_hosts", "private"),
        ("~/.ssh/config", "authority"),
        ("~/.ssh/other", "secret"),
        ("keys/id_rsa.pub", "sensitive"),
        ("~/.aws/credentials", "secret"),
        ("~root/.ssh/id_rsa", "secret"),
        ("~ben/.bashrc", "persist"),
        ("~/.bash_history", "private"),
        ("~/.bashrc", "persist"),
        (".git/hooks/pre-commit", "persist"),
        (".git/HEAD", "vcs-internal"),
        (".github/workflows/ci.yml", "persist"),
        (".mcp.json", "persist"),
        (".claude/settings.json", "agent-config"),
        (".claude/skills/a/SKILL.md", "persist"),
        (".claude/worktrees/a/src/b.py", "project"),
        ("~/.claude/settings.local.json", "agent-config"),
        ("~/.codex/config.toml", "agent-config"),
        ("/etc/claude-code/managed-settings.json", "agent-config"),
        ("~/.config/cctl/rules.toml", "cctl-self"),
        ("~/.local/state/cctl/brain/events.jsonl", "cctl-self"),
        (".cctl.toml", "cctl-self"),
        ("/home/ben/.config/cctl/rules.toml", "cctl-self"),
        ("/proc/123/environ", "secret"),
    ],
)
def test_classes(path: str, expected: str) -> None:
    assert place(path) == expected


@pytest.mark.parametrize(
    "path",
    [
        "src/../.claude/settings.json",
        "src//..//.claude/./settings.json",
        ".CLAUDE/Settings.JSON",
        ".claude./settings.json",
        ".cl\u200caude/settings.json",
        "\uff0eclaude/settings.json",
        "/proc/self/root/work/site/.claude/settings.json",
        "/proc/self/cwd/.claude/settings.json",
        "/proc/thread-self/root/proc/self/root/work/site/.claude/settings.json",
        "/proc/1234/root/work/site/.claude/settings.json",
        "/proc/self/task/1/root/work/site/.claude/settings.json",
        "../site/.claude/settings.json",
        "~/../../work/site/.claude/settings.json",
    ],
)
def test_ways_around_lead_to_the_same_place(path: str) -> None:
    assert place(path) == "agent-config"


def test_a_link_is_followed_by_the_function_given() -> None:
    links = {f"{PROJECT}/x": f"{HOME}/.ssh/id_rsa", f"{PROJECT}/y": "/tmp/y"}
    ground = Ground(FACTS, book().names, PROJECT, links.get)
    assert ground.place(f"{PROJECT}/x") == "secret"
    assert ground.place(f"{PROJECT}/y") == "tmp"
    assert ground.place(f"{PROJECT}/z") == "project"


def test_a_link_out_of_a_secret_place_does_not_clear_it() -> None:
    ground = Ground(FACTS, book().names, PROJECT, {f"{PROJECT}/.env": f"{PROJECT}/plain"}.get)
    assert ground.place(f"{PROJECT}/.env") == "secret"


@pytest.mark.parametrize("project", ["/", HOME, "/home", "/home/ada/.ssh", "work/site", "", None, 3])
def test_a_project_that_can_not_be_one_is_none(project: object) -> None:
    assert place("/work/site/a.py", project=project) in ("outside", "home")


def test_a_path_is_unknown_without_a_folder() -> None:
    assert normal("a", None, HOME) is None
    assert Ground(FACTS, book().names, None).place(None) == "unknown"


def test_an_installation_protects_itself() -> None:
    assert place("/opt/cctl/lib/x.py", cctl=["/opt/cctl"]) == "cctl-self"
    assert place("/work/site/venv/cctl/x.py", cctl=["/work/site/venv/cctl"]) == "cctl-self"
    assert place("/opt/cctlx/y", cctl=["/opt/cctl"]) == "system"
