"""Who may do what, decided by the database: two who take each other's right at the same moment."""

from collections import Counter
from contextlib import contextmanager
from uuid import uuid4

import pytest

from store.application.identity.messages import EnrolStaff, Secret
from store.application.identity.users import ChangeRole, DisableAccount
from store.application.shared.bus import Caller
from store.domain.identity.errors import LastSuperAdmin, MoreThanYouHold
from store.domain.identity.events import Role
from store.domain.identity.roster import Roster
from store.domain.shared.errors import StoreError
from store.domain.shared.ids import roster
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.settings import Settings
from tests.adapters.identity.test_account_races import at_once

pytestmark = [pytest.mark.requirement("R1.5"), pytest.mark.story("US-1.4", "the last super admin stays")]

ROUNDS = 6


class Board:
    """Super admins of a real shop, whom two processes serve."""

    def __init__(self, *shops):
        self.shops = shops

    def do(self, command, shop=0):
        return self.shops[shop % len(self.shops)].bus().do(command, Caller(actor="test", correlation=uuid4())).outcome

    def enrols(self, number, role=Role.SUPER_ADMIN):
        email, password = f"one-{number}@example.org", Secret("correct horse battery")
        return self.do(EnrolStaff(email=email, name="One", password=password, role=role)).account_id

    def tries(self, command, shop):
        try:
            self.do(command, shop)
        except StoreError as refused:
            return type(refused)
        return None

    def places(self):
        journal = self.shops[0].journal()
        return Roster.replay(roster(), journal.read([roster()])[roster()].events).places


@contextmanager
def shop(url, folder):
    with postgres_shop(Settings(database_url=url, data_dir=folder, command_threads=8)) as found:
        yield found


@pytest.fixture
def board(migrated_url, tmp_path):
    with shop(migrated_url, tmp_path) as one, shop(migrated_url, tmp_path) as two:
        yield Board(one, two)


def test_of_two_super_admins_who_demote_each_other_at_once_one_stays(board):
    ann, ben = board.enrols(1), board.enrols(2)
    for turn in range(ROUNDS):
        wishes = [
            DisableAccount(account_id=ben, by=ann) if turn % 3 == 2 else
            ChangeRole(account_id=ben, role=Role.CUSTOMER, by=ann),
            ChangeRole(account_id=ann, role=Role.ADMIN if turn % 2 else Role.CUSTOMER, by=ben),
        ]
        came = Counter(at_once(2, lambda number, wishes=wishes: board.tries(wishes[number], number)))
        assert came == {None: 1, MoreThanYouHold: 1}, "whoever came second had lost the right to"
        [left] = [id for id, role in board.places().items() if role is Role.SUPER_ADMIN]
        if turn < ROUNDS - 1:
            ann, ben = left, board.enrols(10 + turn)


def test_of_many_super_admins_who_all_step_down_at_once_one_stays(board):
    everybody = [board.enrols(number) for number in range(6)]
    came = Counter(at_once(len(everybody), lambda number: board.tries(
        ChangeRole(account_id=everybody[number], role=Role.CUSTOMER, by=everybody[number]), number,
    )))
    assert came == {None: 5, LastSuperAdmin: 1}
    assert list(board.places().values()) == [Role.SUPER_ADMIN]


def test_of_two_who_are_enrolled_first_at_once_one_is_a_super_admin(board):
    at_once(2, lambda number: board.enrols(number, Role.ADMIN))
    assert sorted(board.places().values()) == [Role.ADMIN, Role.SUPER_ADMIN]


def test_who_is_demoted_at_the_same_moment_gives_nothing_afterwards(board):
    board.enrols(0)
    for turn in range(ROUNDS):
        chief, admin = (board.enrols(f"{turn}-{it}") for it in range(2))
        new = board.enrols(f"{turn}-new", Role.VENDOR)
        wishes = [
            ChangeRole(account_id=admin, role=Role.CUSTOMER, by=chief),
            ChangeRole(account_id=new, role=Role.ADMIN, by=admin),
        ]
        came = at_once(2, lambda number, wishes=wishes: board.tries(wishes[number], number))
        events = board.shops[0].journal().read([roster()])[roster()].events
        order = [event.account_id for event in events if event.account_id in {admin, new}][2:]
        assert came == ([None, None] if order == [new, admin] else [None, MoreThanYouHold]), "first or not at all"
