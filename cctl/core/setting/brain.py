"""Settings of the judge; nothing that loosens it can be set by a repository."""

from __future__ import annotations

from cctl.core.setting import Setting

SETTINGS = (
    Setting(
        "brain.policy", "choice", "workspace", "The built-in policy that calls are judged under.", "higher",
        choices=("workspace", "readonly", "locked"),
    ),
    Setting("brain.seconds_per_prompt", "float", 3.0, "Time a person needs for one prompt.", unit="s"),
    Setting("brain.llm", "choice", "off", "Ask a local model about what is left to ask.", "never",
            choices=("off", "advise")),
    Setting("brain.llm_url", "text", "http://127.0.0.1:11434", "Base address of the model's server.", "never"),
    Setting("brain.llm_kind", "choice", "ollama", "What the server speaks.", "never", choices=("ollama", "openai")),
    Setting("brain.llm_model", "text", "", "The model's name on that server.", "never"),
    Setting("brain.llm_ms", "int", 2000, "Time for one question, all told.", "never", unit="ms"),
    Setting("brain.llm_key_file", "text", "", "File with the key that the server wants, if it wants one.", "never"),
    Setting("brain.llm_remote", "bool", False, "Allow a server that isn't on this machine.", "never"),
    Setting("rules", "table", {}, "Rules: [[rules]] or [rules.name]; see cctl-rules(5)."),
)  # fmt: skip
