"""What is left behind once the answer is out, one file each: `ORDER`, `EVENTS` and `note(case, verdict)`.

The client waits for the process to end, so a note is one short append; what takes longer belongs to another process.
"""
