"""Nights by watermark and key sweep against full reads of the same PostgreSQL table; prints what came of it as JSON.

usage: sources_changes.py PROGRAM GENERATE FOLDER RECORDS SEED     (inside tests/servers/postgresql.sh)
The full read asks for every row by an overlap of 55 years: so both know when a source touched a record last, which
tells golden records what is most recent. A long transaction is open over two nights and bears a time before the first; rows are deleted, inserted and changed.
"""
import csv
import hashlib
import json
import random
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from acceptance_lib import sources_country as country_of  # noqa: E402

SHARES = (0.001, 0.01, 0.1)


def run(*command, codes=(0,)):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, errors="replace", check=False)
    if done.returncode not in codes:
        raise RuntimeError(f"{command[0]} {command[1]} ended {done.returncode}: {done.stderr[-800:]}")
    return done


class Session:
    """A psql that stays: what it begins it holds."""

    def __init__(self):
        self.process = subprocess.Popen(country_of.psql("-d", "postgres"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, text):
        self.process.stdin.write(text + "\nSELECT 'done';\n")
        self.process.stdin.flush()
        while self.process.stdout.readline().strip() != "done":
            pass

    def end(self):
        self.process.stdin.close()
        self.process.wait()


def digest(project):
    whole = hashlib.sha256()
    for name in ("crosswalk", "golden", "edges"):
        whole.update((project / "hopnhat-state" / "results" / "current" / f"{name}.jsonl.zst").read_bytes())
    return whole.hexdigest()


def night(program, project):
    done = run(program, "run", "-c", project / "hopnhat.yaml", "--json", "-q")
    return json.loads(done.stdout.strip().splitlines()[-1])


def change(session, keys, share, rng, day):
    """Of @share of the rows: two fifths renamed, two fifths moved, one fifth deleted; as many inserted."""
    some = rng.sample(keys, int(len(keys) * share))
    fifth = len(some) // 5
    gone, renamed, moved = some[:fifth], some[fifth:3 * fifth], some[3 * fifth:]
    names = ", ".join(country_of.pg_text(key) for key in renamed) or "''"
    places = ", ".join(country_of.pg_text(key) for key in moved) or "''"
    session.ask(f"UPDATE dan SET ho_chu_dem_ten = ho_chu_dem_ten || ' Ba', updated_at = '{day} 01:00:00+00' WHERE so_ho_so IN ({names});")
    session.ask(f"UPDATE dan SET noi_thuong_tru = noi_thuong_tru || ', ngõ 7', updated_at = '{day} 01:30:00+00' WHERE so_ho_so IN ({places});")
    if gone:
        session.ask(f"DELETE FROM dan WHERE so_ho_so IN ({', '.join(map(country_of.pg_text, gone))});")
    new = [f"new-{day}-{n}" for n in range(fifth)]
    for key, like in zip(new, renamed):
        session.ask(f"INSERT INTO dan SELECT '{key}', {', '.join(HEADER[1:])}, '{day} 02:00:00+00' FROM dan WHERE so_ho_so = {country_of.pg_text(like)};")
    return [key for key in keys if key not in set(gone)] + new, len(some) + fifth


HEADER = []


def main(program, generate, folder, records, seed):
    folder, rng = Path(folder), random.Random(int(seed))
    folder.mkdir(parents=True, exist_ok=True)
    run(generate, "citizens", "--profile", "five-registers", "--records", int(records) * 4, "--seed", seed, "-o", folder / "made")
    table = folder / "made" / "registers" / "population.csv"
    with open(table, encoding="utf-8", newline="") as rows_of:
        rows = list(csv.reader(rows_of))
    HEADER[:] = rows[0]
    rows = country_of.distinct_keys(rows[1:])
    session = Session()
    country_of.feed(country_of.psql("-d", "postgres"),
                    country_of.insert("dan", [*HEADER, "updated_at"], [[*row, "2026-11-01 00:00:00+00"] for row in rows], '"', country_of.pg_text) +
                    "\nALTER TABLE dan ALTER updated_at TYPE timestamptz USING updated_at::timestamptz;")
    run(program, "init", table, "-o", folder / "drafted.yaml")
    text = (folder / "drafted.yaml").read_text(encoding="utf-8")
    host = {key: country_of.os.environ[f"HN_PG_{key}"] for key in ("HOST", "PORT", "USER")}
    connection = (f"connections:\n  pg: {{ kind: postgresql, host: {host['HOST']}, port: {host['PORT']}, user: {host['USER']}, "
                  "database: postgres }\n")
    projects = {}
    for name, extra in (("part", "    incremental: { column: updated_at, overlap: 1h, key_sweep: nightly }\n"), ("whole", "    incremental: { column: updated_at, overlap: 20000d, key_sweep: nightly }\n")):
        projects[name] = folder / name
        projects[name].mkdir()
        body = country_of.re.sub(r"    from: \{.*\}\n", '    from: { connection: pg, table: dan }\n' + extra, text)
        sink = "targets:\n  out:\n    to: { folder: out }\n    sources: [all]\n    values: [NAME]\n    values_from: [all]\n"
        attribute = country_of.re.search(r"^ +(\w+): (?:\{ columns: \[)?ho_chu_dem_ten", text, country_of.re.M).group(1)
        sink = sink.replace("NAME", attribute)
        (projects[name] / "hopnhat.yaml").write_text(connection + body + sink + "gates: { max_entity_churn: 100% }\n", encoding="utf-8")
    keys, nights = [row[0] for row in rows], []
    late = Session()
    late.ask("BEGIN; UPDATE dan SET ho_chu_dem_ten = 'Nguyễn Văn Muộn', updated_at = '2026-11-01 00:30:00+00' "
             f"WHERE so_ho_so = {country_of.pg_text(keys[0])};")
    late.ask(f"INSERT INTO dan SELECT 'late-1', {', '.join(HEADER[1:])}, '2026-11-01 00:31:00+00' FROM dan WHERE so_ho_so = {country_of.pg_text(keys[1])};")
    for number, share in enumerate((0, *SHARES)):
        changed = 0
        if number > 0:
            keys[1:], changed = change(session, keys[1:], share, rng, f"2026-11-{10 + number}")
        if number == 2:
            late.ask("COMMIT;")
        summaries = {name: night(program, project) for name, project in projects.items()}
        nights.append({"share": share, "changed": changed, "same": digest(projects["part"]) == digest(projects["whole"]),
                       "read": summaries["part"]["records"]["read"], "all": summaries["whole"]["records"]["read"],
                       "withdrawn": summaries["part"]["records"]["withdrawn"],
                       "sent": summaries["part"]["targets"][0]["sent"]["rows"],
                       "bytes": sum(path.stat().st_size for path in max(projects["part"].glob("out/set-*")).iterdir())})
    late.end()
    session.end()
    print(json.dumps({"nights": nights}))


if __name__ == "__main__":
    main(*sys.argv[1:])
