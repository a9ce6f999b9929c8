"""Business names through the program alone: spellings of one firm have one canonical brand and activities; names that
article 41 of the Law on Enterprises calls confusing, and branches, have another canonical name.

usage: firm_spellings.py HOPNHAT [N]      prints how many of N firms hold, and the others; ends 0 if all do, else 1
"""
import csv
import pathlib
import random
import subprocess
import sys
import tempfile
import unicodedata

BRANDS = "An Bình Cường Dũng Đại Đức Gia Hải Hoàng Hưng Khánh Long Minh Nguyên Phát Phú Quý Sơn Tâm Thịnh Trí Việt".split()
DOES = [("Thương mại", "TM", "Trading"), ("Dịch vụ", "DV", "Services"), ("Sản xuất", "SX", "Production"),
        ("Xây dựng", "XD", "Construction"), ("Xuất nhập khẩu", "XNK", "Import Export"), ("Đầu tư", "ĐT", "Investment")]
FORMS = [("Công ty Trách nhiệm hữu hạn", "CTY TNHH", "Co., Ltd"), ("Công ty Cổ phần", "CTCP", "JSC"),
         ("Công ty TNHH Một thành viên", "Cty TNHH MTV", "One Member Co., Ltd")]
CONFIG = """schema: 1
project: { name: spellings, state: state, anchor: anchor }
entities:
  firm:
    attributes: { business_name: { type: company } }
    comparisons: [{ attribute: business_name, levels: [exact] }]
    blocking: [[business_name.brand]]
sources: { firms: { from: { file: firms.csv }, map: { business_name: name } } }
"""


def bare(text):
    plain = unicodedata.normalize("NFD", text).replace("đ", "d").replace("Đ", "D")
    return "".join(c for c in plain if not unicodedata.combining(c))


def spellings(brand, does, form):
    vietnamese, short, english = zip(*does)
    full = f"{form[0]} {' '.join(vietnamese)} {brand}"
    return [full, f"{form[0]} {' và '.join(vietnamese)} {brand}", f"{form[1]} {' '.join(short)} {brand}",
            f"{form[1]} {''.join(short)} {brand}", full.upper(), bare(full).upper(), unicodedata.normalize("NFD", full),
            f"{bare(brand)} {' '.join(english)} {form[2]}", f"{bare(brand)} {' and '.join(english)} {form[2]}".upper()]


def others(brand, does, form):
    head = f"{form[0]} {' '.join(d[0] for d in does)}"
    other_form = FORMS[1] if form is not FORMS[1] else FORMS[0]
    return [f"{head} {brand} 2", f"{head} Tân {brand}", f"{head} {brand} Mới", f"{head} {brand} Miền Bắc",
            f"{other_form[0]} {' '.join(d[0] for d in does)} {brand}", f"{head} {brand} - Chi nhánh Hà Nội"]


def canonical(hopnhat, folder, names):
    with open(folder / "firms.csv", "w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([["name"], *([name] for name in names)])
    config = folder / "spellings.yaml"
    config.write_text(CONFIG, encoding="utf-8")
    shown = subprocess.run([hopnhat, "preview", str(folder / "firms.csv"), "-c", str(config)], check=True,
                           capture_output=True, encoding="utf-8").stdout
    return [line.strip().split("  ")[-1].strip() for line in shown.splitlines() if "business_name" in line]


def holds(hopnhat, folder, firm):
    same = {bare(name) for name in canonical(hopnhat, folder, spellings(*firm))}
    apart = {bare(name) for name in canonical(hopnhat, folder, others(*firm))}
    return len(same) == 1 and len(apart) == 6 and not same & apart


def main():
    rng = random.Random(41)
    n = int(sys.argv[2]) if len(sys.argv) > 2 else 50
    firms = [(" ".join(rng.sample(BRANDS, 2)), rng.sample(DOES, rng.choice([1, 2, 3])), rng.choice(FORMS)) for _ in range(n)]
    with tempfile.TemporaryDirectory() as folder:
        wrong = [firm for firm in firms if not holds(sys.argv[1], pathlib.Path(folder), firm)]
    print(f"{n - len(wrong)} of {n} firms: nine spellings are one name, six others are not")
    for brand, does, form in wrong:
        print(f"  {form[0]} {' '.join(d[0] for d in does)} {brand}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
