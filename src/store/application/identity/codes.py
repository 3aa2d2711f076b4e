"""What somebody shows beside the password, at the door and wherever a code is asked for."""

from dataclasses import dataclass

from store.application.identity.coming_in import RecordFactorFound, RecordRecoveryCode
from store.application.identity.errors import WrongCode
from store.application.identity.messages import Secret
from store.application.identity.second_factor import SecondFactors
from store.application.shared.dispatch import Conductor
from store.application.shared.ports import Clock
from store.domain.shared.ids import AccountId

_DIGITS = 6


@dataclass(frozen=True)
class Codes:
    """Takes what somebody shows beside the password."""

    factors: SecondFactors
    clock: Clock

    def take(self, account: AccountId, shown: Secret, conductor: Conductor) -> None:
        """Six digits are the app's; anything else is a code for whoever lost it. Each is good once."""
        code = "".join(shown.value.split()).replace("-", "")
        if len(code) == _DIGITS and code.isascii() and code.isdigit():
            if not self.factors.check(account, code, self.clock.now()):
                raise WrongCode
        else:
            left = self.factors.use_code(account, code.lower())
            if left is None:
                raise WrongCode
            conductor.then(RecordRecoveryCode(account_id=account, left=left))
        conductor.then(RecordFactorFound(account_id=account))
