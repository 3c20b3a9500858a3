"""A small built-in fleet, so that somebody without any agent sees the tool's main job."""
