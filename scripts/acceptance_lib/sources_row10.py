"""Keys move: three provincial registers become one. And a hundred nights of a steady population cost what the first did.

What *flat* means: the state tells a history (what records were before, events, runs), so it grows; it may grow by
what changed and by nothing else. So what is compared, the median of the last ten nights with that of the ten after the
first, is what a night does: seconds of the processor (others may use this machine), bytes that it reads, bytes that
it writes, and bytes by which it lets the state folder grow."""
import csv
import json
import os
import re
import statistics
import subprocess
import time

from acceptance_lib.limits import Figure

OLD = ("hoa_binh", "phu_tho", "vinh_phuc")
NEW = "tinh_phu_tho"
OTHERS = ("hospital", "insurance", "tax")
# The merged register's own words for what the old ones called otherwise.
WORDS = {"record_id": "ma_ho_so", "full_name": "ho_ten", "birth_date": "ngay_sinh", "sex": "gioi_tinh",
         "national_id": "so_cccd", "old_id": "so_cmnd", "phone": "dien_thoai", "address": "dia_chi", "ward": "xa",
         "province": "tinh", "mother_name": "me"}
RECORDS, QUICK_RECORDS = 60000, 6000
FLAT_RECORDS, FLAT_NIGHTS = 20000, 100
QUICK_FLAT_RECORDS, QUICK_FLAT_NIGHTS = 4000, 24
SOME = 10  # nights at each end
RESULTS = ("crosswalk", "golden", "edges", "cases")


class Lab:
    """Registers of citizens as files, a project over them, nights."""

    def __init__(self, context, name, records, provinces):
        self.context, self.folder, self.rng = context, context.work(name), context.random
        context.run(context.program("hopnhat-generate"), "citizens", "--records", records, "--seed", context.seed,
                    "-o", self.folder / "made").demand()
        with open(self.folder / "made" / "records.csv", encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        self.columns, self.rows = [name for name in rows[0] if name != "source"], {}
        for row in rows:
            source = row.pop("source")
            self.rows.setdefault(self.rng.choice(provinces) if source == "population" and provinces else source,
                                 []).append(row)
        for source in self.rows:
            self.deliver(source, self.rows[source])
        self.config, self.state = self.folder / "hopnhat.yaml", self.folder / "hopnhat-state"
        self.hopnhat("init", *[self.folder / f"{source}.csv" for source in sorted(self.rows)], "-o", self.config)

    def deliver(self, source, rows):
        with open(self.folder / f"{source}.csv", "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)

    def hopnhat(self, *arguments):
        return self.context.hopnhat(*arguments).demand()

    def call(self, *arguments):
        return self.hopnhat(*arguments, "-c", self.config)

    def night(self):
        return self.call("run", "--json", "-q").summary

    def published(self):
        return {kind: self.call("export", kind, "-o", "-").out for kind in RESULTS}

    def crosswalk(self):
        rows = [json.loads(line) for line in self.call("export", "crosswalk", "-o", "-").out.splitlines()]
        return {(row["source"], row["record_id"]): row["entity_id"] for row in rows}


# ---- keys move ----

def new_key(source, record_id):
    return f"{source[:2].upper()}/{record_id}"


def add_new_source(lab):
    """(configuration with the new register beside the old ones, with it in their place)."""
    text = lab.config.read_text(encoding="utf-8")
    block = re.search(r"^  phu_tho:\n(?:(?:    .*|)\n)*", text, re.M)
    words = re.sub(r"#.*", "", block.group(0)).replace("phu_tho", NEW)
    for old, new in WORDS.items():
        words = re.sub(rf"\b{old}\b(?!:)", new, words)
    both = text[:block.end()] + words + text[block.end():]
    alone = both
    for source in OLD:
        alone = re.sub(rf"^  {source}:\n(?:(?:    .*|)\n)*", "", alone, count=1, flags=re.M)
    return both, alone


def alike(lab):
    """The provinces in the same words: what `init` found in the values of one alone would be a change of the mapping."""
    text = lab.config.read_text(encoding="utf-8")
    block = {source: re.search(rf"^  {source}:\n(?:(?:    .*|)\n)*", text, re.M).group(0) for source in OLD}
    for source in OLD:
        text = text.replace(block[source], block["phu_tho"].replace("phu_tho", source))
    lab.config.write_text(text, encoding="utf-8")


def decide(lab):
    """Decisions about records that will move, ten of each kind."""
    for n in range(10):
        names = [f"{source}:{lab.rows[source][n]['record_id']}" for source in ("phu_tho", "tax", "vinh_phuc")]
        lab.call("decide", "same", names[0], names[1], "--reason", "seen the papers")
        lab.call("decide", "different", names[2], names[1], "--reason", "father and son")


def rekey(context):
    """What happened to entities, and what went wrong beside."""
    lab = Lab(context, "rekey", QUICK_RECORDS if context.quick else RECORDS, OLD)
    alike(lab)
    lab.night()
    decide(lab)
    lab.night()
    before, crosswalk = lab.published(), lab.crosswalk()
    both, alone = add_new_source(lab)
    lab.config.write_text(both, encoding="utf-8")
    events, wrong, moved, ids, seconds = 0, [], 0, [], 0.0
    for source in OLD:
        ran = lab.call("rekey", source, "--to", NEW, "--prefix", new_key(source, ""), "--reason", "merged on 1/7/2025",
                       "--json", "-q")
        told, seconds = ran.summary, seconds + ran.seconds
        events, moved = events + told["entity_events"], moved + sum(way["records"] for way in told["moved"])
        ids.append(told["event_id"])
    expected = {(NEW, new_key(*record)) if record[0] in OLD else record: entity for record, entity in crosswalk.items()}
    wrong += ["the crosswalk is another one"] if lab.crosswalk() != expected else []
    after = lab.published()
    # The register of the new province, in its own words, and the old ones are gone.
    lab.config.write_text(alone, encoding="utf-8")
    lab.deliver(NEW, [{WORDS[name]: new_key(source, row[name]) if name == "record_id" else row[name]
                       for name in lab.columns} for source in OLD for row in lab.rows[source]])
    night = lab.night()
    events += night["events"]
    wrong += ["the night after held, or withdrew"] if not night["published"] or night["records"]["withdrawn"] else []
    wrong += [f"{kind} of the night after" for kind in RESULTS if lab.published()[kind] != after[kind]]
    lab.call("verify")
    # And back, over that night.
    lab.config.write_text(both, encoding="utf-8")
    for event in reversed(ids):
        events += lab.call("undo", event, "--reason", "wrong map", "--json").summary["entity_events"]
    wrong += [f"{kind} after the undo" for kind in RESULTS if lab.published()[kind] != before[kind]]
    context.sizes["records that moved"] = moved
    return events, wrong, moved, seconds


# ---- a hundred nights ----

class Steady:
    """1 % of the records change a night: telephones go to another number and back, records leave and come back."""

    def __init__(self, lab):
        self.lab = lab
        self.first = {source: list(rows) for source, rows in lab.rows.items()}
        self.other, self.gone = {}, {}

    def change(self):
        changed = 0
        for source, rows in self.first.items():
            other, gone = self.other.get(source, set()), self.gone.get(source, set())
            n = max(len(rows) // 200, 1)
            places = self.lab.rng.sample(range(len(rows)), n + n // 5)
            self.other[source], self.gone[source] = set(places[:n - n // 5]), set(places[n:])
            changed += len(other ^ self.other[source]) + len(gone ^ self.gone[source])
            self.lab.deliver(source, [row | {"phone": f"09{i:08}"} if i in self.other[source] else row
                                      for i, row in enumerate(rows) if i not in self.gone[source]])
        return changed


def size_of(folder):
    return sum(os.lstat(os.path.join(where, name)).st_size for where, _, names in os.walk(folder) for name in names)


def watched_night(lab):
    """(processor seconds, seconds, bytes read, bytes written, bytes grown) of a night."""
    before, began = size_of(lab.state), time.monotonic()
    night = subprocess.Popen([lab.context.program(), "run", "-c", lab.config, "-q", "--json"], stdout=subprocess.DEVNULL)
    os.waitid(os.P_PID, night.pid, os.WEXITED | os.WNOWAIT)
    seconds = time.monotonic() - began
    with open(f"/proc/{night.pid}/io", encoding="ascii") as file:
        moved = dict(line.split(": ") for line in file.read().splitlines())
    _, status, usage = os.wait4(night.pid, 0)
    night.returncode = os.waitstatus_to_exitcode(status)
    if night.returncode != 0:
        raise RuntimeError(f"a night ended {night.returncode}")
    return (usage.ru_utime + usage.ru_stime, seconds, int(moved["rchar"]), int(moved["wchar"]),
            size_of(lab.state) - before)


def flat(context):
    lab = Lab(context, "nights", QUICK_FLAT_RECORDS if context.quick else FLAT_RECORDS, ())
    n_nights = QUICK_FLAT_NIGHTS if context.quick else FLAT_NIGHTS
    steady, changed, nights = Steady(lab), [], []
    watched_night(lab)  # the first, which learns
    for _ in range(n_nights):
        changed.append(steady.change())
        nights.append(watched_night(lab))
    context.sizes["nights"], context.sizes["records changed a night"] = n_nights, statistics.median(changed)
    lab.call("verify")
    first = [statistics.median(night[i] for night in nights[1:SOME + 1]) for i in range(5)]
    last = [statistics.median(night[i] for night in nights[-SOME:]) for i in range(5)]
    return n_nights, statistics.median(changed), first, last


def measure(context):
    if "10.events" in context.rows or not context.rows:
        events, wrong, moved, seconds = rekey(context)
        yield Figure("10.events", events + len(wrong), "; ".join(wrong) or
                     f"{moved:,} records of three registers to one with other keys and columns in {seconds:.1f} s, the night "
                     "that reads it, and back: 0 entity events, 0 golden records changed, decisions on the new keys")
    if "10.flat" in context.rows or not context.rows:
        n, changed, first, last = flat(context)
        what = ("processor", "seconds", "read", "written", "grown")
        ratio = {name: b / a for name, a, b in zip(what, first, last)}
        value = max(ratio[name] for name in ("processor", "read", "written", "grown"))
        yield Figure("10.flat", value,
                     f"{n} nights of {changed:,.0f} changes; the last ten over the first: processor {ratio['processor']:.3f} "
                     f"({first[0]:.2f} to {last[0]:.2f} s), read {ratio['read']:.3f} ({first[2] / 1e6:.1f} to "
                     f"{last[2] / 1e6:.1f} MB), written {ratio['written']:.3f} ({last[3] / 1e6:.1f} MB), the state's growth a night "
                     f"{ratio['grown']:.3f} ({last[4] / 1e6:.2f} MB, of which results of the night are most); "
                     f"by the clock {ratio['seconds']:.3f}")
