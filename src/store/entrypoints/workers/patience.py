"""Going on although the database, or whatever else is needed, is away for a while."""

from collections.abc import Callable
from threading import Event
from typing import Final

import structlog

FIRST_PAUSE: Final = 0.1
LONGEST_PAUSE: Final = 2.0


def patiently(
    part: str, round: Callable[[], float], passing: tuple[type[Exception], ...], halt: Event,
    rest: Callable[[float], object] | None = None,
) -> None:
    """Call *round* until *halt*, with as many seconds between as it answers, or as *rest* makes of them.

    What it raises of *passing* is waited out, longer and longer, and logged once when it begins and once when it
    is over. Anything else ends the part: it is raised.
    """
    log = structlog.get_logger().bind(part=part)
    pause, failures = FIRST_PAUSE, 0
    while not halt.is_set():
        try:
            seconds = round()
        except passing as failure:
            if not failures:
                log.warning("waiting", because=type(failure).__name__, detail=first_line(failure))
            failures += 1
            halt.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
            continue
        if failures:
            log.info("going on", after_tries=failures)
            pause, failures = FIRST_PAUSE, 0
        (rest or halt.wait)(seconds)


def first_line(failure: Exception) -> str:
    """What it says, without the statement and the values that some drivers append."""
    return (str(failure).splitlines() or [""])[0][:200]
