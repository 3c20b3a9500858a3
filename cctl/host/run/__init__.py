"""Running programs under limits: the folder of a run, the keeper that outlives its caller, what it watches."""
