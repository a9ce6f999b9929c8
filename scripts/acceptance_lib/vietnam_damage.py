"""Damages Vietnamese text in the ways that registers show. Shares no table with the engine: iconv, Python's codecs, and
writers of its own for VNI-Windows, VIQR and the typing methods."""
import subprocess
import unicodedata

LETTERS = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđ"
GRAVE, ACUTE, HOOK, TILDE, DOT = "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"
HAT, BREVE, HORN = "\u0302", "\u0306", "\u031b"
TONES = (GRAVE, ACUTE, HOOK, TILDE, DOT)
VOWELS = set("aeiouy")


def parts(letter):
    """(base, shape mark or "", tone or "") of one composed letter; the stroke of d is a shape."""
    if letter in "đĐ":
        return ("d" if letter == "đ" else "D"), "-", ""
    text = unicodedata.normalize("NFD", letter)
    marks = set(text[1:])
    shape = next((m for m in (HAT, BREVE, HORN) if m in marks), "")
    return text[0], shape, next((t for t in TONES if t in marks), "")


# ---- bytes ----
def iconv_table(name, letters):
    """Letter to bytes, as the program iconv writes it; letters that it refuses are left out."""
    table = {}
    done = subprocess.run(["iconv", "-c", "-f", "UTF-8", "-t", name], input="\n".join(letters).encode(), capture_output=True,
                          check=False)
    for letter, coded in zip(letters, done.stdout.split(b"\n")):
        if coded:
            table[letter] = coded
    return table


def viscii_table():
    """Asked letter by letter: six capitals of VISCII are control characters."""
    return {letter: subprocess.run(["iconv", "-f", "UTF-8", "-t", "VISCII"], input=letter.encode(), capture_output=True,
                                   check=True).stdout for letter in LETTERS + LETTERS.upper()}


class Encoders:
    def __init__(self):
        small = [c for c in LETTERS if ord(c) > 127]
        self.tcvn = iconv_table("TCVN5712-1", small)
        for plain in "ĂÂÊÔƠƯĐ":  # the only marked capitals of ABC fonts
            self.tcvn.update(iconv_table("TCVN5712-1", [plain]))
        self.viscii_letters = viscii_table()

    def tcvn3(self, text):
        """Toned capitals share the small letter's byte: the font makes them large."""
        out = b""
        for c in unicodedata.normalize("NFC", text):
            out += self.tcvn.get(c) or self.tcvn.get(c.lower()) or c.encode("ascii")
        return out

    def viscii(self, text):
        return b"".join(self.viscii_letters.get(c) or c.encode("ascii") for c in unicodedata.normalize("NFC", text))

    @staticmethod
    def vni(text):
        marks = {"": {ACUTE: 0xF9, GRAVE: 0xF8, HOOK: 0xFB, TILDE: 0xF5, DOT: 0xEF},
                 HAT: {"": 0xE2, ACUTE: 0xE1, GRAVE: 0xE0, HOOK: 0xE5, TILDE: 0xE3, DOT: 0xE4},
                 BREVE: {"": 0xEA, ACUTE: 0xE9, GRAVE: 0xE8, HOOK: 0xFA, TILDE: 0xFC, DOT: 0xEB}}
        single = {"i": {ACUTE: 0xED, GRAVE: 0xEC, HOOK: 0xE6, TILDE: 0xF3, DOT: 0xF2}, "y": {DOT: 0xEE}}
        out = []
        for c in unicodedata.normalize("NFC", text):
            base, shape, tone = parts(c)
            large = 0x20 if base.isupper() else 0
            low = base.lower()
            if shape == "-":
                out.append(0xF1 - large)
            elif tone in single.get(low, {}):
                out.append(single[low][tone] - large)
            else:
                out.append({"o": 0xF4, "u": 0xF6}[low] - large if shape == HORN else ord(base))
                mark = marks["" if shape == HORN else shape].get(tone)
                if mark is not None:
                    out.append(mark - large)
        return bytes(out)

    @staticmethod
    def cp1258(text):
        out = b""
        for c in unicodedata.normalize("NFC", text):
            try:
                out += c.encode("cp1258")
            except UnicodeEncodeError:
                base, shape, tone = parts(c)
                out += unicodedata.normalize("NFC", base + shape).encode("cp1258") + tone.encode("cp1258")
        return out


def shown(data, lost="keep"):
    """Bytes as windows-1252 shows them. What it has nothing for stays a control character, goes, or becomes U+FFFD."""
    out = ""
    for byte in data:
        try:
            out += bytes([byte]).decode("cp1252")
        except UnicodeDecodeError:
            out += {"keep": chr(byte), "drop": "", "replace": "\ufffd"}[lost]
    return out


# ---- keys ----
def typed(text, shapes, tones, rng, tone_at_end=None):
    """Each word with @shapes behind the letter, and the tone there or behind the word."""
    words = []
    for word in unicodedata.normalize("NFC", text).split(" "):
        at_end = rng.random() < 0.7 if tone_at_end is None else tone_at_end
        out, waiting = "", ""
        for c in word:
            base, shape, tone = parts(c)
            key = shapes(base, shape)
            out += base + (key.upper() if base.isupper() and word.isupper() else key)
            mark = tones.get(tone, "")
            mark = mark.upper() if word.isupper() else mark
            if at_end:
                waiting += mark
            else:
                out += mark
        words.append(out + waiting)
    return " ".join(words)


def telex(text, rng):
    def shape_key(base, shape):
        if shape == "-":
            return base if rng.random() < 0.5 else base.lower()
        return {HAT: base.lower(), BREVE: "w", HORN: "w"}.get(shape, "")
    out = typed(text, shape_key, {GRAVE: "f", ACUTE: "s", HOOK: "r", TILDE: "x", DOT: "j"}, rng)
    # Nearly everybody types one w for both horns of uo: Huowngf.
    for twice, once in (("uwow", "uow"), ("UWOW", "UOW"), ("Uwow", "Uow")):
        out = out.replace(twice, once)
    return out


def vni_keys(text, rng):
    def shape_key(_, shape):
        return {HAT: "6", HORN: "7", BREVE: "8", "-": "9"}.get(shape, "")
    out = typed(text, shape_key, {ACUTE: "1", GRAVE: "2", HOOK: "3", TILDE: "4", DOT: "5"}, rng)
    return out.replace("u7o7", "uo7").replace("U7O7", "UO7").replace("U7o7", "Uo7")


def viqr(text, rng):
    def shape_key(base, shape):
        return {HAT: "^", HORN: "+", BREVE: "(", "-": base}.get(shape, "")
    return typed(text, shape_key, {ACUTE: "'", GRAVE: "`", HOOK: "?", TILDE: "~", DOT: "."}, rng, tone_at_end=False)


def look_alikes(text, rng):
    pairs = dict(zip("AOPCTXHKMEBaoecpxy", "АОРСТХНКМЕВаоесрху"))
    out = "".join(pairs[c] if c in pairs and rng.random() < 0.5 else c for c in text)
    # A word all of look-alikes is Cyrillic to any reader: at least one letter stays Latin by its own.
    return out


def damages(encoders):
    """Name of the damage, and of the setting of `repair:` that undoes it, and the function that does it."""
    return [
        ("tcvn3", lambda t, r: shown(encoders.tcvn3(t))),
        ("vni", lambda t, r: shown(encoders.vni(t))),
        ("viscii", lambda t, r: shown(encoders.viscii(t))),
        ("windows_1258", lambda t, r: shown(encoders.cp1258(t))),
        ("utf8_as_cp1252", lambda t, r: shown(t.encode())),
        ("utf8_as_cp1252 lossy", lambda t, r: shown(t.encode(), "drop")),
        ("utf8_as_cp1252 marked", lambda t, r: shown(t.encode(), "replace")),
        ("utf8_as_cp1252 twice", lambda t, r: shown(shown(t.encode()).encode())),
        ("tcvn3 in utf8_as_cp1252", lambda t, r: shown(shown(encoders.tcvn3(t)).encode())),
        ("viqr", viqr), ("telex", telex), ("vni_keys", vni_keys), ("look_alikes", look_alikes),
    ]
