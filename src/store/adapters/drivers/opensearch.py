"""OpenSearch over HTTP. Its client is heavy, so it is imported on the first request and not before."""

from collections.abc import Iterable
from threading import Lock
from time import monotonic
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit, urlunsplit

import structlog
from msgspec import json

_BACK_OFF: Final = 3.0
"""Seconds for which nobody waits for a server that did not answer."""
_LONG: Final = 30.0
_REFUSED, _NOT_THERE, _CONFLICT = 400, 404, 409


class OpenSearchAway(Exception):
    """It can't be reached, or can't answer at the moment."""


class NotThere(Exception):
    """There is no such index, alias or document."""


class OpenSearch:
    """One cluster: ``https://user:password@host:9200?index=products`` (the name all indexes begin with)."""

    def __init__(self, url: str, timeout: float = 2.0) -> None:
        parts = urlsplit(url)
        self._url = urlunsplit(parts._replace(query="", fragment=""))
        self._host = parts.hostname
        self.index = parse_qs(parts.query).get("index", ["store-products"])[-1]
        self._timeout = timeout
        self._lock = Lock()
        self._client: Any = None
        self._away_until = 0.0
        self._is_away = False

    def __repr__(self) -> str:
        """Never the password."""
        return f"OpenSearch({self._host})"

    def ask(self, method: str, path: str, body: Any = None, **parameters: str | float) -> Any:
        """One request and its answer.

        :raises OpenSearchAway: at once while it has just not answered.
        :raises NotThere: where it says so.
        """
        from opensearchpy.exceptions import OpenSearchException, TransportError

        if monotonic() < self._away_until:
            raise OpenSearchAway(f"{self}: no answer a moment ago")
        try:
            told = self._connected().transport.perform_request(method, path, params=parameters, body=body)
        except TransportError as error:
            status = error.status_code if isinstance(error.status_code, int) else 0
            if status == _NOT_THERE:
                raise NotThere(path) from None
            raise self._away(error, status) from error
        except OpenSearchException as error:
            raise self._away(error, 0) from error
        if self._is_away:
            self._is_away = False
            structlog.get_logger().info("search is back", server=repr(self))
        return told

    def put_all(self, alias: str, documents: Iterable[tuple[str, int, Any]]) -> None:
        """Write (id, version, document) each behind *alias*, unless there is a later version already.

        :raises OpenSearchAway: if one of them was not taken for another reason.
        """
        lines = b"".join(
            json.encode({"index": {"_id": id, "version": version, "version_type": "external_gte"}}) + b"\n"
            + json.encode(document) + b"\n"
            for id, version, document in documents
        )
        if not lines:
            return
        told = self.ask("POST", f"/{alias}/_bulk", lines.decode(), require_alias="true", request_timeout=_LONG)
        for item in told["items"] if told["errors"] else ():
            status = item["index"]["status"]
            if status > _CONFLICT or _REFUSED <= status < _CONFLICT:
                raise OpenSearchAway(f"{self} did not take {item['index']['_id']}: {item['index']['error']['type']}")

    def _away(self, error: Exception, status: int) -> OpenSearchAway:
        """Say so once, however many ask meanwhile."""
        away = OpenSearchAway(f"{self}: {type(error).__name__} {status or ''}".rstrip())
        if not status:
            self._away_until = monotonic() + _BACK_OFF
        if not self._is_away:
            self._is_away = True
            structlog.get_logger().warning("search is away", because=str(away))
        return away

    def close(self) -> None:
        """Let go of the connections."""
        with self._lock:
            if self._client is not None:
                self._client.close()
                self._client = None

    def _connected(self) -> Any:
        with self._lock:
            if self._client is None:
                from opensearchpy import OpenSearch as Client

                self._client = Client(
                    [self._url], timeout=self._timeout, max_retries=0, retry_on_timeout=False, pool_maxsize=8
                )
            return self._client
