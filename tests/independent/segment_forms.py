"""What stands inside segments: chunks, and the rows of RECV, XWLK, ENTY, EDGE, RJCT, EVNT, CASE, MARK, TROW and
OUTB (docs/formats.md)."""
import struct

from sealed_container import Damaged, need

EVENT_KINDS = ("new", "joined", "moved", "merged", "split", "withdrawn", "retired", "restored", "updated", "locked",
               "unlocked")
LIVE, REDIRECT, RETIRED = 0, 1, 2


class Cursor:
    def __init__(self, data):
        self.data, self.at = data, 0

    def more(self):
        return self.at < len(self.data)

    def byte(self):
        need(self.at < len(self.data), "bytes are missing")
        self.at += 1
        return self.data[self.at - 1]

    def varint(self):
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                need(byte != 0 or shift == 7, "a redundant varint byte")
                need(value < 1 << 64, "a varint of more than 64 bits")
                return value

    def zigzag(self):
        value = self.varint()
        return value >> 1 ^ -(value & 1)

    def take(self, n):
        need(self.at + n <= len(self.data), "bytes are missing")
        self.at += n
        return self.data[self.at - n:self.at]

    def slice(self):
        return self.take(self.varint())

    def done(self):
        need(self.at == len(self.data), "bytes are left over")


def chunks(contents, forms=(1,)):
    """Cursor over the header, cursors over the chunks of rows, and the count that ends them. @forms: known ones."""
    found, at = [], 0
    while at < len(contents):
        whole = contents[at]
        at += 1
        need(len(whole) >= 9, "a chunk has no head")
        size = struct.unpack_from("<Q", whole, 1)[0]
        parts = [whole]
        have = len(whole)
        while have < 9 + size:
            need(at < len(contents), "it ends inside a chunk")
            parts.append(contents[at])
            have += len(contents[at])
            at += 1
        need(have == 9 + size, "a chunk has another length than its head says")
        whole = b"".join(parts)
        found.append((whole[:1], whole[9:]))
    need(len(found) >= 2 and found[0][0] == b"H" and found[-1][0] == b"E", "header or end is missing")
    need(all(kind == b"D" for kind, _ in found[1:-1]), "a chunk of an unknown type")
    end = Cursor(found[-1][1])
    n_rows = end.varint()
    end.done()
    header = Cursor(found[0][1])
    header.form = header.varint()
    need(header.form in forms, "another version of the form")
    return header, [Cursor(content) for _, content in found[1:-1]], n_rows


class Version:
    __slots__ = ("record_id", "run", "withdrawn", "fields", "columns")


def part(cursor):
    """A part of a chunk: bytes behind their length, as a cursor of its own."""
    return Cursor(cursor.slice())


def read_versions(cursor, columns, run, has_ages):
    """The rows of a chunk, which stand there column by column; with ages each says which run brought it first."""
    n_rows, n_withdrawn = cursor.varint(), cursor.varint()
    need(0 < n_rows and n_withdrawn <= n_rows, "impossible numbers of rows")
    withdrawn, at = set(), 0
    for n in range(n_withdrawn):
        step = cursor.varint()
        need(n == 0 or step > 0, "a row is withdrawn twice")
        at += step
        withdrawn.add(at)
    need(not withdrawn or at < n_rows, "a row that is not there is withdrawn")
    lengths, ids = part(cursor), part(cursor)
    ages = part(cursor) if has_ages else None
    parts = [(part(cursor), part(cursor)) for _ in columns]
    cursor.done()
    rows = []
    for n in range(n_rows):
        row = Version()
        row.record_id = ids.take(lengths.varint())
        row.run = run - (ages.varint() if has_ages else 0)
        need(row.run > 0, "a version is older than all runs")
        row.withdrawn, row.fields, row.columns = n in withdrawn, [], columns
        if not row.withdrawn:
            words = [heads.varint() for heads, _ in parts]
            need(all(word & 3 <= 2 and (word & 3 or word == 0) for word in words), "impossible fields")
            row.fields = [(word & 3, values.take(word >> 2)) for word, (_, values) in zip(words, parts)]
        rows.append(row)
    for one in [lengths, ids, *([ages] if has_ages else []), *(cursor for pair in parts for cursor in pair)]:
        one.done()
    return rows


def read_recv(contents):
    """The run in the header, and the rows."""
    header, parts, n_rows = chunks(contents, (1, 2))
    run = header.varint()
    columns = [header.slice() for _ in range(header.varint())]
    header.done()
    rows = [row for cursor in parts for row in read_versions(cursor, columns, run, header.form == 2)]
    need(len(rows) == n_rows, "the count of rows is wrong")
    need(all(a.record_id < b.record_id for a, b in zip(rows, rows[1:])), "rows are not ascending")
    return run, rows


def read_xwlk(contents):
    """[((source, record_id), entity)] strictly ascending."""
    header, parts, n_rows = chunks(contents)
    n_stated, n_id_bytes = header.varint(), header.varint()
    sources = [header.slice().decode() for _ in range(header.varint())]
    header.done()
    need(all(a.encode() < b.encode() for a, b in zip(sources, sources[1:])), "sources are not ascending")
    rows = []
    for cursor in parts:
        count = cursor.varint()
        names = []
        while len(names) < count:
            source, n = cursor.varint(), cursor.varint()
            need(source < len(sources) and 0 < n <= count - len(names), "a run of sources is wrong")
            names += [sources[source]] * n
        sizes = [cursor.varint() for _ in range(count)]
        ids = [cursor.take(size) for size in sizes]
        entity = 0
        for name, record_id in zip(names, ids):
            entity += cursor.zigzag()
            rows.append(((name, record_id), entity))
        cursor.done()
    need(len(rows) == n_rows == n_stated, "the count of rows is wrong")
    need(sum(len(name[1]) for name, _ in rows) == n_id_bytes, "the count of id bytes is wrong")
    keys = [(name[0].encode(), name[1]) for name, _ in rows]
    need(all(a < b for a, b in zip(keys, keys[1:])), "records are not ascending")
    return rows


class Entity:
    __slots__ = ("sequence", "status", "locked", "redirect", "first_seen", "n_records", "golden")


def read_enty(contents):
    header, parts, n_rows = chunks(contents)
    need(header.varint() == n_rows, "the count of rows is wrong")
    header.done()
    entities = []
    for cursor in parts:
        previous = 0
        while cursor.more():
            entity = Entity()
            entity.sequence = previous = previous + cursor.varint()
            flags = cursor.byte()
            need(flags & ~15 == 0 and flags & 3 <= RETIRED, "unknown flags of an entity")
            entity.status, entity.locked = flags & 3, flags >> 2 & 1
            entity.redirect = cursor.varint() if entity.status == REDIRECT else 0
            entity.first_seen, entity.n_records = cursor.varint(), cursor.varint()
            entity.golden = cursor.take(16) if flags & 8 else bytes(16)
            entities.append(entity)
    need(len(entities) == n_rows, "the count of rows is wrong")
    need(all(a.sequence < b.sequence for a, b in zip(entities, entities[1:])), "entities are not ascending")
    return entities


def read_edge(contents):
    """The digest of the crosswalk, and [(row a, row b, weight units, rule)]."""
    header, parts, n_rows = chunks(contents)
    need(header.varint() == n_rows, "the count of rows is wrong")
    crosswalk = header.take(32)
    header.done()
    edges = []
    for cursor in parts:
        a = 0
        while cursor.more():
            a += cursor.varint()
            b = a + cursor.varint()
            edges.append((a, b, cursor.zigzag(), cursor.varint()))
    need(len(edges) == n_rows, "the count of rows is wrong")
    return crosswalk, edges


class Event:
    __slots__ = ("sequence", "kind", "entity", "other", "cause", "names")


def read_evnt(contents):
    header, parts, n_rows = chunks(contents)
    need(header.varint() == n_rows, "the count of rows is wrong")
    sources = [header.slice().decode() for _ in range(header.varint())]
    header.done()
    events = []
    for cursor in parts:
        previous = 0
        while cursor.more():
            event = Event()
            event.sequence = previous = previous + cursor.varint()
            kind = cursor.byte()
            need(kind < len(EVENT_KINDS), "an unknown kind of event")
            event.kind = EVENT_KINDS[kind]
            event.entity, event.other, event.cause = cursor.varint(), cursor.varint(), cursor.varint()
            event.names = []
            for _ in range(cursor.varint()):
                source = cursor.varint()
                need(source < len(sources), "a source that is not listed")
                event.names.append((sources[source], cursor.slice()))
            events.append(event)
    need(len(events) == n_rows, "the count of rows is wrong")
    return events


class Case:
    __slots__ = ("sequence", "a", "b", "kind", "n_edges", "weight", "row_a", "row_b")


def read_case(contents):
    """One list, not in chunks."""
    cursor = Cursor(b"".join(contents))
    cases = []
    for _ in range(cursor.varint()):
        case = Case()
        case.sequence, case.a, case.b, case.kind, case.n_edges = (cursor.varint() for _ in range(5))
        case.weight, case.row_a, case.row_b = cursor.zigzag(), cursor.varint(), cursor.varint()
        cases.append(case)
    cursor.done()
    return cases


def read_term_lists(cursor, n_comparisons, order):
    """For each comparison the terms: what is not listed, how many records, and values strictly ascending."""
    for _ in range(n_comparisons):
        cursor.zigzag()
        cursor.varint()
        previous = None
        for _ in range(cursor.varint()):
            value = cursor.slice()
            cursor.varint()
            cursor.zigzag()
            need(previous is None or previous < value, f"{order} are not ascending")
            previous = value


def read_terms(content, n_comparisons, with_words, with_bare_words):
    """Walks terms.hns to its end: that it can be read, and holds no more and no less than the model says, is all that is asked."""
    cursor = Cursor(content)
    need(cursor.varint() == n_comparisons, "the count of comparisons is wrong")
    read_term_lists(cursor, n_comparisons, "terms")
    for _ in range(cursor.varint()):
        cursor.varint()
        for _ in range(cursor.varint()):
            cursor.slice()
        for _ in range(cursor.varint()):
            cursor.varint()
    if with_words:
        read_term_lists(cursor, n_comparisons, "words")
    if with_bare_words:
        read_term_lists(cursor, n_comparisons, "terms without marks")
    cursor.done()


class TargetRows(list):
    """[(operation, key fields, other fields)] ascending by key; a field without a value is None."""

    def __init__(self, previous, columns, n_key):
        super().__init__()
        self.previous, self.columns, self.n_key = previous, columns, n_key


def read_field(cursor):
    size = cursor.varint()
    return None if size == 0 else cursor.take(size - 1)


def read_target_rows(contents):
    header, parts, n_rows = chunks(contents)
    previous = header.varint()
    header.take(32)
    n_key, n_columns = header.varint(), header.varint()
    rows = TargetRows(previous, [header.slice().decode() for _ in range(n_columns)], n_key)
    header.done()
    need(0 < n_key <= n_columns, "the key is wrong")
    for cursor in parts:
        while cursor.more():
            operation = chr(cursor.byte())
            need(operation in "ud", "an unknown operation")
            key = tuple(read_field(cursor) for _ in range(n_key))
            need(None not in key, "a key without a value")
            rows.append((operation, key, () if operation == "d" else
                         tuple(read_field(cursor) for _ in range(n_columns - n_key))))
    need(len(rows) == n_rows, "the count of rows is wrong")
    need(all(a[1] < b[1] for a, b in zip(rows, rows[1:])), "rows are not ascending")
    return rows


def read_target_state(contents):
    rows = read_target_rows(contents)
    need(all(row[0] == "u" for row in rows), "a state that deletes")
    return rows


def read_mark(contents):
    """How far an incremental source was read: all of it stands in the header."""
    header, parts, n_rows = chunks(contents)
    header.slice()
    header.zigzag()
    header.take(32)
    header.done()
    need(not parts and n_rows == 0, "a mark has rows")
    return []


READERS = {"RECV": read_recv, "MARK": read_mark, "XWLK": read_xwlk, "ENTY": read_enty, "EDGE": read_edge, "RJCT": read_edge,
           "EVNT": read_evnt, "CASE": read_case, "TROW": read_target_state, "OUTB": read_target_rows}

__all__ = ["Damaged", "READERS", "read_terms", "LIVE", "REDIRECT", "RETIRED", "Cursor", "Event", "Entity"]
