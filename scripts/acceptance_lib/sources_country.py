"""A country of 116 sources in a folder: databases that the servers of the caller hold, SQLite files, and deliveries.

Used inside tests/servers/postgresql.sh and mariadb.sh, which say by environment where they are.
"""
import json
import os
import random
import re
import sqlite3
import subprocess
from pathlib import Path

PLACES = (("postgresql", 28), ("mariadb", 24), ("sqlite", 14), ("odbc", 14))  # the rest are files
CITIZENS, FIRM_SETS = "national-116", 4


class Source:
    def __init__(self, name, path):
        self.name, self.path = name, path
        self.header, self.rows = [], []
        self.place, self.fault = "file", None


def spellings(header, way):
    """One of four ways in which offices write the names of their columns."""
    if way == 1:
        return [name.upper() for name in header]
    if way == 2:
        return [name.lower() for name in header]
    if way == 3:
        return [name.replace(" ", "_").replace("/", "_") for name in header]
    return list(header)


def as_table(header, rows, way, rng):
    """Columns renamed, and for every second office in another order."""
    names = spellings(header, way)
    order = list(range(len(names)))
    if way % 2:
        first, rest = order[0], order[1:]
        rng.shuffle(rest)
        order = [first] + rest
    return [names[i] for i in order], [[row[i] for i in order] for row in rows]


def read_delivery(program, path, form):
    """Header and rows of a register, as the program itself decodes them."""
    options = ["--format", "csv"]
    for key, option in (("encoding", "--encoding"), ("delimiter", "--delimiter")):
        if key in form:
            options += [option, form[key]]
    done = subprocess.run([program, "read", str(path), *options], capture_output=True, check=True)
    records = [json.loads(line) for line in done.stdout.decode().splitlines()]
    header = list(records[0])
    return header, [[str(record.get(name) or "") for name in header] for record in records]


def sql_text(value):
    return "NULL" if value == "" else "'" + value.replace("'", "''").replace("\\", "\\\\") + "'"


def pg_text(value):
    return "NULL" if value == "" else "E'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def feed(command, text):
    done = subprocess.run(command, input=text.encode(), capture_output=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]} ended {done.returncode}: {done.stderr.decode()[-500:]}")


def psql(*arguments):
    return ["psql", "-h", os.environ["HN_PG_HOST"], "-p", os.environ["HN_PG_PORT"], "-U", os.environ["HN_PG_USER"],
            "-v", "ON_ERROR_STOP=1", "-qAt", *arguments]


def mariadb(*arguments):
    return ["mariadb", "--no-defaults", "-S", os.environ["HN_MARIADB_SOCKET"], "-u", os.environ["HN_MARIADB_USER"],
            "--default-character-set=utf8mb4", *arguments]


def insert(table, header, rows, quote, text_of):
    """CREATE TABLE and INSERTs, some hundred rows each; the first column is the key."""
    names = [quote + name.replace(quote, quote * 2) + quote for name in header]
    kind = "VARCHAR(64) PRIMARY KEY" if quote == "`" else "TEXT PRIMARY KEY"
    columns = ", ".join(f"{name} {kind if i == 0 else 'TEXT'}" for i, name in enumerate(names))
    out = [f"CREATE TABLE {table}({columns});"]
    for start in range(0, len(rows), 300):
        values = ",\n".join("(" + ", ".join(map(text_of, row)) + ")" for row in rows[start:start + 300])
        out.append(f"INSERT INTO {table} VALUES {values};")
    return "\n".join(out)


def distinct_keys(rows):
    """A register that names a record twice cannot be a table with a primary key: its later rows are left out."""
    seen, kept = set(), []
    for row in rows:
        if row[0] not in seen:
            seen.add(row[0])
            kept.append(row)
    return kept


def place_all(sources, rng):
    order = list(range(len(sources)))
    rng.shuffle(order)
    at = 0
    for place, n in PLACES:
        for _ in range(n):
            sources[order[at]].place = place
            at += 1


class Country:
    def __init__(self, folder, seed):
        self.folder, self.rng = Path(folder), random.Random(seed)
        self.databases = {}
        self.connections = []

    def put_postgresql(self, source):
        n = len(self.databases.setdefault("postgresql", []))
        schema = f"bo_{n:02d}"
        table = f'{schema}."{source.name}"'
        feed(psql("-d", "postgres"), f"CREATE SCHEMA {schema};\n" +
             insert(table, source.header, source.rows, '"', pg_text))
        self.databases["postgresql"].append(source.name)
        return "pg", f"{schema}.{source.name}"

    def put_mariadb(self, source):
        n = len(self.databases.setdefault("mariadb", []))
        base = f"so_{n:02d}"
        feed(mariadb(), f"CREATE DATABASE {base} CHARACTER SET utf8mb4; USE {base};\n" +
             insert(f"`{source.name}`", source.header, source.rows, "`", sql_text))
        self.databases["mariadb"].append(source.name)
        return "maria", f"{base}.{source.name}"

    def put_sqlite(self, source, connection=None):
        path = self.folder / f"{source.name}.db"
        base = sqlite3.connect(path)
        names = ", ".join('"' + name.replace('"', '""') + '" TEXT' for name in source.header)
        base.execute(f'CREATE TABLE "{source.name}"({names})')
        base.executemany(f'INSERT INTO "{source.name}" VALUES ({", ".join("?" * len(source.header))})',
                         [[value or None for value in row] for row in source.rows])
        base.commit()
        base.close()
        if connection is None:
            self.connections.append(f"  {source.name}: {{ kind: sqlite, file: {path} }}")
        return source.name, source.name

    def put_odbc(self, source):
        """By turns over the drivers of SQLite, MariaDB and PostgreSQL."""
        n = len(self.databases.setdefault("odbc", []))
        self.databases["odbc"].append(source.name)
        if n % 3 == 0:
            self.put_sqlite(source, connection="odbc")
            driver = f"Driver=SQLite3;Database={self.folder / (source.name + '.db')}"
            table = source.name
        elif n % 3 == 1:
            table = self.put_mariadb(source)[1]
            self.databases["mariadb"].remove(source.name)
            driver = f"Driver=MariaDB Unicode;Socket={os.environ['HN_MARIADB_SOCKET']};" \
                     f"Uid={os.environ['HN_MARIADB_USER']};Database={table.split('.')[0]}"
            self.databases["mariadb"].append(f"(odbc) {source.name}")
        else:
            table = self.put_postgresql(source)[1]
            self.databases["postgresql"].remove(source.name)
            driver = f"Driver=PostgreSQL Unicode;Server={os.environ['HN_PG_HOST']};Port={os.environ['HN_PG_PORT']};" \
                     f"Database=postgres;Uid={os.environ['HN_PG_USER']};UseDeclareFetch=1;Fetch=1000"
            self.databases["postgresql"].append(f"(odbc) {source.name}")
        self.connections.append(f'  {source.name}: {{ kind: odbc, driver: "{driver}" }}')
        return source.name, table

    def put(self, source):
        return getattr(self, f"put_{source.place}")(source)

    def common_connections(self):
        return [f"  pg: {{ kind: postgresql, host: {os.environ['HN_PG_HOST']}, port: {os.environ['HN_PG_PORT']}, "
                f"user: {os.environ['HN_PG_USER']}, database: postgres }}",
                f"  maria: {{ kind: mariadb, socket: {os.environ['HN_MARIADB_SOCKET']}, "
                f"user: {os.environ['HN_MARIADB_USER']} }}"]


def forms_of(config_text):
    """source -> {encoding, delimiter} as `init` wrote them."""
    forms = {}
    for name, place in re.findall(r"^  ([\w-]+):\n    from: \{ (file: .*) \}$", config_text, re.M):
        form = {}
        encoding = re.search(r"encoding: ([\w-]+)", place)
        delimiter = re.search(r'delimiter: "?(\\t|.)"?', place)
        if encoding:
            form["encoding"] = encoding.group(1)
        if delimiter:
            form["delimiter"] = delimiter.group(1).replace("\\t", "\t")
        forms[name] = form
    return forms
