"""Businesses of five registers on raw columns, no configuration; the peer with hand-written settings beside."""
from acceptance_lib import vietnam_race, vietnam_registers


def measure(context):
    yield from vietnam_race.figures(context, vietnam_registers.BUSINESSES, 2)
