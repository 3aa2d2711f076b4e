"""One that can't even be sent comes to nothing alone: those that were to be written with it are."""

import struct

import pytest

from store.adapters.drivers.eventlog.group_commit import GroupCommit
from store.adapters.drivers.eventlog.rows import Fact
from store.adapters.drivers.eventlog.sending import PipelinedLog
from tests.adapters.eventlog.facts import HATS, MUGS, PENS, facts, places
from tests.adapters.eventlog.test_appending import whole

pytestmark = [
    pytest.mark.requirement("R4.2"),
    pytest.mark.story("US-9.2", "many write at once and nothing is lost"),
]
UNWRITABLE = {
    "a version of 41 bits": (Fact(PENS, 2**40, "test/happened-1", b"{}", b"{}", b""), struct.error),
    "half a sign": (Fact(PENS, 1, "\ud800", b"{}", b"{}", b""), UnicodeEncodeError),
    "no stream": (Fact("pens", 1, "test/happened-1", b"{}", b"{}", b""), TypeError),
}


@pytest.mark.parametrize("what", UNWRITABLE)
def test_what_no_statement_can_hold_takes_no_other_along(postgres_log, pipeline, what):
    fact, error = UNWRITABLE[what]
    group = GroupCommit(PipelinedLog(pipeline))
    before, faulty, after = (group.hand_in(given) for given in (facts(MUGS, 1), [fact], facts(HATS, 1)))
    group.settle(before)
    with pytest.raises(error):
        group.settle(faulty)
    group.settle(after)
    assert places(whole(postgres_log)) == [(MUGS, 1), (HATS, 1)]
