"""Carrying out plans: their folders and journals, the process that minds what was started, work trees, judges."""
