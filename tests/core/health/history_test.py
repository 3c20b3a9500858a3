from cctl.core.health.history import STEPS, THREADS, History, Response, Step


def test_threads_and_steps_are_bounded_and_the_main_one_stays() -> None:
    history = History("s")
    history.thread("")
    for number in range(THREADS * 3):
        history.thread(f"a{number}")
    assert len(history.threads) == THREADS and "" in history.threads
    step = Step("c", "Bash", "h", "r", "ls", False, False, 0, 0, False, False)
    for _ in range(STEPS * 2):
        history.thread("").steps.append(step)
    assert len(history.thread("").steps) == STEPS


def test_a_prompt_is_all_that_goes_in() -> None:
    response = Response("r", 0, "m", (1, 100, 20, 300, 4000), 0)
    assert (response.prompt, response.written) == (4321, 320)
