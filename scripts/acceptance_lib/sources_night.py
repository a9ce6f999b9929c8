"""One night over 116 sources: builds the country, breaks three of its sources, runs, prints what came of it as JSON.

usage: sources_night.py PROGRAM GENERATE FOLDER RECORDS SEED     (inside tests/servers/postgresql.sh and mariadb.sh)
"""
import csv
import gzip
import json
import random
import re
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from acceptance_lib import sources_country as country_of  # noqa: E402


def run(*command, codes=(0,)):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, errors="replace", check=False)
    if done.returncode not in codes:
        raise RuntimeError(f"{command[0]} {command[1]} ended {done.returncode}: {done.stderr[-800:]}")
    return done


def registers(generate, folder, records, seed):
    """Deliveries of citizens and of firms, each register a file of its own."""
    run(generate, "citizens", "--profile", "national-116", "--records", records, "--seed", seed, "-o", folder / "citizens")
    people = sorted((folder / "citizens" / "registers").glob("*.csv"))
    firms = []
    for n in range(4):
        place = folder / f"firms{n}"
        run(generate, "businesses", "--profile", "five-registers", "--records", records // 12, "--seed", seed + n, "-o", place)
        for path in sorted((place / "registers").glob("*.csv")):
            named = folder / f"firms_{path.stem}_{n}.csv"
            shutil.move(path, named)
            firms.append(named)
    return people[:116 - len(firms)], firms


def describe(program, paths, where):
    run(program, "init", *paths, "-o", where)
    return where.read_text(encoding="utf-8")


def section(text, name):
    found = re.search(rf"^{name}:\n((?:[ #].*\n|\n)*)", text, re.M)
    return found.group(1) if found else ""


def with_place(text, name, place):
    return re.sub(rf"^(  {re.escape(name)}:\n    from: )\{{.*\}}$", lambda m: m.group(1) + place, text, count=1, flags=re.M)


def break_one(text, name, what):
    """A promise that the source's delivery does not keep."""
    return re.sub(rf"^(  {re.escape(name)}:\n    from: .*\n)", lambda m: m.group(1) + what, text, count=1, flags=re.M)


def stage(program, folder, people, firms, rng):
    """Every source decoded, given a place and, in a database, another spelling of its columns."""
    first = {"people": describe(program, people, folder / "first-people.yaml"),
             "firms": describe(program, firms, folder / "first-firms.yaml")}
    sources, files = [], {"people": [], "firms": []}
    for kind, paths in (("people", people), ("firms", firms)):
        forms = country_of.forms_of(first[kind])
        for path in paths:
            source = country_of.Source(path.stem, path)
            source.kind, source.form = kind, forms[path.stem]
            sources.append(source)
    country_of.place_all(sources, rng)
    ready = folder / "ready"
    ready.mkdir()
    for n, source in enumerate(sources):
        if source.place == "file":
            target = ready / source.path.name
            shutil.copy(source.path, target)
        else:
            header, rows = country_of.read_delivery(program, source.path, source.form)
            source.header, source.rows = country_of.as_table(header, country_of.distinct_keys(rows), n % 4, rng)
            target = ready / f"{source.name}.csv"
            with open(target, "w", encoding="utf-8", newline="") as out:
                csv.writer(out).writerows([source.header, *source.rows])
        source.path = target
        files[source.kind].append(target)
    return sources, files


def main(program, generate, folder, records, seed):
    folder, rng = Path(folder), random.Random(int(seed))
    folder.mkdir(parents=True, exist_ok=True)
    people, firms = registers(generate, folder, int(records), int(seed))
    sources, files = stage(program, folder, people, firms, rng)
    texts = {kind: describe(program, files[kind], folder / f"{kind}.yaml") for kind in files}
    country = country_of.Country(folder, int(seed))
    text = {kind: section(texts[kind], "sources") for kind in texts}
    for source in sources:
        if source.place != "file":
            connection, table = country.put(source)
            text[source.kind] = with_place("sources:\n" + text[source.kind], source.name,
                                           f'{{ connection: {connection}, table: "{table}" }}').removeprefix("sources:\n")
    down = next(source for source in sources if source.place == "postgresql")
    broken = next(source for source in sources if source.place == "mariadb" and source.kind == "people")
    cut = next(source for source in sources if source.place == "file" and source.kind == "people")
    country.connections.append("  nowhere: { kind: postgresql, host: 127.0.0.1, port: 1, connect_seconds: 2 }")
    text[down.kind] = with_place(text[down.kind], down.name, "{ connection: nowhere, table: x }")
    text[broken.kind] = break_one(text[broken.kind], broken.name,
                                  "    contract: { on_violation: fail, rows: { min: 1000000 } }\n")
    whole = gzip.compress(cut.path.read_bytes())
    cut.path.with_suffix(".csv.gz").write_bytes(whole[:len(whole) // 2])
    text[cut.kind] = text[cut.kind].replace(f"file: ready/{cut.path.name}", f"file: ready/{cut.path.name}.gz")
    config = folder / "hopnhat.yaml"
    entities = "".join(section(texts[kind], "entities") for kind in texts)
    relations = section(texts["firms"], "relations")
    (folder / "sources.d").mkdir()
    config.write_text("schema: 1\nproject: { name: country }\nfetch: { at_once: 8, attempts: 2 }\nentities:\n" + entities +
                      (f"relations:\n{relations}" if relations else ""), encoding="utf-8")
    (folder / "sources.d" / "connections.yaml").write_text(
        "connections:\n" + "\n".join(country.common_connections() + country.connections) + "\n", encoding="utf-8")
    for kind in text:
        body = text[kind].replace("file: ready/", "file: ../ready/")
        (folder / "sources.d" / f"{kind}.yaml").write_text("sources:\n" + body, encoding="utf-8")
    night = run(program, "run", "-c", config, "--json", "-q", codes=(0, 1, 2, 3, 4, 75))
    last = night.stdout.strip().splitlines()[-1] if night.stdout.strip() else "{}"
    print(json.dumps({
        "exit": night.returncode, "stderr": night.stderr[-1500:], "summary": json.loads(last),
        "faults": {"down": down.name, "broken": broken.name, "cut": cut.name},
        "places": {place: sum(source.place == place for source in sources)
                   for place in ("postgresql", "mariadb", "sqlite", "odbc", "file")},
        "headers": len({tuple(source.header) if source.header else source.path.read_bytes()[:400].split(b"\n")[0]
                        for source in sources}),
        "encodings": sorted({source.form.get("encoding", "utf-8") for source in sources if source.place == "file"}),
        "kinds": {kind: sum(source.kind == kind for source in sources) for kind in texts}}))


if __name__ == "__main__":
    main(*sys.argv[1:])
