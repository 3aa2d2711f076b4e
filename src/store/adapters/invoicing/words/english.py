"""What stands on papers beside what was bought."""

from collections.abc import Mapping
from typing import Final

ENGLISH: Final[Mapping[str, str]] = {
    "invoice": "Invoice", "credit_note": "Credit note", "to": "Billed to", "date": "Date", "order": "Order",
    "ordered": "Ordered on", "paid": "Paid on",
    "for_invoice": "For invoice", "vat_id": "VAT number {id}", "goods": "Goods", "pieces": "Pieces",
    "each": "Each", "vat": "VAT", "amount": "Amount", "subtotal": "Goods", "shipping": "Delivery",
    "total": "Total", "credited": "Credited", "rate": "VAT rate", "net": "Net", "tax": "VAT", "gross": "Gross",
    "erased": "The buyer’s name and address were erased at their request.",
    "paid_note": "{total} was paid in advance on {day}. There is nothing left to pay.",
    "credit_spent": "{credit} of that was paid by credit with us.",
    "credit_granted": "{credit} of it is credit with us now; anything else goes back the way it was paid.",
    "exchange_paid": "It was paid by what came back with return {number}.",
    "exchanged": "{amount} of it paid for what is sent instead; anything else goes back the way it was paid.",
    "corrects_part": "It takes back a part of invoice {invoice} of {day}.",
    "corrects_all": "It takes back invoice {invoice} of {day}, all of it.",
    "credit_note_note": "The amount goes back the way it was paid.",
    "with_vat": "All prices include VAT.", "on_top": "Prices are without VAT, which is added to them.",
    "reverse_charge": "Reverse charge: an intra-Community supply, exempt under article 138 of directive"
                      " 2006/112/EC. The buyer accounts for the VAT.",
}
