"""Every Vietnamese letter, both normal forms, both cases, each encoding, there and back, against Python's tables and iconv."""
from acceptance_lib import vietnam_repair
from acceptance_lib.limits import Figure


def measure(context):
    program = vietnam_repair.Program(context.program())
    different, n = vietnam_repair.letters(program)
    yield Figure("6.letters", different, f"of {n:,}: files in six encodings, NFC and NFD")
