"""Names of models: wrapping comes off, another model stays another model."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cctl.core.money.model import hinted_context, known, shapes

IDS = {"claude-opus-4", "claude-opus-4-5", "claude-3-5-sonnet", "gpt-5", "gpt-5.1-codex", "local-7b"}


@pytest.mark.parametrize(
    ("name", "means"),
    [
        ("claude-opus-4-5", "claude-opus-4-5"),
        ("Claude-Opus-4-5-20251101", "claude-opus-4-5"),
        ("claude-opus-4-20250514", "claude-opus-4"),
        ("anthropic/claude-opus-4.5", "claude-opus-4-5"),
        ("openrouter/anthropic/claude-3.5-sonnet:beta", "claude-3-5-sonnet"),
        ("vertex_ai/claude-opus-4-5@20251101", "claude-opus-4-5"),
        ("us.anthropic.claude-opus-4-5-20251101-v1:0", "claude-opus-4-5"),
        ("us-gov.anthropic.claude-3-5-sonnet-20241022-v2:0:200k", "claude-3-5-sonnet"),
        (
            "arn:aws:bedrock:us-east-1:1:inference-profile/global.anthropic.claude-opus-4-5-20251101-v1:0",
            "claude-opus-4-5",
        ),
        ("databricks-claude-opus-4", "claude-opus-4"),
        ("claude-opus-4-5-20251101[1m]", "claude-opus-4-5"),
        ("claude-opus-4-5-thinking", "claude-opus-4-5"),
        ("gpt-5-2025-08-07", "gpt-5"),
        ("openai/gpt-5-high", "gpt-5"),
        ("gpt-5.1-codex", "gpt-5.1-codex"),
        ("local-7b", "local-7b"),
    ],
)
def test_wrapping_comes_off(name: str, means: str) -> None:
    assert known(name, IDS) == means


STRANGERS = (
    "claude-opus-4-6 claude-opus-4-55 claude-opus gpt-5.1 gpt-5-mini gpt-5.1-codex-mini claude-opus-4-5-20251301 "
    "my-claude-opus-4-5 / -20251101 [1m]"
)


@pytest.mark.parametrize("name", [*STRANGERS.split(), "claude-opus-4-5 x", ""])
def test_a_name_that_only_begins_alike_is_another_model(name: str) -> None:
    assert known(name, IDS) is None


def test_a_known_name_wins_over_its_shorter_forms() -> None:
    assert known("house-v1", {"house-v1", "house"}) == "house-v1"


@pytest.mark.parametrize(
    ("name", "tokens"), [("claude-opus-4-5[1m]", 1_000_000), ("x[200K]", 200_000), ("x", None), ("x[9999999m]", None)]
)
def test_a_name_may_ask_for_a_window(name: str, tokens: int | None) -> None:
    assert hinted_context(name) == tokens


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_ends(name: str) -> None:
    assert len(list(shapes(name))) <= 4
