"""Ctrl-C and the system's wish to end: asked once, a run finishes the pages in hand; asked twice, it ends at once."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def asked(told: Callable[[], None]) -> Iterator[Callable[[], bool]]:
    """Whether somebody asked to stop while this block ran; `told` is called at once. Only a program's main thread may use it."""
    times = 0

    def ask(number: int, frame: FrameType | None) -> None:
        nonlocal times
        times += 1
        if times > 1:
            raise KeyboardInterrupt
        told()

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield lambda: times > 0
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
