"""OpenTelemetry traces, where ``STORE_TRACES_URL`` says who collects them.

A correlation id is 128 bits, and so is a trace id: they are the same. Whatever one wish leads to, in whichever
process and however much later, is one trace without anything more being handed along.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final
from uuid import UUID

import structlog

from store import __version__
from store.entrypoints.wiring.reading_settings import Misconfigured
from store.entrypoints.wiring.settings import Settings

_tracer: Any = None
_SAMPLED: Final = 1


def set_up_traces(settings: Settings) -> None:
    """Send spans to the collector that is set, in batches; nothing is imported where none is.

    :raises Misconfigured: if the extra isn't installed.
    """
    global _tracer  # noqa: PLW0603 - one tracer a process, as there is one log
    if not settings.traces_url or _tracer is not None:
        return
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError:
        raise Misconfigured([
            "STORE_TRACES_URL is set, but the extra that sends traces is not installed: pip install 'store[tracing]'"
        ]) from None
    provider = TracerProvider(resource=Resource.create({"service.name": "store", "service.version": __version__}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=settings.traces_url)))
    _tracer = provider.get_tracer("store")


@contextmanager
def following(correlation: UUID, name: str) -> Iterator[Any]:
    """A span called *name* in the trace of *correlation*; log lines inside name it too.

    Gives the span, or ``None`` where nobody collects any.
    """
    with structlog.contextvars.bound_contextvars(correlation=str(correlation)):
        if _tracer is None:
            yield None
            return
        from opentelemetry.trace import NonRecordingSpan, SpanContext, TraceFlags, set_span_in_context

        wish = SpanContext(
            correlation.int, secrets.randbits(63) + 1, is_remote=True, trace_flags=TraceFlags(_SAMPLED)
        )
        with _tracer.start_as_current_span(name, set_span_in_context(NonRecordingSpan(wish))) as span:
            yield span
