"""Options no row lists: allowed where their name only shapes what is shown."""

import pytest

from tests.gate import codes, decision


@pytest.mark.parametrize(
    "command",
    [
        "docker ps --no-trunc",
        "gh pr list --order-by=created",
        "terraform show -no-color",
        "pip list --not-required",
        "xcodebuild -list -showBuildSettingsNames",
        "dnf repolist -v4",
    ],
)
def test_words_that_only_shape_what_is_shown_are_let_pass(command: str) -> None:
    assert "UNCLEAR" not in codes(command)


@pytest.mark.parametrize(
    "command",
    [
        "docker ps --save-config",
        "gh pr list --run-hook=x",
        "gh pr view 1 --run-editor",
        "firewall-cmd --add-port=80/tcp",
        "kubectl kustomize --enable-exec x",
        "rustup show -w",
        "doctl droplet list -x",
        "terraform show -out-there",
        "iptables -L -Q",
        "rustup show ---",
        "rustup show --=x",
    ],
)
def test_any_other_name_asks(command: str) -> None:
    assert {decision(command, policy) for policy in ("readonly", "workspace")} == {"ask"}


def test_a_program_whose_every_option_was_looked_at_says_so() -> None:
    assert "UNCLEAR" not in codes("ls --frobnicate -Q")
    assert "UNCLEAR" in codes("ls --write-listing=x")
    assert "UNCLEAR" not in codes("ls --no-write-listing")


def test_the_parameters_of_a_request_are_its_own_business() -> None:
    assert "UNCLEAR" not in codes("aws ec2 describe-instances --create-filter x")


def test_letters_that_a_row_lists_count_before_those_trusted_everywhere() -> None:
    assert "UNCLEAR" not in codes("ethtool -ig eth0")
    assert "UNCLEAR" in codes("ethtool -iZ eth0")


def test_what_runs_the_project_is_not_asked_about_its_options() -> None:
    assert "UNCLEAR" not in codes("pytest --my-plugin-option=3")
