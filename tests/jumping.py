"""A clock that jumps, for programs that are started under it: only the time of day does, as with a real clock.

The system's clock can't be set by a test, and no namespace has a time of day of its own; so a library that is loaded
before the C library adds what stands in a file, anew at each question. Clocks that count from the start of the machine
go on as they were, and so do the times of files.
"""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

from tests import needed

_LIBRARY = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static long ahead(void) {
    char text[32] = {0};
    const char *path = getenv("JUMP");
    int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    if (file < 0) return 0;
    if (read(file, text, sizeof text - 1) < 0) text[0] = 0;
    close(file);
    return atol(text);
}
int clock_gettime(clockid_t clock, struct timespec *found) {
    static int (*real)(clockid_t, struct timespec *);
    if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
    int said = real(clock, found);
    if (!said && clock == CLOCK_REALTIME) found->tv_sec += ahead();
    return said;
}
int gettimeofday(struct timeval *restrict found, void *restrict zone) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    found->tv_sec = now.tv_sec, found->tv_usec = now.tv_nsec / 1000;
    return 0;
}
time_t time(time_t *found) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (found) *found = now.tv_sec;
    return now.tv_sec;
}
"""


class Clock:
    """A time of day that can be set."""

    def __init__(self, folder: Path) -> None:
        self._file, library = folder / "ahead", folder / "jumping.so"
        self.set(0)
        compiler = [needed.program("cc"), "-shared", "-fPIC", "-o", str(library), "-x", "c", "-", "-ldl"]
        subprocess.run(compiler, input=_LIBRARY.encode(), check=True)
        self.env = {"LD_PRELOAD": str(library), "JUMP": str(self._file)}

    def set(self, ahead_s: int) -> None:
        """So many seconds ahead of the real one."""
        fresh = self._file.with_suffix(".new")
        fresh.write_text(str(ahead_s))
        fresh.rename(self._file)

    def at(self, hour: int, minute: int, second: int) -> None:
        """Set it to a time of this day, by UTC."""
        now = time.time()
        self.set(int(now - now % 86400 + hour * 3600 + minute * 60 + second - now))
