import os
import subprocess
import tempfile
from pathlib import Path

import pytest

from store.adapters.drivers.passage import let_pass

pytestmark = [
    pytest.mark.requirement("R1.1"),
    pytest.mark.skipif(os.geteuid() != 0, reason="only root can become the accounts that this is about"),
]

GUEST, STRANGER = 54_321, 54_322


@pytest.fixture
def place():
    """A file that anybody might read, were the folder around it not closed."""
    with tempfile.TemporaryDirectory() as closed:
        file = Path(closed) / "inner" / "file"
        file.parent.mkdir()
        file.write_text("here")
        yield file


def succeeds(uid, *command):
    ran = subprocess.run(command, user=uid, group=uid, extra_groups=[], capture_output=True, check=False)
    return ran.returncode == 0


def can_read(uid, file):
    return succeeds(uid, "cat", file)


def can_look_into(uid, folder):
    return succeeds(uid, "ls", folder)


def test_nobody_else_can_pass_a_closed_folder_to_begin_with(place):
    assert not can_read(GUEST, place)


def test_the_account_can_pass_but_not_look_around(place):
    let_pass(GUEST, place)
    assert can_read(GUEST, place)
    assert not can_look_into(GUEST, place.parents[1])


def test_others_still_cannot(place):
    let_pass(GUEST, place)
    if place.parents[1].stat().st_mode & 0o001:
        pytest.skip("this file system keeps no access lists")
    assert not can_read(STRANGER, place)


def test_saying_it_twice_or_for_two_accounts_is_fine(place):
    for uid in (GUEST, STRANGER, GUEST):
        let_pass(uid, place)
    assert can_read(GUEST, place)
    assert can_read(STRANGER, place)


def test_an_open_folder_is_left_as_it_is(place):
    place.parents[1].chmod(0o755)
    let_pass(GUEST, place)
    assert place.parents[1].stat().st_mode & 0o777 == 0o755
