"""``/api/v1/openapi.json``: the API's description, for programs."""

from typing import Any

from litestar import MediaType, Request, Response, get
from msgspec import json

from store.entrypoints.shared.description import description_of
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.shared.versions import knows, tag_of

_SECONDS_TO_KEEP = 300


@get("/openapi.json", opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def openapi(request: Request[Any, Any, Any]) -> Response[bytes]:
    """OpenAPI 3.1. It changes with the version of the shop only."""
    description = json.encode(description_of(request.app))
    tag = tag_of(description, request.headers.get("accept-encoding", ""))
    headers = {"ETag": tag, "Cache-Control": f"public, max-age={_SECONDS_TO_KEEP}"}
    if knows(request.headers.get("if-none-match", ""), tag):
        return Response(b"", status_code=304, headers=headers)
    return Response(description, media_type=MediaType.JSON, headers=headers)
