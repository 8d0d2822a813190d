# SPDX-License-Identifier: Apache-2.0
"""What must hold, and whether it does."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Identity:
    what: str
    command: str
    result: str
    holds: bool


class Identities:
    """Every statement that was checked, in order."""

    def __init__(self):
        self.all = []

    def add(self, what, command, result, holds):
        """A row of the table of identities."""
        self.all.append(Identity(what, command, result, bool(holds)))
        return self.all[-1]

    def reason(self, subject, holds):
        """An explanation in words is true of the numbers beside it."""
        return self.add(f"the explanation of {subject}", "", "", holds)

    def failures(self):
        return [f"{i.what} ({i.result})" if i.result else i.what for i in self.all if not i.holds]
