"""Ask the data: one SELECT on the documented views, as a table, a plot or a file."""

import re
from typing import Any, Final
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Stream, Template
from msgspec import Struct

from store.application.insight.errors import FormatMissing, NobodyMayAsk, QuestionRefused, TooManyAsk
from store.application.insight.examples import EXAMPLES
from store.application.insight.messages import (
    NUMBERS,
    Answered,
    AskData,
    DescribeViews,
    DropSaved,
    Format,
    ListAsked,
    ListSaved,
    SaveQuestion,
    TakeData,
)
from store.application.shared.errors import BadValue
from store.application.shared.ports import Ids
from store.domain.shared.errors import StoreError
from store.entrypoints.backoffice.office import PATH, AnyRequest, Office
from store.entrypoints.backoffice.plots import Plot, plot
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.forms import form_of
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.permissions import Permission, open_to

HERE: Final = f"{PATH}/insight"
OPT: Final = open_to(Permission.ASK_DATA)
PLOTS: Final = ("", "bar", "line")
_WORD: Final = re.compile(r"[\w.]+|.|")
_UNANSWERED: Final = (QuestionRefused, NobodyMayAsk, TooManyAsk, FormatMissing)


class Asking(Struct, frozen=True):
    """What stands in the editor, and how its answer is to be drawn."""

    statement: str = ""
    plot: str = ""
    x: str = ""
    y: str = ""
    name: str = ""
    saved: UUID | None = None


class Trouble(Struct, frozen=True):
    """Why there is no answer: in words, with the place in the question."""

    words: str
    hint: str = ""
    line: int | None = None
    column: int | None = None
    before: str = ""
    wrong: str = ""
    after: str = ""


@get("/insight", opt=OPT)
async def show(
    request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk],
    saved: FromQuery[UUID | None] = None, example: FromQuery[str] = "",
) -> Template:
    """The editor, with a saved question or an example in it."""
    kept = next((one for one in await desk.ask(ListSaved(), request) if one.id == saved), None)
    shown = next((one for one in EXAMPLES if one.slug == example), None)
    asking = (
        Asking(kept.statement, name=kept.name, saved=kept.id) if kept
        else Asking(shown.statement) if shown else Asking()
    )
    return await _page(request, office, desk, asking)


@post("/insight", opt=OPT, status_code=200)
async def ask(request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]) -> Template:
    """The answer below its question."""
    asking = _asking(await form_of(request))
    try:
        answered = await desk.ask(
            AskData(statement=asking.statement, actor=request.state.principal.actor, through="page"), request
        )
    except _UNANSWERED as refused:
        return await _page(request, office, desk, asking, trouble=_trouble(refused, asking.statement))
    return await _page(request, office, desk, asking, answered=answered)


@post("/insight/file", opt=OPT, status_code=200)
async def take(
    request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Response[Any] | Template:
    """The answer as a file."""
    form = await form_of(request)
    asking = _asking(form)
    try:
        file = await desk.ask(TakeData(
            statement=asking.statement, actor=request.state.principal.actor, format=_format(form.get("format", ""))
        ), request)
    except _UNANSWERED as refused:
        return await _page(request, office, desk, asking, trouble=_trouble(refused, asking.statement))
    return Stream(file.content, media_type=file.media_type, headers={
        "content-disposition": f'attachment; filename="{file.name}"', "cache-control": "private, no-store",
    })


@post("/insight/saved", opt=OPT)
async def save(
    request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk], ids: NamedDependency[Ids]
) -> Response[Any] | Template:
    """Keep a question by its name."""
    asking = _asking(await form_of(request))
    actor, id = request.state.principal.actor, ids.next()
    try:
        await desk.do(SaveQuestion(id=id, name=asking.name, statement=asking.statement, actor=actor), request)
    except BadValue as wrong:
        return await _page(request, office, desk, asking, trouble=Trouble(f"Not saved: {wrong.problem}."))
    named = " ".join(asking.name.split()).lower()
    kept = next((one.id for one in await desk.ask(ListSaved(), request) if one.name.lower() == named), id)
    said = Notice("good", "Saved", f"Everybody who may ask finds it as {asking.name}.")
    return office.see(f"{HERE}?saved={kept}", notice=said)


@post("/insight/saved/{id:uuid}/drop", opt=OPT)
async def drop(
    id: FromPath[UUID], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Keep it no longer."""
    await desk.do(DropSaved(id=id), request)
    return office.see(HERE, notice=Notice("good", "The question is not kept any more", ""))


async def _page(
    request: AnyRequest, office: Office, desk: Desk, asking: Asking, *, answered: Answered | None = None,
    trouble: Trouble | None = None,
) -> Template:
    asked = await desk.ask(ListAsked(), request)
    saved = await desk.ask(ListSaved(), request)
    return await office.page(
        "insight.html", request, status=422 if trouble else 200, facts=asked, asking=asking, answered=answered,
        trouble=trouble, drawn=_drawn(asking, answered), views=await desk.ask(DescribeViews(), request), saved=saved,
        asked=asked, examples=EXAMPLES, numbers=NUMBERS,
    )


def _asking(form: dict[str, str]) -> Asking:
    kind = form.get("plot", "")
    return Asking(
        form.get("statement", "").replace("\r\n", "\n"), kind if kind in PLOTS else "", form.get("x", ""),
        form.get("y", ""), form.get("name", ""),
    )


def _format(text: str) -> Format:
    try:
        return Format(text)
    except ValueError:
        raise BadValue("format", "choose csv, jsonl or parquet") from None


def _drawn(asking: Asking, answered: Answered | None) -> Plot | None:
    """The plot that was asked for; columns that were not chosen, or are not there, are the first that fit."""
    if answered is None or not asking.plot or not answered.rows:
        return None
    places = {column.name: place for place, column in reversed(list(enumerate(answered.columns)))}
    numbers = [place for place, column in enumerate(answered.columns) if column.kind in NUMBERS]
    if not numbers:
        return None
    x = places.get(asking.x, 0)
    y = places.get(asking.y, next((place for place in numbers if place != x), numbers[0]))
    return plot(
        asking.plot, answered.columns[x].name, answered.columns[y].name, [(row[x], row[y]) for row in answered.rows]
    )


def _trouble(error: StoreError, statement: str) -> Trouble:
    if not isinstance(error, QuestionRefused):
        return Trouble(str(error))
    words = error.problem[:1].upper() + error.problem[1:]
    text = statement.split("\n")[error.line - 1] if error.line else ""
    at = (error.column or 1) - 1
    end = at + len(_WORD.match(text, at)[0])  # type: ignore[index]  # it matches everywhere, at the end as well
    words = words if words.endswith((".", "!", "?")) else f"{words}."
    return Trouble(words, error.hint, error.line, error.column, text[:at], text[at:end], text[end:])
