"""Who is logged in, without a database."""

from datetime import datetime, timedelta
from secrets import token_urlsafe
from uuid import UUID, uuid4

from msgspec import Struct, structs

from store.application.identity.ports import IDLE, LONGEST, PROVEN_FOR, VISITING, OpenSession, Session
from store.domain.identity.events import Role
from store.domain.shared.ids import AccountId


class _Open(Struct):
    session: Session
    device: str
    opened: datetime
    seen: datetime
    idle: timedelta
    ends: datetime
    proven: datetime | None = None
    parent: UUID | None = None

    def lasts(self, now: datetime) -> bool:
        return now < min(self.seen + self.idle, self.ends)


class MemorySessions:
    """Twin of :class:`~store.adapters.identity.sessions_postgres.PostgresSessions` and of its live half."""

    def __init__(self) -> None:
        self._open: dict[str, _Open] = {}

    def open(
        self, account: AccountId, role: Role, device: str, now: datetime, *, proven: bool = True
    ) -> tuple[Session, str]:
        """Begin one."""
        token, session = token_urlsafe(32), Session(account, role, uuid4())
        self._open[token] = _Open(session, device, now, now, IDLE[role], now + LONGEST[role], now if proven else None)
        return session, token

    def open_visit(self, account: AccountId, staff: Session, until: datetime, now: datetime) -> tuple[Session, str]:
        """Begin one of *account* that hangs on the session of somebody of the staff."""
        token, session = token_urlsafe(32), Session(account, Role.CUSTOMER, uuid4(), acting=staff.account)
        self._open[token] = _Open(session, VISITING, now, now, until - now, until, parent=staff.id)
        return session, token

    def become(self, account: AccountId, role: Role, now: datetime) -> None:
        """All of *account* are of *role* from now on, and last no longer than one that begins now as such."""
        for it in self._open.values():
            if it.session.account == account and it.parent is None:
                it.session = structs.replace(it.session, role=role)
                it.idle, it.ends = min(it.idle, IDLE[role]), min(it.ends, now + LONGEST[role])

    def close(self, token: str) -> None:
        """End this one."""
        self._open.pop(token, None)

    def end(self, account: AccountId, session: UUID) -> bool:
        """End one of *account*."""
        mine = [token for token, it in self._open.items()
                if (it.session.account, it.session.id) == (account, session)]
        for token in mine:
            del self._open[token]
        return bool(mine)

    def has(self, account: AccountId, session: UUID) -> bool:
        """Whether there is one to end."""
        return bool(self._of(account, session))

    def close_all(self, account: AccountId, but: UUID | None = None) -> None:
        """End all of *account*, but perhaps one."""
        self._open = {
            token: it for token, it in self._open.items() if it.session.account != account or it.session.id == but
        }
        for it in self._open.values():
            if it.session.account == account:
                it.session = structs.replace(it.session, version=it.session.version + 1)

    def prove(self, account: AccountId, session: UUID, now: datetime) -> None:
        """Whoever is in said the password again."""
        for it in self._of(account, session):
            it.proven = now if it.parent is None else None

    def proven(self, account: AccountId, session: UUID, now: datetime) -> bool:
        """Whether that was just now."""
        return any(it.proven is not None and now - it.proven < PROVEN_FOR for it in self._of(account, session))

    async def find(self, token: str, now: datetime) -> Session | None:
        """Whose session this is, if it is one that lasts."""
        return self._used(self._open.get(token), now)

    async def find_by_id(self, session: UUID, now: datetime) -> Session | None:
        """The same for a pass that names its session."""
        return self.by_id(session, now)

    def by_id(self, session: UUID, now: datetime) -> Session | None:
        """The same, for whoever doesn't wait."""
        return self._used(next((it for it in self._open.values() if it.session.id == session), None), now)

    async def of_account(self, account: AccountId, now: datetime) -> list[OpenSession]:
        """All that last, the one used last first."""
        return sorted((
            OpenSession(it.session.id, it.device, it.opened, it.seen) for it in self._open.values()
            if it.session.account == account and it.lasts(now) and self._hangs_on_nothing_that_is_over(it, now)
        ), key=lambda it: (it.seen_at, it.opened_at, it.id), reverse=True)

    def _of(self, account: AccountId, session: UUID) -> list[_Open]:
        return [it for it in self._open.values() if (it.session.account, it.session.id) == (account, session)]

    def _hangs_on_nothing_that_is_over(self, it: _Open, now: datetime) -> bool:
        others = self._open.values()
        return it.parent is None or any(its.session.id == it.parent and its.lasts(now) for its in others)

    def _used(self, it: _Open | None, now: datetime) -> Session | None:
        if it is None or not it.lasts(now):
            return None
        it.seen = now
        if it.parent is None:
            return structs.replace(it.session, proven=it.proven is not None and now - it.proven < PROVEN_FOR)
        staff = next((its for its in self._open.values() if its.session.id == it.parent and its.lasts(now)), None)
        return structs.replace(it.session, acting_role=staff.session.role) if staff else None
