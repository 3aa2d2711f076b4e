"""Whatever somebody who owns the database does to the log by hand, a verification names the first bad place."""

from uuid import UUID

import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec import structs

from store.adapters.drivers.eventlog.checkpoint_files import LEAVES, STATEMENTS
from store.adapters.drivers.eventlog.checkpoints import LEAF, sign
from store.adapters.drivers.eventlog.notary import EVERY, Notary
from store.application.audit.integrity import FaultKind
from tests.adapters.eventlog.facts import HATS, MUGS, PENS

pytestmark = [
    pytest.mark.story("US-10.5", "keep audit logs that show tampering"),
    pytest.mark.requirement("R9.1"),
]


def test_a_log_that_nobody_touched_is_found_sound(archive):
    found = archive.verify()
    assert (found.faults, found.facts, found.streams, found.checkpoints, found.attested) == ([], 12, 3, 2, 10)


def test_an_altered_body_is_named(archive):
    archive.sql("UPDATE log.events SET state = '{}' WHERE stream = %s AND version = 2", MUGS)
    assert archive.finding() == (FaultKind.ALTERED, *archive.place(MUGS, 2))


def test_altered_metadata_is_named(archive):
    archive.sql("UPDATE log.events SET metadata = '{\"correlation\":\"\"}' WHERE stream = %s AND version = 1", PENS)
    assert archive.finding() == (FaultKind.ALTERED, *archive.place(PENS, 1))


def test_an_altered_hash_is_named(archive):
    archive.sql("UPDATE log.events SET hash = '\\x00' WHERE stream = %s AND version = 5", MUGS)
    kind, *place = archive.finding()
    assert (kind, tuple(place)) == (FaultKind.REWRITTEN, archive.place(MUGS, 5))


def test_a_chain_computed_anew_is_named_where_it_begins_to_differ(archive):
    archive.forge(MUGS, 2, '{"version":22}')
    assert archive.finding() == (FaultKind.REWRITTEN, *archive.place(MUGS, 2))


def test_a_cut_tail_is_named_by_the_first_fact_that_is_gone(archive):
    gone = archive.place(PENS, 2)
    archive.sql("DELETE FROM log.events WHERE stream = %s AND version >= 2", PENS)
    assert archive.finding() == (FaultKind.CUT, *gone)


def test_a_vanished_stream_is_named_with_what_it_was_about(archive):
    gone = archive.place(PENS, 1)
    archive.sql("DELETE FROM log.events WHERE stream = %s", PENS)
    assert archive.finding() == (FaultKind.VANISHED, *gone)
    assert archive.verify().faults[0].of == "thing"


def test_a_fact_taken_from_the_middle_is_named(archive):
    gone = archive.place(MUGS, 3)
    archive.sql("DELETE FROM log.events WHERE stream = %s AND version = 3", MUGS)
    assert archive.finding() == (FaultKind.TAKEN_OUT, *gone)


def test_a_rewritten_position_is_named_by_the_old_one(archive):
    was = archive.place(MUGS, 4)
    archive.sql("UPDATE log.events SET position = position + 60000 WHERE stream = %s AND version = 4", MUGS)
    assert archive.finding() == (FaultKind.MOVED, *was)
    assert "stands at position" in archive.verify().faults[0].words


def test_two_facts_that_swapped_their_positions_are_both_named(archive):
    first, second = archive.place(MUGS, 1), archive.place(PENS, 3)
    swap = "UPDATE log.events SET position = %s WHERE stream = %s AND version = %s"
    archive.sql(swap, int(second[2].partition("-")[2]), *first[:2])
    archive.sql(swap, int(first[2].partition("-")[2]), *second[:2])
    found = archive.verify().faults
    assert [(f.kind, f.stream, f.version, f.position) for f in found] == [
        (FaultKind.MOVED, *first), (FaultKind.MOVED, *second),
    ]


def test_two_facts_of_one_stream_that_swapped_their_versions_are_named(archive):
    was = archive.place(MUGS, 1)
    for a, b in ((1, 99), (2, 1), (99, 2)):
        archive.sql("UPDATE log.events SET version = %s WHERE stream = %s AND version = %s", b, MUGS, a)
    assert archive.finding() == (FaultKind.MOVED, *was)


def test_two_facts_that_swapped_their_bodies_are_named(archive):
    archive.sql(
        "UPDATE log.events e SET state = o.state, metadata = o.metadata, hash = o.hash FROM log.events o"
        " WHERE e.stream = %(a)s AND o.stream = %(b)s AND e.version = 2 AND o.version = 2"
        .replace("%(a)s", f"'{MUGS}'").replace("%(b)s", f"'{PENS}'")
    )
    assert archive.finding() == (FaultKind.REWRITTEN, *archive.place(MUGS, 2))


def test_a_fact_slipped_in_behind_a_checkpoint_is_named(archive):
    stream = UUID(int=9)
    archive.write(stream, 1)
    archive.sql("UPDATE log.events SET position = 7 WHERE stream = %s", stream)
    assert archive.finding() == (FaultKind.SLIPPED_IN, stream, 1, "1-7")


def test_faults_are_told_in_the_order_of_the_log(archive):
    archive.sql("DELETE FROM log.events WHERE stream = %s AND version >= 3", HATS)  # no checkpoint covers these
    archive.forge(PENS, 2, "{}")
    archive.sql("UPDATE log.events SET state = '{}' WHERE stream = %s AND version = 3", MUGS)
    assert [(f.kind, f.stream, f.version) for f in archive.verify().faults] == [
        (FaultKind.ALTERED, MUGS, 3), (FaultKind.REWRITTEN, PENS, 2),
    ]


def test_what_no_checkpoint_covers_yet_can_still_be_cut_and_written_anew(archive):
    """The window that docs/security.md speaks of; the chain alone holds it."""
    archive.forge(HATS, 3, "{}")
    assert archive.verify().faults == []
    archive.sql("UPDATE log.events SET state = '[]' WHERE stream = %s AND version = 3", HATS)
    assert archive.finding() == (FaultKind.ALTERED, *archive.place(HATS, 3))


# Checkpoints


def checkpoint_faults(archive):
    return [(fault.kind, fault.checkpoint) for fault in archive.verify().faults]


@pytest.mark.parametrize("number", [1, 2])
def test_a_checkpoint_taken_out_of_the_database_shows(archive, number):
    archive.sql("DELETE FROM log.checkpoints WHERE number = %s", number)
    assert checkpoint_faults(archive) == [(FaultKind.CHECKPOINT_REMOVED, number)]


def test_all_checkpoints_taken_out_show_and_still_hold_the_log(archive):
    archive.sql("DELETE FROM log.checkpoints")
    archive.forge(MUGS, 2, "{}")
    assert [kind for kind, _ in checkpoint_faults(archive)] == [
        FaultKind.CHECKPOINT_REMOVED, FaultKind.REWRITTEN, FaultKind.CHECKPOINT_REMOVED,
    ]


def test_a_checkpoint_signed_with_another_key_shows(archive):
    archive.forge(MUGS, 2, "{}")
    forged = sign(archive.files.last().read(), Ed25519PrivateKey.generate())
    archive.sql("UPDATE log.checkpoints SET signature = %s WHERE number = 2", forged.signature)
    assert (FaultKind.CHECKPOINT_FORGED, 2) in checkpoint_faults(archive)
    assert (FaultKind.REWRITTEN, 1) in checkpoint_faults(archive)


def test_a_checkpoint_with_another_text_shows(archive):
    archive.sql("UPDATE log.checkpoints SET statement = replace(statement, '2026', '2025') WHERE number = 1")
    assert checkpoint_faults(archive) == [(FaultKind.CHECKPOINT_FORGED, 1)]


def test_a_genuine_checkpoint_put_in_place_of_another_shows(archive):
    archive.sql(
        "UPDATE log.checkpoints c SET statement = o.statement, signature = o.signature"
        " FROM log.checkpoints o WHERE c.number = 2 AND o.number = 1"
    )
    assert checkpoint_faults(archive) == [(FaultKind.CHECKPOINT_FORGED, 2)]


def test_a_checkpoint_made_up_for_the_future_shows_and_does_not_stop_the_signing(archive):
    archive.sql("INSERT INTO log.checkpoints VALUES (3, '{}', '')")
    assert checkpoint_faults(archive) == [(FaultKind.CHECKPOINT_FORGED, 3)]
    assert archive.notary.sign(at_once=True) == 1
    assert archive.files.last().read().number == 3
    assert checkpoint_faults(archive) == [(FaultKind.CHECKPOINT_FORGED, 3)]


def test_without_the_files_outside_the_database_still_says_that_something_is_wrong(archive):
    (archive.files.folder / LEAVES).unlink()
    archive.forge(MUGS, 2, "{}")
    assert checkpoint_faults(archive)[0] == (FaultKind.UNKNOWN_RANGE, 1)


def test_files_that_are_gone_show(archive):
    (archive.files.folder / STATEMENTS).unlink()
    (archive.files.folder / LEAVES).unlink()
    assert checkpoint_faults(archive) == [(FaultKind.FILE_GONE, 1)]


def test_an_altered_line_in_the_file_shows(archive):
    file = archive.files.folder / STATEMENTS
    file.write_bytes(file.read_bytes().replace(b"2026", b"2025", 1))
    assert checkpoint_faults(archive) == [(FaultKind.FILE_GONE, 1)]


def test_a_line_taken_out_of_the_file_shows(archive):
    file = archive.files.folder / STATEMENTS
    file.write_bytes(file.read_bytes().split(b"\n", 1)[1])
    assert archive.verify().faults[0].checkpoint == 1


# Signing


def test_checkpoints_wait_for_enough_facts_or_for_their_time(archive):
    archive.notary()
    assert archive.files.last().read().number == 2, "two facts are not worth one yet"
    archive.clock.advance(EVERY)
    archive.notary()
    assert archive.files.last().read().number == 3
    archive.clock.advance(EVERY)
    archive.notary()
    assert archive.files.last().read().number == 3, "nothing new, nothing to sign"


def test_a_checkpoint_follows_the_one_before_and_counts_on(archive):
    first, second = (signed.read() for signed in archive.files.all())
    assert (first.before, first.facts, second.before, second.facts) == (0, 5, 5, 5)
    assert second.after == first.upto
    assert second.previous == next(archive.files.all()).digest()


def test_facts_that_readers_cannot_see_yet_are_not_signed(archive):
    with psycopg.connect(archive.url) as slow:
        slow.execute("SELECT pg_current_xact_id()")  # a transaction that could still append behind the newest
        archive.write(HATS, 5)
        archive.notary.sign(at_once=True)
        assert archive.files.last().read().facts == 2, "the two before it"
    archive.notary.sign(at_once=True)
    assert archive.files.last().read().facts == 1


def test_what_a_crash_kept_from_the_files_is_added_from_the_database(archive):
    before = {name: (archive.files.folder / name).read_bytes() for name in (STATEMENTS, LEAVES)}
    archive.notary.sign(at_once=True)
    whole = {name: (archive.files.folder / name).read_bytes() for name in before}
    for name, text in before.items():
        (archive.files.folder / name).write_bytes(text + whole[name][len(text):][:10])  # cut short in the middle
    assert archive.verify().faults == []
    archive.notary()
    assert {name: (archive.files.folder / name).read_bytes() for name in before} == whole


def test_two_notaries_sign_one_after_the_other(archive):
    other = Notary(archive.connections, archive.key, archive.files, archive.clock)
    assert [archive.notary.sign(at_once=True), other.sign(at_once=True)] == [1, 0]
    assert archive.verify().faults == []


def test_nothing_is_signed_after_a_line_that_somebody_else_signed(archive):
    last = archive.files.last().read()
    archive.files.append(
        sign(structs.replace(last, number=3, before=10, facts=0), Ed25519PrivateKey.generate()), last, b""
    )
    with pytest.raises(Exception, match="this shop's key"):
        archive.notary()


def test_leaves_and_statements_are_closed_to_others(archive):
    assert {(archive.files.folder / name).stat().st_mode & 0o77 for name in (STATEMENTS, LEAVES)} == {0}
    assert (archive.files.folder / LEAVES).stat().st_size == 10 * LEAF


# Only what is new


def test_a_verification_may_begin_after_a_checkpoint_found_true(archive):
    assert [archive.verify(since).facts for since in (None, 1, 2)] == [12, 7, 2]
    archive.sql("UPDATE log.events SET state = '{}' WHERE stream = %s AND version = 1", MUGS)
    assert archive.verify(since=1).faults == []
    archive.sql("UPDATE log.events SET state = '{}' WHERE stream = %s AND version = 4", MUGS)
    assert [fault.version for fault in archive.verify(since=1).faults] == [4]


def test_a_checkpoint_that_is_not_genuine_is_no_place_to_begin(archive):
    archive.sql("UPDATE log.checkpoints SET statement = replace(statement, '2026', '2025') WHERE number = 2")
    assert archive.verify(since=2).facts == 12
