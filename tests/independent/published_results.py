"""The published results: files against their manifest, every line against the store."""
import hashlib
import json
import os

import zstd_frames
from faults import format_id, name_of, parse_id
from given_forms import gives
from issued_codes import check_apart
from published_relations import RelationChecker
from sealed_container import Damaged
from segment_forms import LIVE
from source_meetings import NoCases, check_edges_meet, check_segment_meets
from store_promises import decisions_of_the_night, entity_types, standing
from store_state import COMMITTED, check_terms

NAMES = ("crosswalk", "edges", "changes", "cases", "golden", "relations")
ROWS_PER_FRAME = 4096
UNITS = 65536


class Results:
    """Files of one results folder, decoded; what cannot be read is a fault already."""

    def __init__(self, folder, faults):
        self.folder, self.faults, self.lines = folder, faults, {}
        try:
            with open(os.path.join(folder, "manifest.json"), "rb") as file:
                text = file.read()
            self.sha256 = hashlib.sha256(text).hexdigest()
            self.manifest = json.loads(text)
        except (OSError, ValueError) as problem:
            faults.add("manifest", f"results manifest: {problem}")
            self.manifest, self.sha256 = {}, None
            return
        listed = {entry.get("name"): entry for entry in self.manifest.get("files", [])}
        faults.check(self.manifest.get("schema") == 1, "manifest", "results manifest: schema is not 1")
        faults.check(sorted(listed) == sorted(f"{n}.jsonl.zst" for n in NAMES), "manifest",
                     "results manifest: it does not name the six results")
        faults.check(sorted(os.listdir(folder)) == sorted([*listed, "manifest.json"]), "manifest",
                     "the results folder holds other files than its manifest names")
        for name in NAMES:
            if f"{name}.jsonl.zst" in listed:
                self.read(name, listed[f"{name}.jsonl.zst"])

    def read(self, name, entry):
        where = f"{name}.jsonl.zst"
        try:
            with open(os.path.join(self.folder, where), "rb") as file:
                data = file.read()
        except OSError as problem:
            self.faults.add("manifest", f"{where}: {problem.strerror}")
            return
        self.faults.check(len(data) == entry.get("bytes"), "manifest",
                          f"{where}: {len(data)} bytes, the manifest says {entry.get('bytes')}")
        self.faults.check(hashlib.sha256(data).hexdigest() == entry.get("sha256"), "manifest",
                          f"{where}: SHA-256 is not the manifest's")
        try:
            frames = zstd_frames.seekable_frames(data)
            text = zstd_frames.decompress(data)
        except (ValueError, IndexError) as problem:
            self.faults.add("frame", f"{where}: {problem}")
            return
        self.lines[name] = self.split(where, text)
        self.faults.check(len(self.lines[name]) == entry.get("rows"), "manifest",
                          f"{where}: {len(self.lines[name])} rows, the manifest says {entry.get('rows')}")
        self.check_cuts(where, frames, text)

    def split(self, where, text):
        lines = text.split(b"\n")
        self.faults.check(lines[-1] == b"", "frame", f"{where}: the last line has no end")
        return lines[:-1]

    def check_cuts(self, where, frames, text):
        """Frames are cut by rows: equal lines give equal bytes."""
        at, n_rows = 0, text.count(b"\n")
        for n, frame in enumerate(frames):
            rows = text.count(b"\n", at, at + frame.content)
            at += frame.content
            last = n == len(frames) - 1
            expected = n_rows - ROWS_PER_FRAME * (len(frames) - 1) if last else ROWS_PER_FRAME
            self.faults.check(rows == expected and text[at - 1:at] == b"\n", "frame",
                              f"{where}: frame {n} holds {rows} rows, not {expected}")

    def rows(self, name):
        for n, line in enumerate(self.lines.get(name, []), 1):
            try:
                yield json.loads(line)
            except ValueError:
                self.faults.add("frame", f"{name}.jsonl.zst: line {n} is not JSON")
        self.faults.count(f"lines of {name}", len(self.lines.get(name, [])))


class Checker:
    def __init__(self, store, results, current, faults):
        self.store, self.results, self.current, self.faults = store, results, current, faults
        self.run = store.published_run
        self.types = entity_types(store)
        self.crosswalk, self.type_of = {}, {}
        for entity_type in self.types:
            for record, entity in store.newest("XWLK", entity_type) or []:
                self.crosswalk[record] = entity
                self.type_of[record] = entity_type
        self.live = {e.sequence: (t, e) for t in self.types for e in store.newest("ENTY", t) or [] if e.status == LIVE}
        self.models = {}
        for entity_type, texts in store.bundle_texts.items():
            self.read_model(entity_type, texts)

    def read_model(self, entity_type, texts):
        try:
            sidecar = json.loads(texts[1])
            json.loads(texts[0])
            check_terms(texts[2], sidecar["deciding_part"])
            self.models[entity_type] = (sidecar["threshold_match_units"], sidecar["threshold_review_units"],
                                        len(sidecar["deciding_part"]["blocking"]))
        except (ValueError, KeyError, TypeError) as problem:
            self.faults.add("manifest", f"bundle of {entity_type}: {problem!r}")
        except Damaged as damage:
            self.faults.add("frame", f"bundle of {entity_type}: terms.hns: {damage}")

    def record_of(self, row, source="source", record="record_id"):
        return str(row.get(source)), str(row.get(record)).encode("utf-8", "surrogatepass")

    def entity_of(self, row, key, promise):
        sequence = parse_id(row.get(key), "e")
        self.faults.check(sequence is not None, "I1", f"{promise}: '{row.get(key)}' is no entity id")
        return sequence or 0

    def check_manifest(self):
        whole = hashlib.sha256()
        for segment in sorted(self.store.segments, key=lambda s: (s.kind.encode(), s.name.encode())):
            if segment.run == self.run and segment.kind not in ("RECV", "RECH", "MARK", "TROW", "OUTB", "REKY"):
                whole.update(segment.kind.encode() + b"\0" + segment.name.encode() + b"\0" + segment.digest)
        self.faults.check(self.results.manifest.get("store") == whole.hexdigest(), "manifest",
                          "results manifest: the store's digest is of other segments")
        try:
            known = json.loads(self.store.runs[self.run][2]).get("results_sha256")
        except (ValueError, TypeError):
            known = None  # check_report() says so
        self.faults.check(known in (None, self.results.sha256), "manifest",
                          "results manifest: it is not the one that the store knows")
        for entity_type, bundle in (self.results.manifest.get("bundles") or {}).items():
            self.faults.check(os.path.isdir(os.path.join(self.store.state, "bundles", bundle)), "manifest",
                              f"results manifest: bundle {bundle[:12]} of {entity_type} is not there")

    def check_crosswalk(self):
        previous, seen = None, set()
        for row in self.results.rows("crosswalk"):
            record = self.record_of(row)
            key = (record[0].encode(), record[1])
            self.faults.check(previous is None or previous < key, "crosswalk",
                              f"{name_of(record)} is not behind the line before it")
            previous = key
            self.faults.check(record in self.current, "I10", f"{name_of(record)} was never accepted")
            entity = self.entity_of(row, "entity_id", f"crosswalk: {name_of(record)}")
            self.faults.check(self.crosswalk.get(record) == entity, "crosswalk",
                              f"{name_of(record)}: the result and the store name different entities")
            seen.add(record)
        for record in self.crosswalk:
            self.faults.check(record in seen, "I10", f"{name_of(record)} is not in crosswalk.jsonl")

    def check_changes(self):
        events = [e for s in self.store.of_kind("EVNT") if s.run == self.run for e in s.content]
        events.sort(key=lambda e: (e.entity, e.sequence))
        rows = list(self.results.rows("changes"))
        self.faults.check(len(rows) == len(events), "changes", f"{len(rows)} lines, the store has {len(events)} events")
        for row, event in zip(rows, events):
            expected = {"event_id": format_id("v", event.sequence), "change": event.kind,
                        "entity_id": format_id("e", event.entity)}
            if event.other:
                expected["other_entity_id"] = format_id("e", event.other)
            if event.cause:
                expected["decision_id"] = format_id("d", event.cause)
            expected["records"] = [{"source": s, "record_id": r.decode("utf-8", "replace")} for s, r in event.names]
            self.faults.check(row == expected, "changes", f"{expected['event_id']}: the line is not the store's event")

    # ---- edges and cases ----

    def check_weight(self, row, what):
        units = row.get("match_weight", 0) * UNITS
        self.faults.check(units == int(units), "edges", f"{what}: the weight is no whole number of units")
        bits = max(-60.0, min(60.0, row.get("match_weight", 0)))
        probability = 1 / (1 + 2 ** -bits)
        self.faults.check(abs(row.get("match_probability", -1) - probability) <= 1.0e-6, "edges",
                          f"{what}: weight and probability disagree")
        return int(units)

    def ends_of(self, row):
        return (self.record_of(row, "source_dataset_l", "unique_id_l"),
                self.record_of(row, "source_dataset_r", "unique_id_r"))

    def check_edges(self):
        previous, self.edges = None, []
        for row in self.results.rows("edges"):
            left, right = self.ends_of(row)
            what = f"edge {name_of(left)} - {name_of(right)}"
            key = tuple((record[0].encode(), record[1]) for record in (left, right))
            self.faults.check(previous is None or previous < key, "edges", f"{what} is twice there or out of order")
            self.faults.check(key[0] < key[1], "edges", f"{what}: its ends are not in order")
            previous = key
            units = self.check_weight(row, what)
            missing = [record for record in (left, right) if record not in self.crosswalk]
            if missing:
                self.faults.add("edges", f"{what}: {name_of(missing[0])} is not in the crosswalk")
                continue
            self.faults.check(self.type_of[left] == self.type_of[right], "edges", f"{what}: two entity types")
            self.check_outcome(row, units, self.type_of[left], what)
            self.edges.append((left, right, units))
        self.compare_edges()

    def check_outcome(self, row, units, entity_type, what):
        match, review, n_rules = self.models.get(entity_type, (None, None, None))
        if not self.faults.check(match is not None, "edges", f"{what}: an edge of a type that has no bundle"):
            return
        key = str(row.get("match_key", ""))
        self.faults.check(key.isdigit() and int(key) < n_rules, "edges", f"{what}: match_key '{key}' is no rule")
        self.faults.check(units >= review, "edges", f"{what}: below the review threshold")
        self.faults.check(row.get("outcome") == ("match" if units >= match else "review"), "edges",
                          f"{what}: the outcome is not what the thresholds say")

    def compare_edges(self):
        """The store's edges are those of the result."""
        found = sorted((left, right, units) for left, right, units in self.edges)
        stored = []
        for entity_type in self.types:
            rows = [record for record, _ in self.store.newest("XWLK", entity_type) or []]
            crosswalk = next((s for s in reversed(self.store.segments)
                              if s.kind == "XWLK" and s.name == entity_type), None)
            digest, edges = self.store.newest("EDGE", entity_type) or (None, [])
            self.faults.check(digest is None or digest == crosswalk.digest, "edges",
                              f"the edges of {entity_type} are of another crosswalk")
            for a, b, units, _rule in edges:
                if self.faults.check(a < b < len(rows), "edges", f"an edge of {entity_type} has no such row"):
                    stored.append((rows[a], rows[b], units))
            self.check_rejected(entity_type, rows, crosswalk, edges)
            for kind in ("EDGE", "RJCT"):
                check_segment_meets(self.store, self.faults, entity_type, kind, rows)
        check_edges_meet(self.store, self.faults, [(self.type_of[left], left, right) for left, right, _ in self.edges])
        self.faults.check(found == sorted(stored), "edges", "the edges of the result are not those of the store")

    def check_rejected(self, entity_type, rows, crosswalk, edges):
        """Rejected pairs are no edges, and their records hang together by match edges."""
        digest, rejected = self.store.newest("RJCT", entity_type) or (None, [])
        self.faults.check(digest is None or digest == crosswalk.digest, "rejected",
                          f"the rejected pairs of {entity_type} are of another crosswalk")
        match, _review, _n_rules = self.models.get(entity_type, (0, 0, 0))
        parent = list(range(len(rows)))

        def root(row):
            while parent[row] != row:
                parent[row] = parent[parent[row]]
                row = parent[row]
            return row

        for a, b, units, _rule in edges:
            if units >= match and b < len(rows):
                parent[root(b)] = root(a)
        known = {(a, b) for a, b, _units, _rule in edges}
        for a, b, _units, _rule in rejected:
            if self.faults.check(a < b < len(rows), "rejected", f"a rejected pair of {entity_type} has no such row"):
                self.faults.check((a, b) not in known and root(a) == root(b), "rejected",
                                  f"a rejected pair of {entity_type} is an edge, or leads out of its component")

    def check_clusters(self):
        """An entity hangs together by edges that match and by decisions; pairs in doubt are cases, once each."""
        both = {t: standing(self.store, t, decisions_of_the_night(self.store, t), self.crosswalk) for t in self.types}
        self.standing = {entity_type: certain for entity_type, (certain, _) in both.items()}
        parent = {record: record for record in self.crosswalk}

        def root(record):
            while parent[record] != record:
                parent[record] = parent[parent[record]]
                record = parent[record]
            return record
        doubtful = {}  # two entities: the heaviest edge between them
        for left, right, units in self.edges:
            match = self.models.get(self.type_of[left], (0,))[0]
            if self.crosswalk[left] != self.crosswalk[right]:
                if not self.is_settled(left, right):
                    pair = tuple(sorted((self.crosswalk[left], self.crosswalk[right])))
                    doubtful[pair] = max(units, doubtful.get(pair, units))
            elif units >= match:
                parent[root(left)] = root(right)
        for _, possible in both.values():
            for decision in possible:
                for record in decision.present[0][1:] if decision.kind != "different" else []:
                    parent[root(record)] = root(decision.present[0][0])
        first = {}
        for record, entity in self.crosswalk.items():
            if not self.faults.check(root(first.setdefault(entity, record)) == root(record), "edges",
                                     f"{format_id('e', entity)} holds {name_of(record)}, "
                                     "to which no edge of it leads"):
                break
        self.check_cases(doubtful)

    def is_settled(self, left, right):
        for decision in self.standing.get(self.type_of[left], []):
            first, second = (set(side) for side in decision.present)
            if decision.kind == "different" and ((left in first and right in second) or
                                                 (right in first and left in second)):
                return True
            if decision.kind == "lock" and (left in first) != (right in first):
                return True
        return False

    def to_ask(self, doubtful):
        """Without a budget every pair in doubt; with one, the heaviest that it has room for, and every contradiction."""
        try:
            reviews = {r["entity_type"]: r for r in json.loads(self.store.runs[self.run][2]).get("review", [])}
        except (ValueError, TypeError, KeyError):
            reviews = {}  # check_report() says so
        asked = set()
        for entity_type in self.types:
            match = self.models.get(entity_type, (0,))[0]
            of_type = {p: units for p, units in doubtful.items() if self.live.get(p[0], (None,))[0] == entity_type}
            budget = reviews.get(entity_type, {}).get("budget")
            room = len(of_type) if budget is None else max(0, budget - sum(u >= match for u in of_type.values()))
            weights = sorted((u for u in of_type.values() if u < match), reverse=True)
            floor = weights[room] if room < len(weights) else None
            asked |= {p for p, u in of_type.items() if u >= match or floor is None or u > floor}
        return asked

    def check_cases(self, doubtful):
        seen, numbers, previous = set(), set(), None
        for row in self.results.rows("cases"):
            what = f"case {row.get('case_id')}"
            number = parse_id(row.get("case_id"), "c")
            self.faults.check(number is not None and number not in numbers, "cases", f"{what}: its id is wrong or twice there")
            numbers.add(number)
            pair = (self.entity_of(row, "entity_id_l", what), self.entity_of(row, "entity_id_r", what))
            order = (self.types.index(row["entity_type"]) if row.get("entity_type") in self.types else -1, pair)
            self.faults.check(previous is None or previous < order, "cases", f"{what}: twice there or out of order")
            previous = order
            self.faults.check(pair[0] < pair[1] and all(e in self.live for e in pair), "cases",
                              f"{what}: its entities are not two that live")
            for record, entity in zip(self.ends_of(row), pair):
                self.faults.check(self.crosswalk.get(record) == entity, "cases",
                                  f"{what}: {name_of(record)} is not of its entity")
            match = self.models.get(row.get("entity_type"), (None,))[0]
            units = self.check_weight(row, what)
            self.faults.check(match is None or row.get("kind") == ("cut" if units >= match else "review"), "cases",
                              f"{what}: its kind is not what its weight says")
            seen.add(pair)
        doubtful = NoCases(self.store, self.crosswalk, self.type_of).check(self.faults, seen, doubtful)
        for pair in sorted(self.to_ask(doubtful) - seen):
            self.faults.add("cases", f"{format_id('e', pair[0])} and {format_id('e', pair[1])} are in doubt without a case")
        for pair in sorted(seen - set(doubtful)):
            self.faults.add("cases", f"{format_id('e', pair[0])} and {format_id('e', pair[1])} are a case without an edge")

    # ---- golden records ----

    def check_golden(self):
        seen, previous = set(), 0
        for line, row in zip(self.results.lines.get("golden", []), self.results.rows("golden")):
            what = f"golden record {row.get('entity_id')}"
            entity = self.entity_of(row, "entity_id", what)
            self.faults.check(entity > previous, "golden", f"{what} is twice there or out of order")
            previous = entity
            if not self.faults.check(entity in self.live, "golden", f"{what}: the entity does not live"):
                continue
            seen.add(entity)
            entity_type, known = self.live[entity]
            self.faults.check(row.get("entity_type") == entity_type, "golden", f"{what}: another entity type")
            self.faults.check(row.get("records") == known.n_records, "golden",
                              f"{what}: {row.get('records')} records, the entity has {known.n_records}")
            body = b"{" + line[len(b'{"entity_id":"",') + 11:]
            digest = hashlib.sha256(body).digest()[:16]
            self.faults.check(digest == known.golden, "golden", f"{what}: its digest is not the store's")
            self.faults.check(self.crosswalk.get(self.record_of(row)) == entity, "golden",
                              f"{what}: its main record {name_of(self.record_of(row))} is not one of the entity's")
            self.check_attributes(row, entity, entity_type, what)
        for entity in sorted(set(self.live) - seen):
            self.faults.add("golden", f"{format_id('e', entity)} has no golden record")

    def check_attributes(self, row, entity, entity_type, what):
        spec = self.store.project.entities.get(entity_type)
        for attribute, values in (row.get("attributes") or {}).items():
            many = isinstance(values, list)
            known = spec.attributes.get(attribute) if spec is not None else None
            if not self.faults.check(known is not None and known.is_many == many, "golden",
                                     f"{what}: '{attribute}' is no attribute of this form"):
                continue
            for value in values if many else [values]:
                self.check_value(value, attribute, known, row, what)

    def check_value(self, value, attribute, spec, row, what):
        record, entity = self.record_of(value if "source" in value else row), parse_id(row.get("entity_id"), "e")
        what = f"{what}, {attribute}"
        self.faults.count("golden values")
        if not self.faults.check(record in self.current, "golden", f"{what}: its record {name_of(record)} does not exist"):
            return
        self.faults.check(self.crosswalk.get(record) == entity, "golden",
                          f"{what}: its record {name_of(record)} is of another entity")
        self.faults.check(1 <= value.get("records", 0) <= row.get("records", 0), "golden",
                          f"{what}: the count of records that hold it is wrong")
        feed, version = self.current[record]
        if feed not in self.store.project.feeds:
            return  # told where the crosswalk is checked
        maps = self.store.project.feeds[feed].maps.get(attribute, [])
        self.faults.check(gives(str(value.get("value")), maps, version, spec), "golden",
                          f"{what}: {name_of(record)} does not hold the value")

    def tell_apart(self, entity, attribute, first, second):
        self.faults.add("apart", f"{format_id('e', entity)} holds {name_of(first)} and {name_of(second)}, "
                                 f"whose confirmed codes in '{attribute}' differ")


# ---- the run's report (I10) ----

def check_report(store, faults):
    """read = accepted + quarantined, in run.json, in the database and in the quarantine's lines."""
    run = format_id("r", store.published_run)
    folder = os.path.join(store.state, "runs", run)
    texts = {"the database": store.runs[store.published_run][2]}
    try:
        with open(os.path.join(folder, "run.json"), encoding="utf-8") as file:
            texts["run.json"] = file.read()
    except OSError as problem:
        faults.check(store.runs[store.published_run][0] == COMMITTED, "I10", f"run.json: {problem.strerror}")
    lines = quarantined_records(folder, faults)
    for where, text in texts.items():
        try:
            summary = json.loads(text)
            records = summary["records"]
        except (ValueError, KeyError, TypeError):
            faults.add("I10", f"{where}: there is no report of the run")
            continue
        faults.check(summary.get("run_id") == run, "I10", f"{where}: the report is of another run")
        faults.check(records["read"] == records["accepted"] + records["quarantined"], "I10",
                     f"{where}: {records['read']} read, {records['accepted']} accepted, {records['quarantined']} quarantined")
        faults.check(lines == records["quarantined"], "I10",
                     f"{where}: {records['quarantined']} quarantined, the lines of the quarantine stand for {lines}")
        live = sum(e.status == LIVE for t in entity_types(store) for e in store.newest("ENTY", t) or [])
        faults.check(summary.get("entities_total") == live, "manifest",
                     f"{where}: {summary.get('entities_total')} entities, the store has {live}")


def quarantined_records(folder, faults):
    total = 0
    names = os.listdir(folder) if os.path.isdir(folder) else []
    for name in sorted(n for n in names if n.startswith("quarantine-")):
        with open(os.path.join(folder, name), "rb") as file:
            for n, line in enumerate(file, 1):
                try:
                    row = json.loads(line)
                    total += row["records"]
                    complete = all(key in row for key in ("source", "offset", "reason", "raw", "cut"))
                except (ValueError, KeyError, TypeError):
                    complete = False
                faults.check(complete, "I10", f"{name}: line {n} is no quarantined record")
    return total


def check_results(store, current, faults):
    run = format_id("r", store.published_run)
    top = os.path.join(store.state, "results")
    pointer = os.path.join(top, "current")
    if store.runs[store.published_run][0] != COMMITTED:
        target = os.readlink(pointer) if os.path.islink(pointer) else None
        faults.check(target == run, "manifest", f"results/current leads to {target}, published is {run}")
    results = Results(os.path.join(top, run), faults)
    checker = Checker(store, results, current, faults)
    checker.check_manifest()
    checker.check_crosswalk()
    checker.check_changes()
    checker.check_edges()
    checker.check_clusters()
    checker.check_golden()
    check_apart(checker)
    RelationChecker(checker).check()
    check_report(store, faults)


def compare_folders(first, second, faults):
    """I7: the same names, the same bytes."""
    names = sorted(set(os.listdir(first)) | set(os.listdir(second)))
    for name in names:
        try:
            with open(os.path.join(first, name), "rb") as a, open(os.path.join(second, name), "rb") as b:
                faults.check(a.read() == b.read(), "I7", f"{name} differs between the two results")
        except OSError:
            faults.add("I7", f"{name} is in one of the two results only")
