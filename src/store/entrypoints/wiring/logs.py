"""Logs: one line an event, with the request it belongs to; never bodies, headers or persons."""

import logging
import sys
from typing import TYPE_CHECKING, Any

import structlog
from msgspec import json

from store.entrypoints.shared.card_numbers import masked
from store.entrypoints.wiring.scribe import Scribe
from store.entrypoints.wiring.settings import Settings

if TYPE_CHECKING:
    from litestar.logging import LoggingConfig


def set_up_logs(settings: Settings) -> None:
    """Coloured lines on a terminal, JSON elsewhere, unless ``STORE_LOG_FORMAT`` says which."""
    as_json = settings.log_format == "json" or (settings.log_format == "auto" and not sys.stderr.isatty())
    shape: Any = structlog.processors.JSONRenderer(_encoded) if as_json else structlog.dev.ConsoleRenderer(
        exception_formatter=structlog.dev.plain_traceback
    )
    scribe = Scribe(sys.stderr)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *([_tracebacks()] if as_json else []),
            shape,
            _without_cards,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, settings.log_level.upper())),
        logger_factory=(lambda *_: scribe) if as_json else structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def quiet_loggers() -> "LoggingConfig":
    """The framework's own logger stays silent: what matters of a request is logged at the edge."""
    from litestar.logging import LoggingConfig

    return LoggingConfig(log_exceptions="never", root={"level": "WARNING", "handlers": []})


def _encoded(line: Any, **_: Any) -> str:
    return json.encode(line, enc_hook=repr).decode()


def _without_cards(_: Any, __: str, line: Any) -> str:
    """Addresses are logged, and people write into them what they like."""
    return masked(line)


def _tracebacks() -> Any:
    """Tracebacks as data, without local variables: those hold persons and secrets."""
    return structlog.processors.ExceptionRenderer(
        structlog.tracebacks.ExceptionDictTransformer(show_locals=False, max_frames=12)
    )
