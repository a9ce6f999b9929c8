"""A random half of the rows of every table of variants, abbreviations and patterns is withheld from init and run."""
from acceptance_lib import vietnam_registers as registers
from acceptance_lib.limits import Figure

WITHHELD = ("name_variants", "address_abbreviations", "legal_forms", "business_words", "name_titles")


def measure(context):
    half = registers.half_of_tables(context, WITHHELD, context.random)
    for kind in (registers.CITIZENS, registers.BUSINESSES):
        whole = registers.night(context, kind, context.seed)
        without = registers.Night(context, f"{kind}-half", whole.data, half)
        yield Figure(f"4.{kind}", max(0.0, whole.f1 - without.f1), f"{whole.f1:.4f}, with half of the rows {without.f1:.4f}")
