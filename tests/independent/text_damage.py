"""What a sound text looks like after each damage that `repair` names (docs/configuration.md): forwards, never backwards.

The engine reads damaged text; this damages sound text and asks whether it gives what was delivered. Codes are those of
the encodings' own tables (TCVN 5712:1993 in the use of the .Vn fonts, VISCII 1.1 of RFC 1456, VIQR of RFC 1456,
VNI-Windows, Windows-1258). Escapes alone are read backwards, by the readers that Python has for them.
"""
import functools
import html
import quopri
import re
import unicodedata
import urllib.parse
from collections import Counter

TONES = "\u0300\u0301\u0309\u0303\u0323"  # huyền, sắc, hỏi, ngã, nặng: grave, acute, hook, tilde, dot
QUALITIES = "\u0302\u0306\u031b"  # mũ, trăng, móc: circumflex, breve, horn

# By base vowel the letter without a tone and with each, in the order of TONES.
TCVN3 = {"a": "aµ¸¶·¹", "ă": "¨»¾¼½Æ", "â": "©ÇÊÈÉË", "e": "eÌÐÎÏÑ", "ê": "ªÒÕÓÔÖ", "i": "i×ÝØÜÞ", "o": "oßãáâä",
         "ô": "«åèæçé", "ơ": "¬êíëìî", "u": "uïóñòô", "ư": "\u00adõøö÷ù", "y": "yúýûüþ"}
TCVN3_CAPITALS = {"Ă": "¡", "Â": "¢", "Ê": "£", "Ô": "¤", "Ơ": "¥", "Ư": "¦", "Đ": "§"}
VISCII = {"a": "aàáäãÕ", "ă": "å¢¡ÆÇ£", "â": "â¥¤¦ç§", "e": "eèéë¨©", "ê": "ê«ª¬\u00ad®", "i": "iìíïî¸",
          "o": "oòóöõ÷", "ô": "ô°¯±²µ", "ơ": "½¶¾·Þþ", "u": "uùúüûø", "ư": "ß×ÑØæñ", "y": "yÏýÖÛÜ"}
VISCII_CAPITALS = {
    "A": "AÀÁÄÃ\x80", "Ă": "Å\x82\x81\x02\x05\x83", "Â": "Â\x85\x84\x86\x06\x87", "E": "EÈÉË\x88\x89",
    "Ê": "Ê\x8b\x8a\x8c\x8d\x8e", "I": "IÌÍ\x9bÎ\x98", "O": "OÒÓ\x99\xa0\x9a", "Ô": "Ô\x90\x8f\x91\x92\x93",
    "Ơ": "´\x96\x95\x97³\x94", "U": "UÙÚ\x9c\x9d\x9e", "Ư": "¿»º¼ÿ¹", "Y": "Y\x9fÝ\x14\x19\x1e"}
VNI = {"a": "aø aù aû aõ aï", "ă": "aê aè aé aú aü aë", "â": "aâ aà aá aå aã aä", "e": "eø eù eû eõ eï",
       "ê": "eâ eà eá eå eã eä", "i": "ì í æ ó ò", "o": "oø où oû oõ oï", "ô": "oâ oà oá oå oã oä",
       "ơ": "ô ôø ôù ôû ôõ ôï", "u": "uø uù uû uõ uï", "ư": "ö öø öù öû öõ öï", "y": "yø yù yû yõ î"}
WITH_TONES = [(vowel, tone) for vowel in "aăâeêioôơuưy" for tone in ("", *TONES)]


def composed(text):
    return unicodedata.normalize("NFC", text)


def as_windows_shows(byte):
    """The character that windows-1252 shows for a byte; those it does not have pass as they are."""
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


def shown(codes):
    return "".join(as_windows_shows(ord(code)) for code in codes)


def of_rows(rows, capital=False):
    """{letter: code} of a table by vowels; of capitals where it has them."""
    found = {}
    for vowel, codes in rows.items():
        for tone, code in zip(("", *TONES), codes):
            letter = composed(vowel + tone)
            found[letter.upper() if capital else letter] = code
    return found


def letters_of_tcvn3():
    """Fonts of capitals show the codes of small letters: a capital has both."""
    small = {letter: code for letter, code in [*of_rows(TCVN3).items(), ("đ", "®")] if not letter.isascii()}
    letters = {letter: {code} for letter, code in small.items()}
    letters.update({letter.upper(): {code} for letter, code in small.items()})
    for letter, code in TCVN3_CAPITALS.items():
        letters[letter].add(code)
    return letters


def letters_of_viscii():
    letters = {letter: {shown(code)} for letter, code in {**of_rows(VISCII), "đ": "ð"}.items()}
    for vowel, codes in VISCII_CAPITALS.items():
        for tone, code in zip(("", *TONES), codes):
            letters[composed(vowel + tone)] = {shown(code)}
    letters["Đ"] = {shown("Ð")}
    return letters


def letters_of_vni():
    """A letter and behind it one for its marks, which is as large or as small as the font's typist left it."""
    letters = {"đ": {"ñ"}, "Đ": {"Ñ"}}
    for vowel, codes in VNI.items():
        codes = codes.split(" ")
        tones = TONES if len(codes) == 5 else ("", *TONES)
        for tone, code in zip(tones, codes):
            letter = composed(vowel + tone)
            letters[letter] = {code, code[0] + code[1:].upper()}
            letters[letter.upper()] = {code.upper(), code[0].upper() + code[1:].lower()}
    return letters


def letters_of_windows_1258():
    """It has vowels with their quality, some with a tone, and tones as characters of their own."""
    letters = {}
    for vowel, tone in [*WITH_TONES, ("đ", "")]:
        for letter in (composed(vowel + tone), composed(vowel + tone).upper()):
            spelled = {letter, composed(unicodedata.normalize("NFD", letter).translate({ord(t): None for t in TONES})) + tone}
            letters[letter] = {way for way in map(bytes_of_windows_1258, spelled) if way is not None}
    return letters


def bytes_of_windows_1258(text):
    try:
        return "".join(map(as_windows_shows, text.encode("cp1258")))
    except UnicodeEncodeError:
        return None


TABLES = {"tcvn3": letters_of_tcvn3(), "viscii": letters_of_viscii(), "vni": letters_of_vni(),
          "windows_1258": letters_of_windows_1258()}


@functools.lru_cache(maxsize=None)
def ways_of_letter(letter, damage, is_shown_again):
    """How a letter may stand in a damaged text; itself too, where the table says nothing of it or nobody touched it."""
    if damage == "utf8_as_cp1252":
        return utf8_shown_as_windows({letter})
    if damage == "look_alikes":
        ways = {letter, *LOOK_ALIKES.get(letter, "")}
    elif damage == "lost_letters":
        n = len(letter.encode("utf-8"))  # a sign for the letter, or for each of its bytes
        ways = {letter} | {sign * k for sign in "?\ufffd" for k in (1, n) if n > 1}
    else:
        ways = TABLES.get(damage, {}).get(letter, {letter})
    return utf8_shown_as_windows(ways) if is_shown_again else ways


def utf8_shown_as_windows(texts):
    """Once or several times; of what windows-1252 does not show some is lost, or became a sign."""
    ways, found = texts | {unicodedata.normalize("NFD", text) for text in texts}, set(texts)
    for _ in range(3):
        ways = {way for text in ways for way in shown_once(text)}
        found |= ways
    return found


def shown_once(text):
    ways = {""}
    for byte in text.encode("utf-8"):
        unseen = byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D, 0xA0, 0xAD)
        signs = {as_windows_shows(byte)} | ({"", " ", "?", "\ufffd"} if unseen else set())
        ways = {way + sign for way in ways for sign in signs}
    return ways


# Of other scripts, by the Latin letter that they look like (Unicode's confusables, letters of one stroke only).
LOOK_ALIKES = {
    "A": "АΑ", "B": "ВΒ", "C": "СϹ", "E": "ЕΕ", "H": "НΗ", "I": "ІΙӀ", "J": "Ј", "K": "КΚ", "M": "МΜ", "N": "Ν",
    "O": "ОΟ", "P": "РΡ", "S": "Ѕ", "T": "ТΤ", "V": "Ѵ", "X": "ХΧ", "Y": "УΥҮ", "Z": "Ζ", "a": "аα", "c": "сϲ", "d": "ԁ",
    "e": "е", "g": "ɡ", "h": "һ", "i": "іι", "j": "ј", "k": "к", "l": "ӏ", "m": "м", "n": "п", "o": "оο", "p": "рρ", "q": "ԛ",
    "r": "г", "s": "ѕ", "t": "т", "u": "υ", "v": "ν", "w": "ԝ", "x": "х", "y": "уγ", "b": "Ь"}


# ---- typed with keys for the marks ----

KEYS = {
    "telex": dict(zip(TONES, "fsrxj"), **{"\u0302": None, "\u0306": "w", "\u031b": "w", "đ": "d"}),
    "vni_keys": dict(zip(TONES, "21345"), **{"\u0302": "6", "\u0306": "8", "\u031b": "7", "đ": "9"}),
    "viqr": dict(zip(TONES, "`'?~."), **{"\u0302": "^", "\u0306": "(", "\u031b": "+", "đ": "d"})}


def ways_of_typing(letter, damage):
    """(base letter, its keys): all marks typed, the tone alone, or none."""
    parts = unicodedata.normalize("NFD", letter.lower())
    keys = KEYS[damage]
    if parts[0] == "đ":
        return {("d", keys["đ"]), ("đ", "")}
    tones = "".join(keys[mark] for mark in parts[1:] if mark in TONES)
    qualities = "".join(keys[mark] or parts[0] for mark in parts[1:] if mark in QUALITIES)
    kept = composed(parts[0] + "".join(mark for mark in parts[1:] if mark not in TONES))
    return {(parts[0], qualities + tones), (kept, tones), (composed(parts), "")}


def is_typed(raw, word, damage):
    ways = [("", "")]
    for letter in word:
        ways = [(base + b, keys + k) for base, keys in ways for b, k in ways_of_typing(letter, damage)]
    return any(spells(raw, base, keys, damage) for base, keys in set(ways))


def spells(raw, base, keys, damage):
    extra = Counter(raw) - Counter(base)
    wanted = Counter(keys)
    if damage == "telex" and wanted["w"] > 1:  # one w makes both letters of ươ
        wanted["w"] = min(wanted["w"], max(1, extra["w"]))
    if damage == "viqr" and "*" in extra:
        extra["+"] += extra.pop("*")
    return +wanted == extra and len(raw) == len(base) + sum(wanted.values()) and is_subsequence(base, raw)


def is_subsequence(inner, outer):
    letters = iter(outer)
    return all(letter in letters for letter in inner)


# ---- a whole value ----

def ends_of_letters(raw, start, word, damage, is_shown_again):
    ends = {start}
    for letter in word:
        ends = {at + len(way) for at in ends for way in ways_of_letter(letter, damage, is_shown_again)
                if raw.startswith(way, at)}
    return ends


def ends_of_word(raw, at, word, damages):
    """Where @word, damaged by one of @damages or as it stands, may end in @raw."""
    ends = {at + len(word)} if raw.startswith(word, at) else set()
    for damage in damages:
        if damage not in KEYS:
            ends |= ends_of_letters(raw, at, word, damage, is_shown_again=False)
            if "utf8_as_cp1252" in damages:
                ends |= ends_of_letters(raw, at, word, damage, is_shown_again=True)
            continue
        typed = re.match(r"\S*", raw[at:]).group()
        if is_typed(typed.lower(), word.lower(), damage):
            ends.add(at + len(typed))
    return ends


def without_escapes(text):
    """References of HTML, bytes behind '=' or '%', code units; as deep as they are."""
    before = None
    while text != before:
        before, text = text, html.unescape(text)
        for sign, decode in (("=", quopri.decodestring), ("%", urllib.parse.unquote_to_bytes)):
            if re.search(f"{sign}[C-F][0-9A-F]({sign}[89AB][0-9A-F])+", text, re.I):
                text = decode(text.encode("utf-8")).decode("utf-8", "replace")
        text = re.sub(r"(?:\\u[0-9a-fA-F]{4})+", lambda units: bytes.fromhex(units[0].replace("\\u", "")).decode("utf-16-be", "replace"), text)
    return text


def could_become(sound, raw, damages):
    """Whether @damages make @raw of @sound, each word by one of them, or left as it stands: not every word can be read."""
    raw = composed(without_escapes(raw) if "escapes" in damages else raw)
    ends = {0}
    for word in re.findall(r"\s+|\S+", composed(sound)):
        ends = {end for at in ends for end in ends_of_word(raw, at, word, damages)}
        if not ends:
            return False
    return len(raw) in ends
