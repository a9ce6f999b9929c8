"""Five registers of citizens as files, what a night may bring of them, and what a gate said of it."""
import csv
import json
import os
import random
import re

from acceptance_lib import sources_country as country_of

REGISTERS = ("civil_status", "hospital", "insurance", "population", "tax")
NEWCOMER = "hospital"  # the register that joins later
GATES = "gates: { max_quarantine: 10% }\n"
# What each of REGISTERS calls its columns.
DIALECT = {"name": ("HoTen", "Họ và tên", "HO_TEN", "ho_chu_dem_ten", "ten_nnt"),
           "phone": ("LienHe", "SĐT", "DIEN_THOAI", "so_dien_thoai", "dien_thoai"),
           "home": ("NoiCuTru", "Địa chỉ", "DIA_CHI", "noi_thuong_tru", "dia_chi")}


class Registers:
    """The registers, decoded, as lists of dicts: rows[register] and, of other people, spare[register]."""

    def __init__(self, context, folder, records):
        self.context, self.folder = context, folder
        self.rows = self.decoded("made", records, context.seed)
        self.spare = self.decoded("spare", records, context.seed + 1)
        self.key = {name: next(iter(rows[0])) for name, rows in self.rows.items()}
        for name in REGISTERS:
            for row in self.spare[name]:
                row[self.key[name]] = "n" + row[self.key[name]]

    def decoded(self, name, records, seed):
        program = self.context.program()
        place = self.folder / name
        self.context.run(self.context.program("hopnhat-generate"), "citizens", "--profile", "five-registers",
                         "--records", records, "--seed", seed, "-o", place).demand()
        paths = [place / "registers" / f"{register}.csv" for register in REGISTERS]
        drafted = place / "drafted.yaml"
        self.context.run(program, "init", *paths, "-o", drafted).demand()
        forms = country_of.forms_of(drafted.read_text(encoding="utf-8"))
        tables = {}
        for path in paths:
            header, rows = country_of.read_delivery(program, path, forms[path.stem])
            tables[path.stem] = [dict(zip(header, row)) for row in country_of.distinct_keys(rows)]
        return tables


class Night:
    """What a run said and left."""

    def __init__(self, ran, before, project):
        self.code, self.told, self.summary = ran.code, ran.err, ran.summary
        self.published, self.held = self.summary.get("published"), self.summary.get("held")
        self.moved = project.current() != before
        runs = sorted((project.state / "runs").iterdir())
        metrics = json.loads((runs[-1] / "metrics.json").read_text(encoding="utf-8"))
        self.failed = sorted({gate["gate"] for gate in metrics["gates"] if not gate["passed"]})
        self.refused = sorted(source["source"] for source in self.summary.get("sources", [])
                              if source["state"] == "refused")

    def __str__(self):
        return f"exit {self.code}, held by {self.failed}, refused {self.refused}: {self.told.strip()[:300]}"


class Project:
    """All registers but the newcomer, which configure(newcomer=True) adds."""

    def __init__(self, registers):
        self.registers, self.context = registers, registers.context
        self.folder = registers.folder / "project"
        self.folder.mkdir()
        self.config, self.state = self.folder / "hopnhat.yaml", self.folder / "hopnhat-state"
        self.rng = random.Random(self.context.seed)
        self.rows = {name: list(rows) for name, rows in registers.rows.items()}
        self.deliver()
        self.context.run(self.context.program(), "init", *[self.folder / f"{name}.csv" for name in REGISTERS],
                         "-o", self.config).demand()
        text = self.config.read_text(encoding="utf-8")
        self.text = text.replace("{ type: citizen_number,", "{ type: citizen_number, holds: one_for_life,")
        if self.text == text:
            raise RuntimeError("init saw no numbers of citizens")
        self.configure(newcomer=False)

    def configure(self, newcomer=True, gates=GATES, contract=None):
        """@contract: (register, lines)."""
        text = self.text
        if not newcomer:
            text = re.sub(rf"^  {NEWCOMER}:\n(?:    .*\n)*", "", text, flags=re.M)
        if contract:
            text = re.sub(rf"^(  {contract[0]}:\n    from: .*\n)", lambda m: m.group(1) + contract[1], text, flags=re.M)
        self.config.write_text(text + gates, encoding="utf-8")

    def deliver(self, **instead):
        """The registers as they are; @instead: other rows, or bytes, for one night."""
        for name, rows in (self.rows | instead).items():
            path = self.folder / f"{name}.csv"
            if isinstance(rows, bytes):
                path.write_bytes(rows)
                continue
            with open(path, "w", encoding="utf-8", newline="") as out:
                writer = csv.DictWriter(out, list(self.registers.rows[name][0]))
                writer.writeheader()
                writer.writerows(rows)

    def current(self):
        link = self.state / "results" / "current"
        return os.readlink(link) if link.is_symlink() else None

    def night(self, **instead):
        self.deliver(**instead)
        before = self.current()
        return Night(self.context.hopnhat("run", "-c", self.config, "--json", "-q"), before, self)

    def diff(self):
        """source -> records that changed, of what a held night would have done."""
        ran = self.context.hopnhat("diff", "current", "held", "-c", self.config, "--json").demand()
        return {source["source"]: source["records"] for source in json.loads(ran.out)["sources"]}

    def entities(self):
        """entity -> [(source, record_id)] of what is published."""
        ran = self.context.hopnhat("export", "crosswalk", "-o", "-", "-c", self.config).demand()
        found = {}
        for line in ran.out.splitlines():
            row = json.loads(line)
            found.setdefault(row["entity_id"], []).append((row["source"], row["record_id"]))
        return found

    def some(self, name, share):
        """Indexes of a share of a register's rows, by lot."""
        rows = self.rows[name]
        return self.rng.sample(range(len(rows)), max(1, int(len(rows) * share)))

    def changed(self, name, share, change):
        """A register's rows, of which change(row) is made for a share."""
        rows = list(self.rows[name])
        for i in self.some(name, share):
            rows[i] = change(dict(rows[i]))
        return rows

    def with_column(self, name, what, text_of):
        """change() for changed(): one column, by what it means, another text."""
        column = DIALECT[what][REGISTERS.index(name)]
        return lambda row: row | {column: text_of(row[column])}

    def text_of(self, name, rows):
        """Lines of a register's file, the header first."""
        self.deliver(**{name: rows})
        return (self.folder / f"{name}.csv").read_text(encoding="utf-8").split("\n")
