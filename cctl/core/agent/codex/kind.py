"""What a rollout's lines are called, and which of them matter to whom; the one list of what is known.

A line is `{timestamp, ordinal?, type, payload}`. Two types are envelopes whose payload names the real one, and one
event is an envelope again, so a kind is `type`, `type/payload.type` or `type/payload.type/item.type`. The format is
internal to Codex and grows with every release: what is not listed here is counted by name, never guessed at.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import re

ENVELOPES: Final = frozenset(("event_msg", "response_item"))

# what decides who spent how much: all that a scan for spend looks at
SPEND: Final = frozenset(
    (
        "session_meta",
        "turn_context",
        "token_usage_record",
        "event_msg/token_count",
        "event_msg/task_started",
        "event_msg/turn_started",
        "event_msg/thread_settings_applied",
        "response_item/function_call",
        "response_item/custom_tool_call",
        "response_item/local_shell_call",
        "response_item/web_search_call",
        "response_item/tool_search_call",
        "response_item/image_generation_call",
    )
)


def _under(envelope: str, names: str) -> list[str]:
    return [f"{envelope}/{name}" for name in names.split()]


# known, and nothing in them that another line does not say, or that a supervisor would ask for
QUIET: Final = frozenset(
    (
        "world_state",
        "inter_agent_communication",
        *_under(
            "response_item",
            """additional_tools agent_message compaction compaction_summary compaction_trigger context_compaction
            ghost_snapshot other reasoning""",
        ),
        *_under(
            "event_msg",
            """agent_message_content_delta agent_message_delta agent_reasoning agent_reasoning_delta
            agent_reasoning_raw_content agent_reasoning_section_break apply_patch_approval_request background_event
            collab_agent_interaction_begin collab_agent_interaction_end collab_agent_spawn_begin collab_agent_spawn_end
            collab_close_begin collab_close_end collab_resume_begin collab_resume_end collab_waiting_begin
            collab_waiting_end deprecation_notice dynamic_tool_call_request dynamic_tool_call_response
            elicitation_request exec_approval_request exec_command_begin exec_command_output_delta guardian_assessment
            guardian_warning hook_completed hook_started image_generation_begin image_generation_end item_started
            list_skills_response mcp_startup_complete mcp_startup_update mcp_tool_call_begin model_verification
            patch_apply_begin patch_apply_updated plan_delta plan_update raw_response_item reasoning_content_delta
            reasoning_raw_content_delta request_permissions request_user_input safety_buffering session_configured
            shutdown_complete skills_update_available terminal_interaction turn_diff turn_moderation_metadata
            undo_completed undo_started view_image_tool_call warning web_search_begin web_search_end""",
        ),
        *_under(
            "event_msg/item_completed",
            """DynamicToolCall EnteredReviewMode ExitedReviewMode Extension ImageGeneration
            ImageView Plan Reasoning Sleep WebSearch""",
        ),
    )
)


def kind_of(line: dict[str, Any]) -> str:
    """The kind of a decoded line; "" when it is none of this client's."""
    outer, payload = line.get("type"), line.get("payload")
    if type(outer) is not str or type(payload) is not dict:
        return ""
    if outer not in ENVELOPES:
        return outer
    inner = payload.get("type")
    if inner == "item_completed":
        item = payload.get("item")
        return f"{outer}/{inner}/{item['type']}" if type(item) is dict and type(item.get("type")) is str else ""
    return f"{outer}/{inner}" if type(inner) is str else ""


def named(value: object) -> str:
    """A text from a transcript, fit to be stored: no lone surrogates, bounded; "" when it is no text."""
    if type(value) is not str:
        return ""
    text = value[:4096]
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


@cache
def head() -> re.Pattern[bytes]:
    """The start of a line as every version writes it: tells the kind without decoding the line.

    Anchored and bounded, so that it costs the same whatever follows. A line that it does not match is decoded.
    """
    import re  # noqa: PLC0415 -- 5 ms that only reading transcripts pays

    parts = (
        rb"\{",
        rb'"timestamp" : "[^"\\\n]{0,64}" ,',
        rb'(?:"ordinal" : \d{1,20} , )?',
        rb'"type" : "([a-z_]{1,64})" ,',
        rb'"payload" : \{ (?:"type" : "([a-z_]{1,64})")?',
    )
    return re.compile(b" ".join(parts).replace(b" ", rb"[ \t]*"))
