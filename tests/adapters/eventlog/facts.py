"""Facts to fill logs with."""

from uuid import UUID

from store.adapters.drivers.eventlog.rows import Fact, link

MUGS, HATS, PENS = UUID(int=1), UUID(int=2), UUID(int=3)
WISH, OTHER_WISH = UUID(int=100), UUID(int=200)


def facts(stream, *versions, tag="test/happened-1", wish=WISH, head=b""):
    """Facts of one stream, chained one to the next."""
    found = []
    for version in versions:
        state = f'{{"version":{version}}}'.encode()
        metadata = f'{{"correlation":"{wish}"}}'.encode()
        head = link(head, stream, version, tag, state, metadata)
        found.append(Fact(stream, version, tag, state, metadata, head))
    return found


def places(rows):
    """What tells facts apart: stream and version."""
    return [(row.originator_id, row.originator_version) for row in rows]
