"""What holds for every test: the same examples each time, and Ctrl-C as a program finds it.

Random examples find more, and belong into a run that somebody watches (CCTL_RANDOM=1); a check that fails by luck
teaches people to run it again. A shell that starts a job in the background ignores SIGINT for it and all that it
starts, which tests that interrupt their children must not inherit.
"""

from __future__ import annotations

import os
import signal

from hypothesis import settings

settings.register_profile("same", derandomize=True, deadline=None, database=None)
settings.register_profile("random", deadline=None)
settings.load_profile("random" if os.environ.get("CCTL_RANDOM") else "same")

signal.signal(signal.SIGINT, signal.default_int_handler)
