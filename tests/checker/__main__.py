"""``python -m tests.checker <database url> <gateway.sqlite3>``: check a shop by hand."""

import sys
from pathlib import Path

from tests.checker.checker import check

offences = check(sys.argv[1], Path(sys.argv[2]))
sys.stdout.write("\n".join(map(str, offences[:50])) + "\n" if offences else "Nothing lost, doubled or half done.\n")
sys.exit(bool(offences))
