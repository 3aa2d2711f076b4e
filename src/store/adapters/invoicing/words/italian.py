"""What stands on papers beside what was bought, in Italian."""

from collections.abc import Mapping
from typing import Final

ITALIAN: Final[Mapping[str, str]] = {
    "invoice": "Fattura", "credit_note": "Nota di credito", "to": "Intestata a", "date": "Data", "order": "Ordine",
    "ordered": "Ordinato il", "paid": "Pagato il", "for_invoice": "Per la fattura", "vat_id": "Partita IVA {id}",
    "goods": "Articoli", "pieces": "Quantità", "each": "Prezzo unitario", "vat": "IVA", "amount": "Importo",
    "subtotal": "Articoli", "shipping": "Spedizione", "total": "Totale", "credited": "Accreditato",
    "rate": "Aliquota IVA", "net": "Imponibile", "tax": "IVA", "gross": "Lordo",
    "erased": "Nome e indirizzo sono stati cancellati su richiesta della persona interessata.",
    "paid_note": "{total} sono stati pagati in anticipo il {day}. Non resta nulla da pagare.",
    "credit_spent": "Di cui {credit} pagati con credito presso di noi.",
    "credit_granted": "Di questo importo, {credit} sono ora credito presso di noi; il resto torna sul metodo di "
                      "pagamento usato.",
    "exchange_paid": "Pagato con quanto è tornato con il reso {number}.",
    "exchanged": "Di questo importo, {amount} pagano ciò che viene spedito al suo posto; il resto torna sul "
                 "metodo di pagamento usato.",
    "corrects_part": "Storna una parte della fattura {invoice} del {day}.",
    "corrects_all": "Storna per intero la fattura {invoice} del {day}.",
    "credit_note_note": "L’importo torna sul metodo di pagamento usato.",
    "with_vat": "Tutti i prezzi includono l’IVA.", "on_top": "I prezzi sono al netto dell’IVA, che si aggiunge.",
    "reverse_charge": "Cessione intracomunitaria non imponibile ai sensi dell’articolo 138 della direttiva "
                      "2006/112/CE. Inversione contabile: l’IVA è dovuta dal cliente.",
}
