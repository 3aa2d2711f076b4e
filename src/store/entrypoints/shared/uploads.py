"""Files on their way in: looked at while they come, and not only when they are there."""

from http import HTTPStatus

from litestar.exceptions import HTTPException

from store.application.shared.picture_kinds import ENOUGH, kind_of
from store.domain.shared.pictures import NotAPicture
from store.entrypoints.shared.desk import AnyRequest, expected_version


class PreconditionRequired(HTTPException):
    """The change would overwrite whatever somebody else did meanwhile."""

    status_code = HTTPStatus.PRECONDITION_REQUIRED


def version_to_match(request: AnyRequest) -> int | None:
    """The version that ``If-Match`` names, which has to be there; ``*`` is whichever there is.

    :raises PreconditionRequired: where it isn't.
    """
    if "if-match" not in request.headers:
        raise PreconditionRequired("Send the ETag you were shown as If-Match, so that you overwrite nobody's change")
    return expected_version(request)


async def picture_of(request: AnyRequest) -> bytes:
    """The body. What is no picture is refused as soon as its first bytes are there, and what is too large as soon as it
    is: the rest is never taken.

    :raises NotAPicture: before the rest of it comes.
    """
    came = bytearray()
    known = False
    async for piece in request.stream():
        came += piece
        if not known and len(came) >= ENOUGH:
            if kind_of(bytes(came[:ENOUGH])) is None:
                raise NotAPicture
            known = True
    return bytes(came)
