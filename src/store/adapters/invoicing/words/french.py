"""What stands on papers beside what was bought, in French."""

from collections.abc import Mapping
from typing import Final

FRENCH: Final[Mapping[str, str]] = {
    "invoice": "Facture", "credit_note": "Avoir", "to": "Facturé à", "date": "Date", "order": "Commande",
    "ordered": "Commandé le", "paid": "Payé le", "for_invoice": "Facture concernée", "vat_id": "N° TVA {id}",
    "goods": "Articles", "pieces": "Quantité", "each": "Prix unitaire", "vat": "TVA", "amount": "Montant",
    "subtotal": "Articles", "shipping": "Livraison", "total": "Total", "credited": "Crédité", "rate": "Taux de TVA",
    "net": "HT", "tax": "TVA", "gross": "TTC",
    "erased": "Le nom et l’adresse ont été effacés à la demande de la personne concernée.",
    "paid_note": "{total} ont été payés d’avance le {day}. Il ne reste rien à payer.",
    "credit_spent": "Dont {credit} payés avec un crédit chez nous.",
    "credit_granted": "Sur ce montant, {credit} sont désormais un crédit chez nous\u00a0; le reste est "
                      "remboursé par le moyen de paiement utilisé.",
    "exchange_paid": "Payé par ce qui est revenu avec le retour {number}.",
    "exchanged": "Sur ce montant, {amount} paient ce qui est envoyé à la place\u00a0; le reste est remboursé "
                 "par le moyen de paiement utilisé.",
    "corrects_part": "Il annule une partie de la facture {invoice} du {day}.",
    "corrects_all": "Il annule en totalité la facture {invoice} du {day}.",
    "credit_note_note": "Le montant est remboursé par le moyen de paiement utilisé.",
    "with_vat": "Tous les prix incluent la TVA.", "on_top": "Les prix sont hors TVA\u00a0; elle s’y ajoute.",
    "reverse_charge": "Livraison intracommunautaire exonérée selon l’article 138 de la directive "
                      "2006/112/CE. Autoliquidation\u00a0: la TVA est due par le client.",
}
