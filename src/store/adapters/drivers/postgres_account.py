"""Postgres refuses to run as root; this finds it someone else to be."""

import os
import pwd
import shutil
import subprocess
from pathlib import Path

from store.adapters.drivers.passage import let_pass
from store.adapters.drivers.process_tree import MYSELF, Account

_NAME = "store-postgres"


class NoAccount(Exception):
    """Root couldn't make the system account under which the embedded Postgres would run."""


def account_for_postgres() -> Account:
    """Whoever runs this; a system account made for the purpose when that is root."""
    if os.geteuid() != 0:
        return MYSELF
    try:
        entry = pwd.getpwnam(_NAME)
    except KeyError:
        entry = _make()
    return Account(entry.pw_uid, entry.pw_gid)


def _make() -> pwd.struct_passwd:
    useradd = shutil.which("useradd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if useradd is None:
        raise NoAccount(
            f"Postgres won't run as root, and there is no useradd here to make the account {_NAME!r} for it."
            " Run this as an ordinary user, or set STORE_DATABASE_URL to a Postgres of your own."
        )
    made = subprocess.run(
        [useradd, "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent",
         "--shell", "/usr/sbin/nologin", _NAME],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    try:
        return pwd.getpwnam(_NAME)  # another start may have made it meanwhile
    except KeyError:
        raise NoAccount(f"useradd could not make the account {_NAME!r}: {made.stderr.strip()}") from None


def own(folder: Path, account: Account) -> None:
    """Make *folder*, for nobody but *account*, and let it reach that far."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if account is not MYSELF:
        os.chown(folder, account.uid, account.gid)
        let_through(folder, account)


def let_through(place: Path, account: Account) -> None:
    """Let *account* pass every folder above *place*."""
    if account is not MYSELF:
        let_pass(account.uid, place)
