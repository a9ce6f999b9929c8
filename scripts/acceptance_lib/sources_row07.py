"""Gates over five registers of citizens: for each a feed that it alone catches, and nights that must pass."""
from acceptance_lib.gates_lab import NEWCOMER, REGISTERS, Project, Registers
from acceptance_lib.limits import Figure

RECORDS, QUICK_RECORDS = 20000, 8000
GIVEN = ("Anh", "Bình")


# ---- nights that must pass ----

def legitimate(project):
    """(what, rows of the night); what a night brings stays."""
    rng, spare = project.rng, project.registers.spare
    dial = lambda _: f"09{rng.randrange(10**8):08}"  # noqa: E731
    house = lambda text: f"Số {rng.randrange(1, 400)}, {text}"  # noqa: E731
    yield "nothing changed", {}
    for share in (0.01, 0.05):
        yield f"{100 * share:g} % have another telephone", {
            name: project.changed(name, share, project.with_column(name, "phone", dial)) for name in REGISTERS}
    yield "5 % of the population register move", {
        "population": project.changed("population", .05, project.with_column("population", "home", house))}
    middle = project.with_column("insurance", "name", lambda name: name + " A")
    yield "3 % of names corrected", {"insurance": project.changed("insurance", .03, middle)}
    yield "2 % withdrawn", {name: [row for row in project.rows[name] if rng.random() > .02] for name in REGISTERS}
    population = project.rows["population"]
    yield "a source grows by 20 %", {"population": population + spare["population"][:len(population) // 5]}
    yield "rows in another order", {name: rng.sample(project.rows[name], len(project.rows[name])) for name in REGISTERS}
    civil = project.rows["civil_status"]
    yield "a source falls to 60 %", {"civil_status": civil[:int(len(civil) * .6)]}
    project.configure(newcomer=True)
    yield "a new source", {}
    yield "the new source grows by half", {
        NEWCOMER: project.rows[NEWCOMER] + spare[NEWCOMER][:len(project.rows[NEWCOMER]) // 2]}
    yield "nine numbers under other names", {"tax": wrong_names(project, 9)}
    project.configure(contract=("tax", "    contract: { on_violation: fail, rows: { min: 100, change: 20% } }\n"))
    yield "a contract that is kept", {"tax": project.changed("tax", .01, project.with_column("tax", "phone", dial))}


def passing(project):
    """(how many nights, those that did not pass)."""
    nights, false = 0, []
    for what, rows in legitimate(project):
        night = project.night(**rows)
        nights += 1
        if night.code != 0 or night.failed or not night.moved:
            false.append(f"{what}: {night}")
        project.rows |= rows
    # Three percent of a file torn, and a source refused: told, but no reason to hold.
    project.configure()
    night = project.night(insurance=torn(project, "insurance", .03))
    if night.failed or not night.moved:
        false.append(f"3 % of a file torn: {night}")
    night = project.night(tax=b"what,ever\n1,2\n")
    if night.failed or not night.moved or night.code != 4 or night.refused != ["tax"]:
        false.append(f"one source refused: {night}")
    return nights + 2, false


# ---- for each gate its feed ----

def wrong_names(project, n):
    """The register of taxes, n people that it alone has under the names, dates and homes of others."""
    alone, others = [], []
    for members in project.entities().values():
        if len(members) == 1 and members[0][0] == "tax":
            alone.append(members[0][1])
        elif not any(source == "tax" for source, _ in members):
            others += [record for source, record in members if source == "population"][:1]
    population = {row["so_ho_so"]: row for row in project.rows["population"]}
    others = [row for row in map(population.get, others) if row and len(row["so_dinh_danh"]) == 12 and
              len(row["ngay_sinh"]) == 10 and "-" in row["ngay_sinh"]]
    rows, alone = list(project.rows["tax"]), set(alone)
    others = iter(project.rng.sample(others, min(len(others), 3 * n)))
    done = 0
    for i, row in enumerate(rows):
        if done < n and row["id"] in alone and len(row["so_giay_to_1"]) == 12:
            other, done = next(others), done + 1
            year, month, day = other["ngay_sinh"].split("-")
            rows[i] = row | {
                "ten_nnt": other["ho_chu_dem_ten"], "ngay_sinh": f"{int(day)}/{int(month)}/{year}",
                "gioi_tinh": "M" if other["gioi_tinh"] == "Nam" else "F", "dia_chi": other["noi_thuong_tru"],
                "phuong_xa": other["xa_phuong"], "tinh_tp": other["tinh_thanh"], "dien_thoai": other["so_dien_thoai"]}
    if done < n:
        raise RuntimeError(f"only {done} people whom taxes alone know")
    return rows


def torn(project, name, share):
    """A file of which a share of the rows has a field too many."""
    lines = project.text_of(name, project.rows[name])
    for i in project.rng.sample(range(1, len(lines) - 1), int(len(lines) * share)):
        lines[i] = lines[i].rstrip("\r") + ",x"
    return "\n".join(lines).encode()


def strangers(project, name, share):
    """Keys of a share of a register under which people stand whom nobody knows, put together from three others."""
    key, spare, rng = project.registers.key[name], project.registers.spare[name], project.rng

    def somebody(row):
        first, last, home = rng.sample(spare, 3)
        names = first["HO_TEN"].split()[:2] + last["HO_TEN"].split()[-1:] + [rng.choice(GIVEN)]
        born = f"{rng.randrange(1940, 2006)}{rng.randrange(1, 13):02}{rng.randrange(2, 29):02}"
        nothing = dict.fromkeys(("SO_CCCD", "SO_CMND", "DIEN_THOAI", "HO_TEN_ME"), "")
        return home | nothing | {key: row[key], "HO_TEN": " ".join(names), "NGAY_SINH": born}
    return project.changed(name, share, somebody)


def filler(project, name, n):
    """Rows of nobody, all alike."""
    row = dict.fromkeys(project.rows[name][0], "") | {"Họ và tên": "Trần Thị Mẫu", "Ngày/năm sinh": "15/06/1980"}
    return project.rows[name] + [row | {project.registers.key[name]: f"f{i}"} for i in range(n)]


def one_year(project, name, n):
    """New people of one given name and one year."""
    key, rng, rows = project.registers.key[name], project.rng, []
    for given in GIVEN:
        for i, row in enumerate(project.registers.spare[name][:n]):
            words = row["HO_TEN"].split() or ["Lê"]
            rows.append(row | {key: f"y{given}{i}", "HO_TEN": f"{' '.join(words)} {given}", "SO_CCCD": "",
                               "SO_CMND": "", "NGAY_SINH": f"1985{rng.randrange(1, 13):02}{rng.randrange(1, 29):02}"})
    return project.rows[name] + rows


def feeds(project):
    """(gate, source that must be named, its rows, whether diff names it first; else the message does, as nothing of it
    would change)."""
    broken = b"what,ever\n1,2\n"
    tax, insurance = project.rows["tax"], project.rows["insurance"]
    yield "row_ratio", "tax", {"tax": tax[:int(len(tax) * .45)]}, True
    yield "quarantine", "insurance", {"insurance": torn(project, "insurance", .2)}, False
    yield "entity_churn", "insurance", {"insurance": strangers(project, "insurance", .4)}, True
    yield "strong_merges", "tax", {"tax": wrong_names(project, max(15, len(insurance) // 150))}, True
    yield "entity_records", NEWCOMER, {NEWCOMER: filler(project, NEWCOMER, 150)}, True
    yield "pair_growth", "insurance", {"insurance": one_year(project, "insurance", 1900)}, True
    yield "refused_sources", "civil_status", {name: broken for name in ("civil_status", "tax", "population")}, False


def faults(project, gate, source, rows, is_in_diff):
    night = project.night(**rows)
    wrong = []
    if night.code != 3 or not night.held or night.published or night.moved or night.failed != [gate]:
        wrong.append(f"{gate}: {night}")
        return wrong
    line = next((line for line in night.told.splitlines() if f"_{gate}" in line), "")
    if not line:
        wrong.append(f"{gate}: the message has no reason: {night.told.strip()[:300]}")
    first = next(iter(project.diff()), None)
    if source != first if is_in_diff else source not in line:
        wrong.append(f"{gate}: {source} is not named; diff: {first}; {night.told.strip()[:300]}")
    return wrong


def contract_faults(project):
    project.configure(contract=("insurance", "    contract: { on_violation: fail, rows: { change: 20% } }\n"))
    insurance = project.rows["insurance"]
    night = project.night(insurance=insurance[:int(len(insurance) * .7)])
    why = {source["source"]: source.get("why", "") for source in night.summary.get("sources", [])}.get("insurance", "")
    records = {source["source"]: source["records"] for source in night.summary.get("sources", [])}
    is_right = night.code == 4 and night.failed == [] and night.refused == ["insurance"] and "contract" in why
    project.configure()
    if is_right and records["insurance"]["accepted"] == 0 and "insurance" in night.told:
        return []
    return [f"contract: {why}: {night}"]


def measure(context):
    registers = Registers(context, context.work("gates"), QUICK_RECORDS if context.quick else RECORDS)
    project = Project(registers)
    first = project.night()
    if first.code != 0:
        raise RuntimeError(f"the first night: {first}")
    context.sizes["records of the gates' registers"] = first.summary["records"]["read"]
    nights, false = passing(project)
    project.night()
    missed, gates = [], 0
    for gate, source, rows, is_in_diff in feeds(project):
        gates += 1
        missed += faults(project, gate, source, rows, is_in_diff)
        good, nights = project.night(), nights + 1
        if good.code != 0 or not good.moved:
            false.append(f"after {gate}: {good}")
    missed += contract_faults(project)
    yield Figure("7.false", len(false), false[0] if false else f"{nights} nights")
    yield Figure("7.missed", len(missed), "; ".join(missed)[:900] if missed else f"{gates} gates and a contract")
