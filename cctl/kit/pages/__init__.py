"""Pages that one capability adds to what `cctl.kit.generate` makes; each module has `made() -> {path: text}`."""
