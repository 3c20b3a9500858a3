"""The state of sessions: one fold over records and evidence, the same live, in one shot, replayed and from a pipe."""
