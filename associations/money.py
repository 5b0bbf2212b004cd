"""The money of agreements, summed."""

from associations.models import Funding


def funding_table(lines):
    """Return the money by source and state with sums: ``{"states", "rows": [(source, [(state, amount)])], "sums"}``."""
    amounts = {}
    for line in lines:
        amounts[line.source, line.state] = amounts.get((line.source, line.state), 0) + line.amount_vnd
    sources = [source for source in Funding.Source if any(key[0] == source for key in amounts)]
    states = [state for state in Funding.State if any(key[1] == state for key in amounts)]
    return {
        "states": [state.label for state in states],
        "rows": [
            (source.label, [(state.label, amounts.get((source, state))) for state in states]) for source in sources
        ],
        "sums": [(state.label, sum(amounts.get((source, state), 0) for source in sources)) for state in states],
    }
