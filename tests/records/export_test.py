"""Record types as JSON Schema."""

from __future__ import annotations

from cctl.records import export


def test_every_type_has_a_schema_with_documented_fields() -> None:
    for name, declared in export.record_types().items():
        made = export.schema_of(name, declared)
        assert made["properties"]["type"]["const"] == name
        assert made["required"][:3] == ["type", "v", "ts"], name
        assert made["description"], name
        undocumented = [field.name for field in export.fields(declared) if not field.doc]
        assert undocumented == [], name


def test_hints_become_schemas() -> None:
    properties = export.schema_of("spend", export.record_types()["spend"])["properties"]
    assert properties["tokens"]["properties"]["cache_read"]["type"] == "integer"
    assert properties["tools"] == {
        "type": "array",
        "items": {"type": "string"},
        "description": "tools called by it, one entry a call",
    }
    assert properties["src"]["properties"]["line"]["type"] == "integer"
    state = export.schema_of("session", export.record_types()["session"])["properties"]["state"]
    assert "needs_input" in state["enum"]


def test_what_may_be_absent_is_not_required() -> None:
    made = export.schema_of("spend", export.record_types()["spend"])
    assert "cost_usd" not in made["required"]
    assert {"id", "model", "tokens", "tools", "session"} <= set(made["required"])
