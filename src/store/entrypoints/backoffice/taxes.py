"""Taxes: which rates are in force where and since when, how the shop taxes, and rates from a file."""

from collections.abc import Mapping
from typing import Any, Final

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.response import Template

from store.application.pricing.taxes import (
    ChangeTaxRules,
    GetTaxes,
    RatesTaken,
    SayRate,
    TakeBackRate,
    TakeRates,
    TaxView,
)
from store.application.shared.bus import Command
from store.application.shared.ports import Clock
from store.domain.pricing.tax_errors import RateUnsound
from store.domain.shared.errors import Conflict, NotFound, RuleViolated
from store.entrypoints.backoffice.coupons import version_in
from store.entrypoints.backoffice.office import PATH, AnyRequest, Office
from store.entrypoints.backoffice.tax_form import (
    CLASSES,
    RATED,
    ROUNDINGS,
    SHIPPING,
    rate_in,
    rows,
    rules_in,
    typed_of,
)
from store.entrypoints.backoffice.typed_categories import by_address, by_id
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.forms import form_of
from store.entrypoints.shared.limits import UPLOADING, RateLimits
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.permissions import Permission, Principal, open_to
from store.entrypoints.shared.tax_files import LARGEST_FILE, NotATaxFile, read

HERE: Final = f"{PATH}/taxes"
_READ, _MANAGE = open_to(Permission.READ_TAXES), open_to(Permission.MANAGE_TAXES)
_AROUND: Final = 10_000
_PLACES: Final = tuple(f"{it}.categories" for it, _ in CLASSES)
_SAID: Final = {
    "say": ("The rate is said", "It is in force from its day on."),
    "take-back": ("The rate is taken back", "It won't come into force."),
    "rules": ("The shop taxes by these rules", "Orders that were placed stay as they are."),
}


@get("/taxes", opt=_READ)
async def show(request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]) -> Template:
    """All that was said, and the forms."""
    return await _page(await desk.ask(GetTaxes(), request), request, office)


@post("/taxes", opt=_MANAGE)
async def act(
    request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Say a rate, take one back that is to come, or change how the shop taxes."""
    typed = await form_of(request)
    named, wrong = await by_id(typed, _PLACES, request, office)
    command, errors = _wished(named)
    view = await desk.ask(GetTaxes(), request)
    if command is None or wrong:
        return await _page(view, request, office, typed, errors=errors | wrong, status=422)
    try:
        receipt = await desk.do(command, request, reason=typed.get("reason", "")[:200] or None)
    except RateUnsound as refused:
        return await _page(view, request, office, typed, errors={refused.field: str(refused)}, status=422)
    except (Conflict, NotFound, RuleViolated) as refused:
        notice = Notice("bad", str(refused), "Nothing was changed.")
        return await _page(view, request, office, typed, notice=notice, status=409)
    title, text = _SAID[typed["act"]]
    return office.see(HERE, position=receipt.position, notice=Notice("good", title, text))


@post("/taxes/file", opt=_MANAGE, request_max_body_size=LARGEST_FILE + _AROUND)
async def try_out(
    request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk], clock: NamedDependency[Clock],
    limits: NamedDependency[RateLimits],
) -> Response[Any]:
    """Say of each row what would come of it; with ``csv`` of a file that was shown before, have it come about."""
    who: Principal = request.state.principal
    await limits.spend(UPLOADING, request, f"tax file of {who.actor}")
    sent, typed = (await request.form()).get("file"), await form_of(request)
    try:
        text = (await sent.read()).decode("utf-8-sig") if isinstance(sent, UploadFile) else typed.get("csv", "")
        found = tuple(read(text, clock.today()))
        name = (sent.filename if isinstance(sent, UploadFile) else typed.get("source", "")) or "a file"
        command = TakeRates(rows=found, source=name[:120], dry=not typed.get("do"))
        receipt = await desk.do(command, request)
    except UnicodeDecodeError:
        return await _not_taken(NotATaxFile(), request, office, desk)
    except RuleViolated as refused:
        return await _not_taken(refused, request, office, desk)
    taken = receipt.outcome
    if not command.dry:
        return office.see(HERE, position=receipt.position, notice=Notice(
            "good", f"{taken.news} rates were taken", "Those in force count at once, those to come from their days on.",
        ))
    view = await desk.ask(GetTaxes(), request)
    return await _page(view, request, office, taken=taken, csv=text, source=command.source)


async def _not_taken(why: RuleViolated, request: AnyRequest, office: Office, desk: Desk) -> Template:
    notice = Notice("bad", "This file was not taken", str(why))
    return await _page(await desk.ask(GetTaxes(), request), request, office, notice=notice, status=422)


def _wished(typed: Mapping[str, str]) -> tuple[Command[int] | None, dict[str, str]]:
    version = version_in(typed)
    if typed.get("act") == "rules":
        rules, errors = rules_in(typed)
        return (ChangeTaxRules(rules=rules, version=version), {}) if rules else (None, errors)
    rate, errors = rate_in(typed)
    if rate is None:
        return None, errors
    if typed.get("act") == "take-back":
        return TakeBackRate(rate=rate, version=version), {}
    return (SayRate(rate=rate, version=version), {}) if typed.get("act") == "say" else (None, {"act": "Choose one."})


async def _page(
    view: TaxView, request: AnyRequest, office: Office, typed: Mapping[str, str] | None = None, *,
    errors: Mapping[str, str] | None = None, notice: Notice | None = None, status: int = 200,
    taken: RatesTaken | None = None, csv: str = "", source: str = "",
) -> Template:
    who: Principal = request.state.principal
    typed = typed or {}
    rules = typed if typed.get("act") == "rules" else await by_address(typed_of(view.rules), _PLACES, request, office)
    return await office.page(
        "taxes.html", request, status=status, notice=notice, view=view, rows=rows(view), errors=errors or {},
        form=typed if typed.get("act") != "rules" else {}, taken=taken, csv=csv, source=source,
        rules=rules, classes=CLASSES, rated=RATED, roundings=ROUNDINGS, shippings=SHIPPING,
        manages=who.may(Permission.MANAGE_TAXES),
    )
