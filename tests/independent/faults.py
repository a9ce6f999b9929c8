"""What was found wrong, a line each that names the promise; and identifiers with their check character."""

SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXY"
END = len(SYMBOLS) ** 8
KEPT_EACH = 20  # of one promise; the rest is counted


class Faults:
    def __init__(self):
        self.found, self.more, self.notes, self.counts = [], {}, [], {}

    def add(self, promise, message):
        if sum(p == promise for p, _ in self.found) < KEPT_EACH:
            self.found.append((promise, message))
        else:
            self.more[promise] = self.more.get(promise, 0) + 1

    def check(self, condition, promise, message):
        if not condition:
            self.add(promise, message)
        return bool(condition)

    def note(self, message):
        self.notes.append(message)

    def count(self, what, n=1):
        self.counts[what] = self.counts.get(what, 0) + n


def check_of(digits):
    """Digits 1..8 from the left weigh 1..8; modulo 31."""
    return sum(weight * SYMBOLS.index(c) for weight, c in enumerate(digits, 1)) % len(SYMBOLS)


def format_id(kind, sequence):
    digits = ""
    for _ in range(8):
        sequence, rest = divmod(sequence, len(SYMBOLS))
        digits = SYMBOLS[rest] + digits
    return f"{kind}-{digits}{SYMBOLS[check_of(digits)]}"


def parse_id(text, kind):
    """The sequence of an identifier in its written form; None when it is none of this kind."""
    if not isinstance(text, str) or len(text) != 11 or text[:2] != kind + "-":
        return None
    if any(c not in SYMBOLS for c in text[2:]) or SYMBOLS.index(text[10]) != check_of(text[2:10]):
        return None
    sequence = 0
    for c in text[2:10]:
        sequence = sequence * len(SYMBOLS) + SYMBOLS.index(c)
    return sequence or None


def name_of(record):
    return f"{record[0]}:{record[1].decode('utf-8', 'replace')}"
