"""Commands about who works here."""

import secrets
from typing import Final
from uuid import uuid4

import rich_click as click

from store.application.identity.messages import DisableStaff, EnrolStaff, Secret, SetPassword
from store.application.identity.second_factor import ForgetSecondFactor
from store.application.identity.users import GiveRole
from store.application.shared.bus import Caller
from store.domain.identity.events import Role
from store.entrypoints.cli.desk import Desk, as_json, console, pass_desk, print_json

_WHO: Final = "system:operator"
_STAFF: Final = [role.value for role in Role if role.works_here]
_SYLLABLES: Final = [first + second for first in "bdfghjklmnprstvz" for second in "aeiou"]


@click.group()
def staff() -> None:
    """Say who works here: they log in to the back office."""


@staff.command()
@click.argument("email")
@click.option("--name", required=True, help="What colleagues call them.")
@click.option("--role", type=click.Choice(_STAFF), default=Role.ADMIN.value, show_default=True,
              help="What they may do; the first one is a super admin in any case.")
@click.option("--make", is_flag=True, help="Make a password and show it, instead of asking for one.")
@as_json
@pass_desk
def add(desk: Desk, email: str, name: str, role: str, make: bool, as_json: bool) -> None:
    """Let EMAIL in from now on."""
    password = _password(make=make)
    with desk.application() as shop:
        command = EnrolStaff(email=email, name=name, password=Secret(password), role=Role(role))
        got = shop.do(command, _caller()).outcome.role
    _say(f"{email} works here now, as {got or role}.".replace("_", " "), password if make else None, as_json=as_json)


@staff.command()
@click.argument("email")
@click.argument("role", type=click.Choice([role.value for role in Role]))
@as_json
@pass_desk
def role(desk: Desk, email: str, role: str, as_json: bool) -> None:
    """Have EMAIL be here as ROLE, customers too. The way out where no super admin is left who could."""
    with desk.application() as shop:
        shop.do(GiveRole(email=email, role=Role(role)), _caller())
    _say(f"{email} is here as {role} now.".replace("_", " "), None, as_json=as_json)


@staff.command()
@click.argument("email")
@click.option("--make", is_flag=True, help="Make a password and show it, instead of asking for one.")
@as_json
@pass_desk
def password(desk: Desk, email: str, make: bool, as_json: bool) -> None:
    """Give EMAIL another password; whoever is logged in there is logged out."""
    password = _password(make=make)
    with desk.application() as shop:
        shop.do(SetPassword(email=email, password=Secret(password)), _caller())
    _say(f"{email} has a new password.", password if make else None, as_json=as_json)


@staff.command("forget-factor")
@click.argument("email")
@as_json
@pass_desk
def forget_factor(desk: Desk, email: str, as_json: bool) -> None:
    """Forget the second factor of EMAIL, who lost phone and codes; whoever is logged in there is logged out."""
    with desk.application() as shop:
        shop.do(ForgetSecondFactor(email=email), _caller())
    _say(f"{email} has no second factor any more.", None, as_json=as_json)


@staff.command()
@click.argument("email")
@as_json
@pass_desk
def disable(desk: Desk, email: str, as_json: bool) -> None:
    """Let EMAIL in no longer, from this moment on."""
    with desk.application() as shop:
        shop.do(DisableStaff(email=email), _caller())
    _say(f"{email} gets in no longer.", None, as_json=as_json)


def readable_password() -> str:
    """Five made-up words of three syllables, 94 random bits: ``tobike-lunamo-…``."""
    return "-".join("".join(secrets.choice(_SYLLABLES) for _ in range(3)) for _ in range(5))


def _password(*, make: bool) -> str:
    if make:
        return readable_password()
    asked: str = click.prompt("Password", hide_input=True, confirmation_prompt="The same once more", err=True)
    return asked


def _caller() -> Caller:
    return Caller(actor=_WHO, correlation=uuid4())


def _say(words: str, made: str | None, *, as_json: bool) -> None:
    if as_json:
        print_json({"done": words} | ({"password": made} if made else {}))
        return
    console().print(f"[green]{words}[/green]")
    if made:
        console().print(f"Password: [bold]{made}[/bold]")
