"""Catalogue, report cards and difference of two nights over 116 registers, in a real browser with the network off."""
import json
import re
from pathlib import Path

from acceptance_lib import quality_row11
from acceptance_lib.limits import Figure

RECORDS, QUICK_RECORDS = 100_000, 20_000
LEFT_OUT_MAX = 8
LATE = ("population", "tax_01", "hospital_03")  # nearly empty at first: later they join what nobody did
CALL_SECONDS = 1800
OWNERS = {"benefits": "Bộ Lao động", "civil": "Bộ Tư pháp", "tax": "Bộ Tài chính", "pension": "Bảo hiểm xã hội"}
SHARES = """    owner: {owner}
    shares:
      - {{ values: [full_name, birth_date, sex], basis: "Luật Căn cước 26/2023/QH15, Điều 10", purpose: xác thực công dân }}
"""
GATES = "gates: { max_entity_churn: 100%, max_strong_merges: 100% }  # the second night is to have something to tell\n"
TARGETS = """targets:
  back_to_one:
    to: {{ folder: out/back }}
    owner: {owner}
    sources: [{one}]
    values: [full_name, birth_date, sex]
    values_from: [{several}]
  platform:
    to: {{ folder: out/platform }}
    owner: Nền tảng chia sẻ dữ liệu quốc gia
    rows: golden
    sources: [all]
    values: [full_name, birth_date]
    values_from: [{several}]
"""


def owner_of(source):
    return OWNERS.get(source.split("_")[0], "Bộ Công an")


def terms(text, sources):
    """The configuration with who answers for a source, and on which basis it gives; the last one says nothing."""
    one, several = sources[0], [*sources[:6], sources[-1]]
    for source in sources[:-1]:
        more = SHARES.format(owner=owner_of(source)) + ("    receives: back_to_one\n" if source == one else "")
        text = re.sub(rf"^(  {re.escape(source)}:\n)", lambda m, more=more: m.group(1) + more, text, count=1, flags=re.M)
    text = re.sub(r"type: citizen_number, values: many \}", "type: citizen_number, values: many, holds: one_at_a_time }", text)
    return text + GATES + TARGETS.format(owner=owner_of(one), one=one, several=", ".join(several))


def shorten(path, share, step):
    """A delivery that lacks some of its rows."""
    lines = path.read_bytes().splitlines(keepends=True)
    kept = [line for n, line in enumerate(lines) if n == 0 or n % step or n > len(lines) * share]
    path.write_bytes(b"".join(kept))


def describe(context, folder, config):
    """The registers that `init` describes; a small one whose key cannot be told from another column is left out."""
    paths = sorted((folder / "registers").glob("*.csv"))
    for _ in range(LEFT_OUT_MAX):
        ran = context.run(context.program(), "init", *paths, "-o", config, timeout=CALL_SECONDS)
        unclear = re.search(r"(\w+)\.csv: each of these columns may be the key", ran.err)
        if ran.code == 0 or not unclear:
            break
        paths = [path for path in paths if path.stem != unclear.group(1)]
    if ran.code != 0:
        raise RuntimeError(f"init ended {ran.code}: {ran.err.strip()[-300:]}")
    return paths


def build(context, folder):
    """(configuration, sources) of two nights."""
    records = QUICK_RECORDS if context.quick else RECORDS
    context.run(context.program("hopnhat-generate"), "citizens", "--profile", "national-116", "--records", records, "--seed",
                context.seed, "-o", folder, timeout=CALL_SECONDS).demand()
    config = folder / "hopnhat.yaml"
    paths = describe(context, folder, config)
    sources = [path.stem for path in paths]
    config.write_text(terms(config.read_text(encoding="utf-8"), sources), encoding="utf-8")
    night = ("run", "-c", config, "-q", "--json")
    late = {path: path.read_bytes() for path in paths if path.stem in LATE}
    for path, whole in late.items():
        path.write_bytes(b"".join(whole.splitlines(keepends=True)[:20]))
    context.run(context.program(), *night, timeout=CALL_SECONDS).demand()
    for path, whole in late.items():
        path.write_bytes(whole)
    for path in paths[:20]:
        shorten(path, .5, 7)
    paths[-1].unlink()
    second = context.run(context.program(), *night, timeout=CALL_SECONDS).demand().summary
    context.sizes["records of the pages' registers"] = second["records"]["read"]
    return config, sources, second


def pages(context, config, sources, folder):
    """Every page in both languages; each command says how it ends."""
    first = "r-000000018"  # the store's first run
    made = []
    for language in ("en", "vi"):
        for name, words in (("catalogue", ("catalogue",)), ("cards", ("card",)), ("card", ("card", sources[0])),
                            ("diff", ("diff", first, "current", "--limit", "200"))):
            page = folder / f"{name}.{language}.html"
            context.run(context.program(), *words, "-c", config, "--lang", language, "-o", page).demand()
            made.append(page)
    return made


def faults_of(context, page, browser):
    python, axe, chromium, chromedriver = browser
    script = Path(__file__).resolve().parent / "look_at_page.py"
    ran = context.run(python, script, page, axe, chromium, chromedriver, page.with_suffix(".png"), timeout=CALL_SECONDS)
    seen = json.loads(ran.demand().out)
    faults = [f"asked for {url}" for url in seen["requests"]]
    faults += [f"{name} {n}" for name, n in sorted(seen["violations"].items())]
    return faults + [f"too wide at {width}" for width in seen["overflow"]]


def measure(context):
    browser = quality_row11.tools(context)
    folder = context.work("pages")
    config, sources, night = build(context, folder)
    made = pages(context, config, sources, folder)
    corrections = folder / "corrections.csv"
    context.run(context.program(), "card", sources[0], "-c", config, "--corrections", corrections).demand()
    n_corrections = len(corrections.read_text(encoding="utf-8").splitlines()) - 1
    wrong = []
    for page in made:
        wrong += [f"{page.name}: {fault}" for fault in faults_of(context, page, browser)]
    told = (f"NOT CLEAN, {len(wrong)} faults: " + "; ".join(wrong[:5]) if wrong else
            f"{len(made)} pages over {len(sources)} registers, {night['records']['read']:,} rows: 0 requests, 0 axe violations, "
            f"never too wide; {n_corrections} corrections for {sources[0]}")
    yield Figure("11.pages", None, f"{told}; " + " ".join(str(page) for page in made[:4]))
