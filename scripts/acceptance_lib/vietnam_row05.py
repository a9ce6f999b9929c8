"""What each part of the Vietnamese reading is worth: the configuration that `init` writes, with one part taken back in turn."""
import re

from acceptance_lib import vietnam_registers as registers
from acceptance_lib.limits import Figure

NAME = "exact, sorted_tokens, compact, { damerau: 1 }, token_initials_any, { soft_tf_idf: 0.9 }, { soft_tf_idf: 0.7 }"
ADDRESS = "exact, compact, { soft_tf_idf: 0.9 }, { soft_tf_idf: 0.7 }, { soft_tf_idf: 0.4 }"
FIRM = "exact, compact, sorted_tokens, { soft_tf_idf: 0.9 }, { soft_tf_idf: 0.75 }, { soft_tf_idf: 0.6 }"


def plain_type(text, old, new, levels):
    """Attributes of type @old become @new, compared by @levels; keys that @new has not become whole words."""
    names = re.findall(rf"^ +(\w+): {{ type: {old}\b", text, re.M)
    text = re.sub(rf"type: {old}\b", f"type: {new}", text)
    for name in names:
        text = re.sub(rf"(- attribute: {name}\n(?:.*#.*\n)*? *levels: \[).*(\])", rf"\g<1>{levels}\2", text)
        text = re.sub(rf"\b{name}\.(unmarked|brand|acronym|each_brand_word\(2\))", rf"{name}.sorted_tokens", text)
        text = re.sub(rf"\b{name}\.(commune|district|province|house|street)", rf"{name}.prefix(5)", text)
        text = re.sub(rf"\b{name}\.parent", rf"{name}.prefix(10)", text)
    return rules_once(text)


def rules_once(text):
    """Without blocking rules that became one by the change of their keys."""
    kept, seen = [], set()
    for line in text.splitlines(True):
        rule = re.match(r" +- (\[.*?\])", line)
        if rule and rule.group(1) in seen:
            continue
        if rule:
            seen.add(rule.group(1))
        kept.append(line)
    return "".join(kept)


def plain_codes(text):
    """Numbers without their meaning say nothing of branches, so no relation rests on them."""
    text = re.sub(r"^relations:\n(?: .*\n)*", "", text, flags=re.M)
    return plain_type(text, r"tax_code, holds: one_for_life, check_digit: true", "digits", "exact, digits_slip, { damerau: 2 }")


def plain_people(text):
    """A name that is no person's tells nobody who a business is called by."""
    text = re.sub(r"^ +told_by: .*\n", "", text, flags=re.M)
    return plain_type(text, "vietnamese_name", "name", NAME)


PARTS = {
    "text repair": lambda text: re.sub(r", repair: \[[^]]*\]", "", text),
    "names": plain_people,
    "numbers": lambda text: plain_type(text, "citizen_number", "digits", "exact, digits_slip, { damerau: 2 }"),
    "telephones": lambda text: text.replace(", country: vn", ""),
    "dates": lambda text: re.sub(r", january_first: year|, number: [^,}\s]+|, excel", "", text),
    "addresses": lambda text: plain_type(text, "address", "text", ADDRESS),
    "businesses": lambda text: plain_type(re.sub(r"^ +told_by: .*\n", "", text, flags=re.M), "company", "name", FIRM),
    "tax codes": plain_codes,
}


def measure(context):
    told = []
    for kind in (registers.CITIZENS, registers.BUSINESSES):
        whole = registers.night(context, kind, context.seed)
        told.append(f"{kind} {whole.f1:.4f}")
        written = whole.made.config.read_text(encoding="utf-8")
        for part, change in PARTS.items():
            if change(written) == written:
                continue
            without = registers.Night(context, f"{kind}-{part.replace(' ', '-')}", whole.data,
                                      edit=lambda path, change=change: path.write_text(change(path.read_text(encoding="utf-8")),
                                                                                       encoding="utf-8"))
            told.append(f"without {part} {without.f1:.4f}")
    yield Figure("5.parts", None, "; ".join(told))
