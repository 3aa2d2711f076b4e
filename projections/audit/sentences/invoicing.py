"""What the facts of invoices and credit notes say."""

from typing import assert_never

from projections.audit.sentences.telling import numbered, order, said
from store.application.audit.messages import Sentence
from store.domain.invoicing.events import CreditNoteIssued, InvoiceIssued, NumberGiven, PapersEvent, PapersMadeOut
from store.domain.shared.personal import Erased


def say(event: PapersEvent) -> Sentence:
    """The sentence for *event*."""
    match event:
        case PapersMadeOut(buyer=buyer):
            name = "somebody" if isinstance(buyer.value, Erased) else buyer.value.name
            return said("The papers of this order are made out to {name}", name=name)
        case InvoiceIssued(number=number, order=of, sale=sale):
            return said("Invoice {number} of {amount} was written for order {order}",
                        number=number, amount=sale.total, order=numbered(of))
        case CreditNoteIssued(number=number, invoice=invoice, credit=credit):
            return said("Credit note {number} takes {amount} of invoice {invoice} back",
                        number=number, amount=credit.total, invoice=invoice)
        case _:
            assert_never(event)


def say_of_series(event: NumberGiven) -> Sentence:
    """The sentence for the one kind of fact there is."""
    match event:
        case NumberGiven(number=number, order_id=id):
            return said("{number} was given to a paper of order {order}", number=number, order=order(id))
        case _:
            assert_never(event)
