"""Responses of the API: JSON that is ready, and Structs with the ETag and position of what they show."""

from typing import TypeVar

from litestar import MediaType, Response

from store.application.shared.answers import Json
from store.entrypoints.shared.desk import POSITION

T = TypeVar("T")


def raw(json: Json) -> Response[bytes]:
    """JSON that is ready to send."""
    return Response(json, media_type=MediaType.JSON)


def tagged(content: T, version: int, *, position: str | None = None, status: int = 200) -> Response[T]:
    """*content* with its version as ETag, and the position at which it is to be seen everywhere."""
    headers = {"ETag": f'"{version}"'}
    if position:
        headers[POSITION] = position
    return Response(content, headers=headers, status_code=status)
