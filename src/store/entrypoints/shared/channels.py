"""Where somebody buys: said by where they are served, never by what they send."""

from typing import Final

from store.domain.pricing.audience import Channel
from store.entrypoints.shared.desk import AnyRequest

_API: Final = "/api/"


def channel_of(request: AnyRequest) -> Channel:
    """The channel that serves *request*: programs are served below ``/api/``, people everywhere else."""
    return Channel.API if request.scope["path"].startswith(_API) else Channel.STOREFRONT
