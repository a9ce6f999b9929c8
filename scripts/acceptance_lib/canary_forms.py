"""Canary words and every form in which one might get out: NFC, NFD, capitals, without marks, base64, hex, UTF-16."""
import base64
import json
import unicodedata

SYLLABLES = ("khuỷu", "nghễnh", "quỵt", "ngoẵm", "thuở", "giẫy", "choắt", "ngượng", "bưởi", "điếng", "xoẵn", "trễ")


class Canaries:
    """A word for each place; what made a word makes no other one."""

    def __init__(self, rng):
        self.rng, self.words = rng, {}

    def word(self, *place):
        while place not in self.words:
            word = "".join(self.rng.choice(SYLLABLES) for _ in range(4)).capitalize()
            if not any(word.casefold() in other.casefold() for other in self.words.values()):
                self.words[place] = word
        return self.words[place]

    def digits(self, *place):
        """A number's first eight digits."""
        self.words.setdefault(place, f"{self.rng.randrange(82 * 10**6, 83 * 10**6):08}")
        return self.words[place]


def unmarked(text):
    text = text.replace("đ", "d").replace("Đ", "D")
    return "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))


def base64_forms(data):
    """What stands in any base64 of any text around @data: three alignments, without the letters that others share."""
    forms = set()
    for shift, lead in ((0, 0), (1, 2), (2, 3)):
        coded = base64.b64encode(bytes(shift) + data).rstrip(b"=")
        coded = coded[lead:-1] if (shift + len(data)) % 3 else coded[lead:]
        forms |= {coded, coded.replace(b"+", b"-").replace(b"/", b"_")}
    return forms


def forms_of(word):
    forms = set()
    for text in {word, word.upper(), word.lower(), unmarked(word), unmarked(word).upper(), unmarked(word).lower()}:
        for form in {unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)}:
            data = form.encode()
            forms |= {data, data.hex().encode(), data.hex().upper().encode(), form.encode("utf-16-le"),
                      form.encode("utf-16-be"), json.dumps(form)[1:-1].encode(), *base64_forms(data)}
    return forms


class Search:
    """For words in bytes; it counts what it looked at, and proves that it finds each form."""

    def __init__(self, canaries):
        self.forms = {place: forms_of(word) for place, word in canaries.words.items()}
        self.places = dict(canaries.words)
        self.n_bytes, self.n_texts = 0, 0
        self.prove()

    def prove(self):
        for place, word in self.places.items():
            coded = base64.b64encode(b"x" + unicodedata.normalize("NFD", word).encode() + b"y")
            for text in (*self.forms[place], coded, word.encode("utf-16"), word.encode().hex().encode()):
                if not self.is_in(place, b"before " + text + b" behind"):
                    raise RuntimeError(f"the search does not find {text!r} of {place}")
            if self.is_in(place, b"before and behind"):
                raise RuntimeError("the search finds what is not there")

    def is_in(self, place, data):
        return any(form in data for form in self.forms[place])

    def find(self, data, places):
        self.n_bytes += len(data)
        self.n_texts += 1
        return [place for place in places if self.is_in(place, data)]
