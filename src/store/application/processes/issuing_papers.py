"""Issuing papers: an order that was paid for gets its invoice, and what is called off of it a credit note.

It happens after the fact, never inside the checkout: numbers without gaps are given one after the other, and nobody
who buys waits for somebody else's (``docs/adr/0221``). Any number of processes may try as often as they like.
"""

from dataclasses import dataclass

from store.application.invoicing.messages import IssuePapers
from store.application.invoicing.ports import Issuer
from store.application.processes.papers_of_orders import Bought, buyer_of, credit_of, sale_of
from store.application.shared.bus import handles
from store.application.shared.ports import Clock
from store.application.shared.work import UnitOfWork
from store.domain.invoicing.events import NumberGiven
from store.domain.invoicing.papers import Papers
from store.domain.invoicing.series import Series, series_name
from store.domain.shared.ids import PaperNumber, papers_of, series_of


@dataclass(frozen=True)
class IssuingPapers:
    issuer: Issuer
    clock: Clock

    @handles(IssuePapers)
    def issue(self, command: IssuePapers, work: UnitOfWork) -> list[PaperNumber]:
        """All that are missing, with their numbers, in one transaction: papers without numbers, or numbers without
        papers, can't come to be.
        """
        bought, papers = work.gather((Bought, command.order_id), (Papers, papers_of(command.order_id)))
        totals = bought.totals
        if bought.paid_at is None or totals is None:
            return []
        prefix, year, issued = self.issuer.prefix, self.clock.today().year, list[PaperNumber]()
        if papers.invoice is None:
            name = series_name(prefix, year)
            series = work.find(Series, series_of(name))
            given = self._next(series, name, bought)
            papers.invoice_for(
                sale_of(bought, totals, bought.paid_at), given, order=bought.number, cause=bought.paid_by,
                seller=self.issuer.seller, buyer=buyer_of(bought), at=given.at,
            )
            issued.append(given.number)
            work.save(series)
        owed = [it for it in bought.credits if papers.credited(it.version) is None]
        if owed:
            name = series_name(prefix, year, credit=True)
            series = work.find(Series, series_of(name))
            for called_off in owed:
                given = self._next(series, name, bought)
                credit = credit_of(called_off, bought, totals)
                papers.credit(credit, given, cause=called_off.version, seller=self.issuer.seller, at=given.at)
                issued.append(given.number)
            work.save(series)
        work.save(papers)
        return issued

    def _next(self, series: Series, name: str, bought: Bought) -> NumberGiven:
        return series.give(name, bought.id, on=self.clock.today(), at=self.clock.now())
