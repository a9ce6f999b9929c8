"""The state folder read without the engine: store.db (a copy of it), the anchor, and every segment of the manifest."""
import hashlib
import os
import re
import shutil
import sqlite3
import struct
import tempfile

from faults import format_id
from sealed_container import Damaged, SealedFile
from segment_forms import READERS, read_terms

ID_KINDS = ("entity", "event", "decision", "case", "run")
ID_LETTERS = "evdcr"
PUBLISHED, COMMITTED = 3, 2
DECISION_KINDS = ("same", "different", "lock", "undo")


class Segment:
    def __init__(self, row):
        self.kind, self.name, self.path, self.run, self.rows, self.file_bytes, self.digest = row
        self.content = None  # what the kind's reader gives


def copy_database(state, scratch):
    """SQLite may write beside a database that it only reads: so it gets a copy."""
    for end in ("", "-wal"):
        if os.path.exists(os.path.join(state, "store.db" + end)):
            shutil.copyfile(os.path.join(state, "store.db" + end), os.path.join(scratch, "store.db" + end))
    return sqlite3.connect(os.path.join(scratch, "store.db"))


class Store:
    """Everything read; what cannot be read is a fault already."""

    def __init__(self, project, faults):
        self.project, self.faults, self.state = project, faults, project.state
        self.law, self.law_holds = project, False  # whose `meets` are looked at, and whether the run is known to be no older
        self.check_sum()
        with tempfile.TemporaryDirectory(prefix="verify-") as scratch:
            database = copy_database(self.state, scratch)
            try:
                self.read_tables(database)
            finally:
                database.close()
        self.read_segments()
        self.read_bundles()
        self.read_anchor()

    def check_sum(self):
        """The checksum of the resting database; there is none after a kill."""
        try:
            with open(os.path.join(self.state, "store.sum"), encoding="ascii") as file:
                words = file.read().split(" ")
        except OSError:
            self.faults.note("store.sum is missing: a writer was killed, or is at work")
            return
        with open(os.path.join(self.state, "store.db"), "rb") as file:
            data = file.read()
        expected = ["hopnhat-store-sum", "1", str(len(data)), hashlib.sha256(data).hexdigest() + "\n"]
        self.faults.check(words == expected, "manifest", "store.db is not what store.sum says")

    def read_tables(self, db):
        def rows(sql):
            return db.execute(sql).fetchall()
        (check,), = rows("PRAGMA integrity_check(1)")
        self.faults.check(check == "ok", "manifest", f"store.db: {check}")
        application, = rows("PRAGMA application_id")[0]
        version, = rows("PRAGMA user_version")[0]
        self.faults.check(application == 0x484E5354 and version in (1, 2), "manifest", "store.db: not a store of format 1 or 2")
        self.uuid, self.hash_key, self.epoch, self.last_change = rows(
            "SELECT uuid, hash_key, epoch, last_change FROM store")[0]
        self.lines = [line for _, line in rows("SELECT number, line FROM anchor_lines ORDER BY number")]
        self.line_numbers = [n for n, in rows("SELECT number FROM anchor_lines ORDER BY number")]
        self.next = dict(rows("SELECT kind, next FROM sequences"))
        self.runs = {run: (state, based_on, summary) for run, state, based_on, summary in
                     rows("SELECT run, state, based_on, summary FROM runs ORDER BY run")}
        self.segments = [Segment(row) for row in rows(
            "SELECT kind, name, path, run, rows, file_bytes, digest FROM segments ORDER BY run, position")]
        self.bundles = dict(rows("SELECT entity_type, bundle FROM bundles"))
        self.reservations = rows("SELECT run, kind, first, end FROM reservations")
        self.decisions = rows("SELECT sequence, kind, verb, entity_type, target, lifted_by FROM decisions"
                              " ORDER BY sequence")
        self.decided_at = dict(rows("SELECT sequence, at_us FROM decisions"))
        self.heard = dict(rows("SELECT run, payload FROM stages WHERE stage = 'decisions'"))
        self.started_at = dict(rows("SELECT run, started_us FROM runs"))
        self.decision_records = {}
        for decision, side, source, record_id in rows(
                "SELECT decision, side, source, record_id FROM decision_records"):
            self.decision_records.setdefault(decision, ([], []))[side].append((source, as_bytes(record_id)))
        self.live_events = rows("SELECT sequence, entity_type, kind, entity, other, cause FROM live_events"
                                " ORDER BY sequence")
        self.live_names = {}
        for event, source, record_id in rows(
                "SELECT event, source, record_id FROM live_names ORDER BY event, position"):
            self.live_names.setdefault(event, []).append((source, as_bytes(record_id)))
        self.live_entities = rows("SELECT change, entity, entity_type, redirect, n_records, status, locked"
                                  " FROM live_entities ORDER BY change, entity")
        self.live_moves = rows("SELECT change, source, record_id, entity_type, entity FROM live_moves ORDER BY change")

    @property
    def published_run(self):
        done = [run for run, (state, _, _) in self.runs.items() if state in (PUBLISHED, COMMITTED)]
        return max(done, default=0)

    # ---- segments ----

    def read_segments(self):
        for segment in self.segments:
            path = os.path.join(self.state, segment.path)
            where = f"{segment.path}"
            if not self.faults.check(os.path.isfile(path), "manifest", f"{where}: the file is missing"):
                continue
            size = os.path.getsize(path)
            self.faults.check(size == segment.file_bytes, "manifest",
                              f"{where}: {size} bytes, the manifest says {segment.file_bytes}")
            try:
                self.read_segment(segment, SealedFile(path, self.project.key, segment.kind), where)
            except Damaged as damage:
                self.faults.add("frame", f"{where}: {damage}")
            except UnicodeDecodeError:
                self.faults.add("frame", f"{where}: a name is not UTF-8")

    def read_segment(self, segment, file, where):
        self.faults.check(file.digest() == segment.digest, "manifest", f"{where}: its digest is not the manifest's")
        segment.content = READERS[segment.kind](file.contents())
        self.faults.count("sealed files")
        if file.n_unsampled:
            self.faults.note(f"{where}: XXH3 of {file.n_unsampled} of {file.n_blocks} blocks was not computed"
                             " (SHA-256 of their content was)")
        content = segment.content[1] if segment.kind in ("RECV", "RECH", "EDGE", "RJCT") else segment.content
        self.faults.check(len(content) == segment.rows, "manifest",
                          f"{where}: {len(content)} rows, the manifest says {segment.rows}")
        if segment.kind in ("RECV", "RECH"):
            self.faults.check(segment.content[0] == segment.run, "manifest",
                              f"{where}: its header names another run")
            self.check_row_names(segment, where)

    def keyed_hash(self, data):
        return hashlib.blake2b(bytes(data), digest_size=16, key=self.hash_key).digest()

    def check_row_names(self, segment, where):
        """A row of a feed without key is named by the keyed hash of what it says, by column name."""
        feed = self.project.feeds.get(segment.name.partition(".")[0])
        for row in segment.content[1] if feed is not None and feed.has_no_key else ():
            if row.withdrawn:
                continue
            names, values = bytearray(), bytearray()
            for name, (kind, value) in zip(row.columns, row.fields):
                if kind:
                    names += varint(len(name)) + name
                    values += varint(len(value) << 2 | kind) + value
            found = self.keyed_hash(self.keyed_hash(names) + values).hex().encode()
            if not self.faults.check(row.record_id[:32] == found and re.fullmatch(rb"-[0-9]{6,}", row.record_id[32:]),
                                     "manifest", f"{where}: {row.record_id.decode('utf-8', 'replace')} is not its row's hash"):
                return

    def of_kind(self, kind, name=None):
        return [s for s in self.segments if s.kind == kind and s.content is not None and name in (None, s.name)]

    def newest(self, kind, name):
        found = self.of_kind(kind, name)
        return found[-1].content if found else None

    # ---- bundles and anchor ----

    def read_bundles(self):
        self.bundle_texts = {}
        for entity_type, bundle in sorted(self.bundles.items()):
            folder = os.path.join(self.state, "bundles", bundle)
            try:
                with open(os.path.join(folder, "model.json"), "rb") as file:
                    model = file.read()
                with open(os.path.join(folder, "hopnhat.json"), "rb") as file:
                    sidecar = file.read()
                terms = b"".join(SealedFile(os.path.join(folder, "terms.hns"), self.project.key, "TERM").contents())
            except OSError as problem:
                self.faults.add("manifest", f"bundle {bundle[:12]} of {entity_type}: {problem.strerror}")
                continue
            except Damaged as damage:
                self.faults.add("frame", f"bundles/{bundle[:12]}/terms.hns: {damage}")
                continue
            whole = hashlib.sha256()
            for content in (model, sidecar, terms):
                whole.update(struct.pack("<Q", len(content)) + content)
            if self.faults.check(whole.hexdigest() == bundle, "manifest",
                                 f"bundle {bundle[:12]}: its contents do not give its name"):
                self.bundle_texts[entity_type] = (model, sidecar, terms)

    def read_anchor(self):
        try:
            with open(self.project.anchor, "rb") as file:
                text = file.read()
        except OSError as problem:
            self.faults.add("anchor", f"the anchor cannot be read: {problem.strerror}")
            text = b""
        *complete, self.anchor_torn = text.split(b"\n")
        self.anchor_lines = [line.decode("ascii", "replace") for line in complete]


WEIGH_WORDS = ("token_overlap", "token_jaccard", "soft_tf_idf", "company_brand", "vietnamese_overlap")


def check_terms(content, deciding):
    """terms.hns beside the part of the model that says what is compared."""
    vietnamese = {a["name"] for a in deciding["attributes"] if a["type"] == "vietnamese_name"}
    weighed = any(level[0] in WEIGH_WORDS for c in deciding["comparisons"] for level in c["levels"])
    spelled = any(c["attribute"] in vietnamese and c["term_frequency"] for c in deciding["comparisons"])
    read_terms(content, len(deciding["comparisons"]), weighed or spelled, spelled)


def as_bytes(value):
    return value.encode() if isinstance(value, str) else bytes(value)


def varint(value):
    out = bytearray()
    while value >= 128:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def show(kind, sequence):
    return format_id(ID_LETTERS[kind], sequence)
