"""Reels: records → moments (what happened) → film (timed rows of styled cells) → text formats.

Each step is a pure function, so that the moments can be printed, edited by hand and rendered again, and every format
shows the same film. Pictures and video are made from the same film in `cctl.media`.
"""
