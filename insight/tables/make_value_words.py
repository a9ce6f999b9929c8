#!/usr/bin/env python3
"""Writes value_words_table.c: words and whole values that tell what a column is about.

Sources: ISO 3166 codes and names of PyPI `iso3166` 3.0.0 (MIT; facts), provinces of datasets/reference (MIT, facts
of law), the rest written for this project from general knowledge (Apache-2.0).

usage: make_value_words.py ISO3166_FOLDER REFERENCE_FOLDER OUTPUT.c
"""
import csv
import pathlib
import re
import sys
import unicodedata

KINDS = {
    "LEGAL_FORM": "gmbh ltd limited inc incorporated llc llp plc corp corporation company sarl sas eurl gbr ohg ev bv nv "
        "cvba bvba sprl srl spa sl sau aps oyj oy asa kft zrt nyrt sro zoo spzoo ooo oao zao pao kk kabushiki kaisha yk "
        "gesellschaft aktiengesellschaft genossenschaft stiftung verein societe anonyme cie compagnie etablissements "
        "associates holding holdings group industries enterprises universitaet university universite "
        "universidad institut institute foundation bank ministry department council hospital college committee trust "
        "tnhh jsc cty congty dntn htx hkd mtv tnhhmtv ctcp xnk tmdv laboratories laboratory systems technologies "
        "pty pvt sdn bhd tbk sociedad limitada eirl ltda cooperative cooperativa konzern werke fabrik unternehmen "
        "laboratoires restaurant services solutions partners consulting electronics".split(),
    "LEGAL_END": "co sa ag se as kg ab sc cp ks is na ug scs ca vof ek lp".split(),
    "STREET": "street st road rd avenue ave av lane ln drive dr court ct place pl circuit cct crescent cres close way "
        "boulevard blvd highway hwy terrace tce square sq parade pde grove loop trail pike parkway pkwy esplanade rise "
        "mews quay strasse str platz weg allee gasse ring damm ufer rue chemin impasse route quai cours calle avenida "
        "avda plaza paseo carrera via viale piazza corso straat laan plein duong pho ngo ngach hem thon khu "
        "ulica ul aleja gatan gade vej vagen rua travessa apartment apt unit flat suite floor box".split(),
    "TITLE": "mr mrs ms miss dr prof sir dame rev hon jr sr ii iii iv herr frau monsieur madame mme mlle senor senora "
        "ong ba anh chi ths ts bs gs pgs md phd esq dipl ing".split(),
    "SEX": "m f male female nam nu man woman homme femme h w mann frau maennlich mannlich weiblich masculin feminin "
        "hombre mujer masculino femenino 1 2 0 9 u x unknown other khac divers d mannelijk vrouwelijk k boy girl".split(),
    "STATUS": "active inactive open closed yes no true false y n pending deleted valid invalid enabled disabled aktiv "
        "inaktiv actif inactif dang hoat dong ngung hoat dong current expired new approved rejected".split(),
    "COMMON": "of the for and in on a an to with by from using over at into as is und der die das fur mit von im et le "
        "la les des du pour dans sur el los las del y en para con va cua cho trong".split(),
    "PLACE": "xa phuong huyen quan tinh tp thi_xa thi_tran thanh_pho dac_khu district county township municipality "
        "gemeinde landkreis stadt commune".split(),
    "REGION": [],
    "COUNTRY": ["viet nam", "vietnam", "usa", "uk", "england", "scotland", "wales", "northern ireland", "great britain",
                "united states", "south korea", "north korea", "russia", "iran", "syria", "taiwan", "bolivia", "laos",
                "deutschland", "frankreich", "allemagne", "espana", "italia", "hoa ky", "my", "phap", "duc", "nhat ban",
                "trung quoc", "han quoc", "anh", "uc", "czech republic", "turkey", "kinh"],
    "COUNTRY_NUMBER": [],
}
KINDS["COUNTRY"].remove("kinh")
KINDS["COUNTRY"].remove("my")
STATES = """al alabama ak alaska az arizona ar arkansas ca california co colorado ct connecticut de delaware fl florida
ga georgia hi hawaii id idaho il illinois in indiana ia iowa ks kansas ky kentucky la louisiana me maine md maryland
ma massachusetts mi michigan mn minnesota ms mississippi mo missouri mt montana ne nebraska nv nevada nh ny oh ohio
ok oklahoma or oregon pa pennsylvania ri sc sd tn tennessee tx texas ut utah vt vermont va virginia wa washington wv
wi wisconsin wy wyoming dc pr nsw vic qld tas act nt victoria queensland tasmania ab bc mb nb nl ns on pe qc sk yt nu
alberta manitoba ontario quebec saskatchewan bayern bavaria berlin brandenburg bremen hamburg hessen niedersachsen
saarland sachsen thueringen thuringen bw by be bb hb hh he mv ni nw rp sl sn st sh th bretagne normandie occitanie
corse andalucia aragon asturias cataluna galicia madrid murcia navarra lombardia toscana piemonte veneto lazio
sicilia campania""".split()
PHRASES = ["new hampshire", "new jersey", "new mexico", "new york", "north carolina", "north dakota", "rhode island",
           "south carolina", "south dakota", "west virginia", "nj", "nm", "nc", "nd", "new south wales",
           "south australia", "western australia", "northern territory", "british columbia", "new brunswick",
           "nova scotia", "nordrhein westfalen", "rheinland pfalz", "sachsen anhalt", "schleswig holstein",
           "mecklenburg vorpommern", "baden wuerttemberg", "baden wurttemberg", "ile de france", "grand est",
           "hauts de france", "pays de la loire", "nouvelle aquitaine", "castilla y leon", "pais vasco"]


def fold(text):
    text = unicodedata.normalize("NFKD", text.casefold().replace("đ", "d").replace("ø", "o").replace("ł", "l"))
    text = "".join(c for c in text if not unicodedata.combining(c)).replace("'", "").replace("’", "")
    return " ".join(re.sub(r"[^\w]+", " ", text).split())


def main():
    iso, reference, output = (pathlib.Path(a) for a in sys.argv[1:])
    table = {}
    sys.path.insert(0, str(iso))
    import iso3166
    for country in iso3166.countries_by_name.values():
        for name in (country.name, country.alpha2, country.alpha3):
            KINDS["COUNTRY"].append(fold(name))
        KINDS["COUNTRY"].append(fold(re.sub(r"\(.*\)|,.*", "", country.name)))
        KINDS["COUNTRY_NUMBER"].append(country.numeric)
        KINDS["COUNTRY_NUMBER"].append(country.numeric.lstrip("0"))
    KINDS["REGION"] += STATES + PHRASES
    for name in ("provinces_old63", "provinces_new34"):
        with open(reference / f"{name}.csv", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                names = [row["name"]] + row.get("aliases", "").split("|")
                for text in filter(None, names):
                    for head in ("", "tinh ", "thanh pho ", "tp ", "t "):
                        KINDS["REGION"].append(head + fold(text))
    for kind, words in KINDS.items():
        for word in words:
            if word:
                table.setdefault(word.replace("_", " "), []).append(kind)
    lines = []
    for phrase in sorted(table, key=lambda p: p.encode()):
        kinds = " | ".join(f"HN_WORD_{k}" for k in dict.fromkeys(table[phrase]))
        lines.append(f'    {{ "{phrase}", {kinds} }},')
    output.write_text(
        "/* Made by insight/tables/make_value_words.py, which names the sources and their licences: do not edit. */\n"
        '#include "insight/name_words.h"\n\n/* clang-format off */\nconst HnValueWord hn_value_words[] = {\n'
        + "\n".join(lines) + "\n};\n/* clang-format on */\n"
        "const gsize hn_value_words_count = G_N_ELEMENTS(hn_value_words);\n", encoding="utf-8")


if __name__ == "__main__":
    main()
