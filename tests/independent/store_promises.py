"""I1, I2, I3, I5, I6 and I10 over the state folder."""
import hashlib

from faults import END, format_id, name_of
from segment_forms import EVENT_KINDS, LIVE, REDIRECT, RETIRED, Cursor
from source_meetings import check_entities_meet, meetings_of
from store_state import COMMITTED, DECISION_KINDS, ID_KINDS, ID_LETTERS, as_bytes, show


# ---- the anchor (I3) ----

LINES_KEPT = 64  # that a commit leaves in the database, besides its own


def last_recovery(lines):
    """The number of the first line of the last recovery, 0 without one: it moved beyond all that could be read before."""
    first, inside = 0, False
    for n, line in enumerate(lines, 1):
        recovers = line.split(" ")[4:5] == ["recover"]
        first = n if recovers and not inside else first
        inside = recovers
    return first


def check_anchor(store, faults):
    """The chain holds, and the file says what the database says: neither is an older copy."""
    previous, high, last_publish, uuid = None, {}, 0, None
    store.issued = []  # (kind, first, end, run) by this store; a recovery's range belongs to no run
    store.high, published = high, {0}
    store.known_from = {}  # kind: numbers below it may be from before this anchor, which was lost once
    sound_from, damaged = last_recovery(store.anchor_lines), False
    for n, line in enumerate(store.anchor_lines, 1):
        words = line.split(" ")
        is_line = len(words) == 10 and words[:2] == ["hopnhat-anchor", "1"]
        covered = (previous + "\n" if previous is not None else "") + line[:line.rindex(" ")] if is_line else ""
        chained = is_line and hashlib.sha256(covered.encode()).hexdigest() == words[9]
        if n < sound_from and not chained:
            damaged, previous = True, line
            continue
        if not faults.check(is_line, "anchor", f"line {n}: not a line"):
            return
        faults.check(chained, "anchor", f"line {n}: the chain is broken")
        faults.check(uuid in (None, words[2]) or words[4] == "recover", "anchor",
                     f"line {n}: another store wrote it, and none recovered")
        uuid = words[2]
        previous = line
        try:
            epoch, run, first, end = (int(words[i]) for i in (3, 5, 7, 8))
        except ValueError:
            faults.add("anchor", f"line {n}: a number is none")
            continue
        faults.check(epoch <= store.epoch, "I3", f"line {n} of the anchor has epoch {epoch}, the store {store.epoch}")
        if words[4] == "publish":
            last_publish = run
            published.add(run)
        if words[4] == "recover":
            last_publish = None  # what is published may be an older copy's run, until the next night
            if words[6] in ID_KINDS and (n == 1 or n <= len(ID_KINDS) and store.known_from or
                                         damaged and n >= sound_from):
                store.known_from.setdefault(ID_KINDS.index(words[6]), first)
        if words[6] in ID_KINDS and words[4] in ("reserve", "recover"):
            kind = ID_KINDS.index(words[6])
            faults.check(first >= high.get(kind, 1), "I1",
                         f"line {n} of the anchor reserves {words[6]} numbers from {first} on, "
                         f"those below {high.get(kind, 1)} were reserved before")
            high[kind] = max(end, high.get(kind, 1))
            if words[2] == store.uuid.hex() or words[4] == "recover":
                store.issued.append((kind, first, end, None if words[4] == "recover" else run))
    faults.check(uuid in (None, store.uuid.hex()), "anchor", "its last line is another store's")
    faults.check(store.anchor_torn == b"", "anchor", "the last line has no end")
    check_known_lines(store, faults)
    compare_lines(store, faults)
    for kind, name in enumerate(ID_KINDS):
        faults.check(store.next.get(kind, 0) >= high.get(kind, 1), "I3",
                     f"the store would issue {name} {store.next.get(kind)} next, the anchor has seen {high.get(kind)}")
    if last_publish is None and (store.known_from or store.published_run in published):
        last_publish = store.published_run
    faults.check(last_publish == store.published_run, "I3",
                 f"the anchor's last publication is run {last_publish}, the store's {store.published_run}")


def check_known_lines(store, faults):
    """A commit forgets old lines, never the last ones, and no line between two; a recovery forgets all before it."""
    first = min(store.line_numbers, default=1)
    faults.check(store.line_numbers == list(range(first, first + len(store.lines))), "I3", "store.db lost a line of the anchor")
    began = first == 1 or store.lines[0].split(" ")[4:7:2] == ["recover", ID_KINDS[0]]
    faults.check(began or len(store.lines) > LINES_KEPT, "I3",
                 f"store.db knows the last {len(store.lines)} lines of the anchor alone, from line {first} on")


def compare_lines(store, faults):
    known = dict(zip(store.line_numbers, store.lines))
    for n, line in enumerate(store.anchor_lines, 1):
        if n in known and known[n] != line:
            faults.add("I3", f"line {n} of the anchor is not the store's")
            return
    n_file, n_store = len(store.anchor_lines), max(store.line_numbers, default=0)
    faults.check(n_file == n_store, "I3", f"the anchor has {n_file} lines, the store {n_store}: one is an older copy")


# ---- identifiers (I1) ----

def check_number(store, faults, kind, sequence, what):
    return faults.check(0 < sequence < min(store.high.get(kind, 1), END), "I1",
                        f"{what}: {show(kind, sequence % END)} is not below the anchor's high-water mark")


def check_numbers(store, faults):
    seen = set()
    for event in all_events(store):
        check_number(store, faults, 1, event.sequence, "an event")
        check_number(store, faults, 0, event.entity, f"event {show(1, event.sequence)}")
        faults.check(event.sequence not in seen, "I1", f"event {show(1, event.sequence)} was issued twice")
        seen.add(event.sequence)
    for segment in store.of_kind("CASE"):
        numbers = [case.sequence for case in segment.content]
        faults.check(len(set(numbers)) == len(numbers), "I1", f"a case of {segment.name} was issued twice")
        for number in numbers:
            check_number(store, faults, 3, number, "a case")
    for run in store.runs:
        check_number(store, faults, 4, run, "a run")
    for decision in store.decisions:
        check_number(store, faults, 2, decision[0], "a decision")
    owner = {}
    for entity_type in entity_types(store):
        for entity in store.newest("ENTY", entity_type) or []:
            check_number(store, faults, 0, entity.sequence, f"an entity of {entity_type}")
            faults.check(owner.setdefault(entity.sequence, entity_type) == entity_type, "I1",
                         f"{show(0, entity.sequence)} is an entity of two types")
            check_first_seen(store, faults, entity)


def check_first_seen(store, faults, entity):
    """The run that is said to have issued an id reserved it; an anchor that was lost cannot tell."""
    if entity.sequence < store.known_from.get(0, 1):
        return
    holders = [run for kind, first, end, run in store.issued if kind == 0 and first <= entity.sequence < end]
    faults.check(len(holders) == 1 and holders[0] in (0, entity.first_seen), "I1",
                 f"{show(0, entity.sequence)} is said to be of run {entity.first_seen}, which did not reserve it")


def entity_types(store):
    return sorted({s.name for s in store.segments if s.kind in ("XWLK", "ENTY")})


# ---- the state with live changes laid over it ----

class State:
    """Of one entity type: records {(source, id): entity}, entities {sequence: [status, redirect, locked]}."""

    def __init__(self):
        self.records, self.entities = {}, {}

    def end_of(self, sequence):
        """Where its redirects lead, whatever has become of that since; None: in a circle."""
        seen = set()
        while sequence in self.entities and self.entities[sequence][0] == REDIRECT:
            if sequence in seen:
                return None
            seen.add(sequence)
            sequence = self.entities[sequence][1]
        return sequence

    def resolve(self, sequence):
        end = self.end_of(sequence)
        return end if end is None or self.entities.get(end, [None])[0] == LIVE else 0


def segment_state(store, entity_type):
    state = State()
    state.records = dict(store.newest("XWLK", entity_type) or [])
    state.entities = {e.sequence: [e.status, e.redirect, e.locked] for e in store.newest("ENTY", entity_type) or []}
    return state


def overlaid_state(store, entity_type):
    state = segment_state(store, entity_type)
    for _change, entity, of_type, redirect, _n, status, locked in store.live_entities:
        if of_type == entity_type:
            state.entities[entity] = [status, redirect, locked]
    for _change, source, record_id, of_type, entity in store.live_moves:
        key = (source, record_id if isinstance(record_id, bytes) else record_id.encode())
        if of_type == entity_type and key in state.records:
            state.records[key] = entity
    return state


# ---- redirects, counts (I2) ----

def check_entities(store, faults, entity_type):
    state = overlaid_state(store, entity_type)
    held = {}
    for record, entity in state.records.items():
        held.setdefault(entity, []).append(record)
    for entity, records in held.items():
        status = state.entities.get(entity, [None])[0]
        faults.check(status == LIVE, "I2", f"{show(0, entity)} holds {len(records)} records and is "
                     f"{'unknown' if status is None else 'not live'}")
    for entity, (status, redirect, locked) in state.entities.items():
        if status == LIVE:
            faults.check(entity in held, "I2", f"{show(0, entity)} lives without a record")
        elif status == REDIRECT:
            end = state.end_of(entity)  # who took it over may have gone since
            faults.check(end is not None, "I2", f"the redirect of {show(0, entity)} runs in a circle")
            faults.check(end in state.entities, "I2", f"the redirect of {show(0, entity)} leads to nothing: "
                         f"{format_id('e', redirect % END)}") if end is not None else None
        else:
            faults.check(redirect == 0, "I2", f"{show(0, entity)} is retired and redirects")
        faults.check(status == LIVE or not locked, "I2", f"{show(0, entity)} is locked and does not live")
    base = {}
    for _record, entity in store.newest("XWLK", entity_type) or []:
        base[entity] = base.get(entity, 0) + 1
    for entity in store.newest("ENTY", entity_type) or []:
        faults.check(entity.n_records == base.get(entity.sequence, 0), "I2",
                     f"{show(0, entity.sequence)} states {entity.n_records} records and has {base.get(entity.sequence, 0)}")
    faults.count("entities", len(state.entities))
    faults.count("records", len(state.records))
    return state


# ---- events (I5) ----

class LiveEvent:
    def __init__(self, row, names):
        self.sequence, self.entity_type, kind, self.entity, self.other, self.cause = row
        self.kind, self.names = EVENT_KINDS[kind], names


def live_events(store):
    return [LiveEvent(row, store.live_names.get(row[0], [])) for row in store.live_events]


def all_events(store):
    for segment in store.of_kind("EVNT"):
        yield from segment.content
    yield from live_events(store)


def transactions(events):
    """A night is one; each live change, told by its decision, is one."""
    group = []
    for event in events:
        if group and event.cause != group[-1].cause:
            yield group
            group = []
        group.append(event)
    if group:
        yield group


def apply_to_entity(state, event, faults):
    """Who lives after the event."""
    what = f"event {show(1, event.sequence)} ({event.kind})"
    entity = state.entities.get(event.entity)
    if event.kind == "new":
        faults.check(entity is None, "I1", f"{what}: {show(0, event.entity)} was issued before")
        state.entities[event.entity] = [LIVE, 0, 0]
    elif event.kind in ("restored", "split"):
        faults.check(event.kind == "split" or entity is not None, "I5", f"{what}: {show(0, event.entity)} never was")
        faults.check(entity is None or entity[0] != LIVE, "I5", f"{what}: {show(0, event.entity)} lived already")
        state.entities[event.entity] = [LIVE, 0, 0]
    elif event.kind in ("merged", "retired"):
        gone = event.other if event.kind == "merged" else event.entity
        before = state.entities.get(gone)
        faults.check(before is not None and before[0] == LIVE, "I5", f"{what}: {show(0, gone)} did not live")
        state.entities[gone] = [REDIRECT, event.entity, 0] if event.kind == "merged" else [RETIRED, 0, 0]
    else:
        faults.check(entity is not None or event.kind in ("joined", "moved"), "I5",
                     f"{what}: {show(0, event.entity)} never was")


def apply_to_records(state, event, faults):
    what = f"event {show(1, event.sequence)} ({event.kind})"
    for record in event.names:
        before = state.records.get(record, 0)
        expected = event.entity if event.kind == "withdrawn" else event.other
        faults.check(before == expected, "I5", f"{what}: {name_of(record)} was in "
                     f"{show(0, before) if before else 'no entity'}, the event says "
                     f"{show(0, expected) if expected else 'none'}")
        if event.kind == "withdrawn":
            state.records.pop(record, None)
        else:
            state.records[record] = event.entity
    if event.kind in ("locked", "unlocked") and event.entity in state.entities:
        state.entities[event.entity][2] = int(event.kind == "locked")


def replay(state, events, faults):
    for group in transactions(events):
        for event in group:
            apply_to_entity(state, event, faults)
        for event in group:
            apply_to_records(state, event, faults)


def compare_states(found, expected, faults, what):
    for record in sorted(set(found.records) | set(expected.records)):
        a, b = found.records.get(record, 0), expected.records.get(record, 0)
        if a != b:
            faults.add("I5", f"{what}: {name_of(record)} is in {show(0, b) if b else 'no entity'}, "
                       f"its events say {show(0, a) if a else 'none'}")
    for entity in sorted(set(found.entities) | set(expected.entities)):
        a, b = found.entities.get(entity), expected.entities.get(entity)
        if a is None or b is None:
            faults.add("I5", f"{what}: {show(0, entity)} is {'in no event' if a is None else 'lost'}")
        elif (a[0], a[2]) != (b[0], b[2]) or (a[0] == REDIRECT and found.resolve(entity) != expected.resolve(entity)):
            faults.add("I5", f"{what}: {show(0, entity)} is not what its events say")


def check_births(store, faults):
    """No entity is issued by events of two types."""
    born = {}
    events = [(s.name, e) for s in store.of_kind("EVNT") for e in s.content]
    for entity_type, event in events + [(e.entity_type, e) for e in live_events(store)]:
        if event.kind in ("new", "split"):
            faults.check(born.setdefault(event.entity, entity_type) == entity_type, "I1",
                         f"event {show(1, event.sequence)}: {show(0, event.entity)} was issued by another entity type")


def rename(state, moved):
    """Records under their new names; all at once, as two may change places."""
    names = dict(moved.rows)
    state.records = {names.get(record, record): entity for record, entity in state.records.items()}


def check_moves(store, faults, states):
    """Each move has a number of its own, an undo leads back, and decisions in force went along."""
    moves = sorted((segment.content for segment in store.of_kind("REKY")), key=lambda moved: moved.event)
    known = {}
    for moved in moves:
        faults.check(0 < moved.event < store.next[1], "I1", f"event {show(1, moved.event)} was never issued")
        if moved.undoes:
            rows = dict(known.get(moved.undoes, {}))
            faults.check(all(rows.get(new) == old for old, new in moved.rows), "I5",
                         f"event {show(1, moved.event)} does not lead back what {show(1, moved.undoes)} moved")
        known[moved.event] = moved.rows
        faults.count("moved keys", len(moved.rows))
    records = {record for state in states.values() for record in state.records}
    moves = [dict(moved.rows) for moved in moves]

    def today(record):
        for names in moves:
            record = names.get(record, record)
        return record
    for entity_type in states:
        for decision in decisions_in_force(store, entity_type):
            for record in [record for side in decision.sides for record in side]:
                faults.check(record in records or today(record) not in records, "I6",
                             f"decision {show(2, decision.sequence)} names {name_of(record)}, which moved")


def check_events(store, faults, entity_type):
    """All events from the first night on give the crosswalk and the entities."""
    state, count = State(), 0
    moves = sorted((segment.content for segment in store.of_kind("REKY")), key=lambda moved: moved.event)
    for segment in store.of_kind("EVNT", entity_type):
        left = segment.content
        while moves and left and moves[0].event < left[-1].sequence:
            first = [event for event in left if event.sequence < moves[0].event]
            replay(state, first, faults)
            left = left[len(first):]
            rename(state, moves.pop(0))
        replay(state, left, faults)
        count += len(segment.content)
    for moved in moves:
        rename(state, moved)
    compare_states(state, segment_state(store, entity_type), faults, "the published night")
    live = [event for event in live_events(store) if event.entity_type == entity_type]
    replay(state, live, faults)
    compare_states(state, overlaid_state(store, entity_type), faults, "the state with its live changes")
    faults.count("events", count + len(live))


# ---- decisions (I6) ----

class Decided:
    def __init__(self, row, sides):
        self.sequence, kind, self.verb, self.entity_type, self.target, self.lifted_by = row
        self.kind, self.sides = DECISION_KINDS[kind], sides


def decisions_in_force(store, entity_type):
    rows = [Decided(row, store.decision_records.get(row[0], ([], []))) for row in store.decisions]
    return [d for d in rows if d.entity_type == entity_type and d.kind != "undo" and d.lifted_by == 0]


def decisions_of_the_night(store, entity_type):
    """Those that the published run knew: up to the last that it heard of, and without a mark all before its start."""
    start = store.started_at.get(store.published_run, 0)
    mark = store.heard.get(store.published_run)
    heard = Cursor(as_bytes(mark)).varint() if mark is not None else None

    def was_heard(sequence):
        return store.decided_at.get(sequence, 0) <= start if heard is None else sequence <= heard
    rows = [Decided(row, store.decision_records.get(row[0], ([], []))) for row in store.decisions if was_heard(row[0])]
    return [d for d in rows if d.entity_type == entity_type and d.kind != "undo"
            and (d.lifted_by == 0 or not was_heard(d.lifted_by))]


def standing(store, entity_type, decisions, records):
    """Those in force for certain, and those that may be: nobody need know whether the run is older than `meets`."""
    meetings = meetings_of(store.law, entity_type)
    lawful = standing_under(meetings, decisions, records)
    if store.law_holds or meetings is None:
        return lawful, lawful
    other = standing_under(None, decisions, records)
    return [decision for decision in other if decision in lawful], other + [d for d in lawful if d not in other]


def standing_under(meetings, decisions, records):
    """Those that can hold together, the latest first; one that cannot beside the later ones is overruled whole."""
    taken = []
    for decision in reversed(decisions):
        sides = [[r for r in side if r in records] for side in decision.sides]
        decision.present = sides
        if satisfiable(taken + [decision], meetings):
            taken.append(decision)
    return taken


def satisfiable(decisions, meetings):
    """Groups bound by SAME and LOCK, against DIFFERENT, locks that they would widen, and sources that never meet."""
    group = {}

    def root(record):
        while group.setdefault(record, record) != record:
            record = group[record]
        return record
    for decision in decisions:
        if decision.kind in ("same", "lock"):
            for record in decision.present[0][1:]:
                group[root(record)] = root(decision.present[0][0])
    members = {}
    for record in list(group):
        members.setdefault(root(record), set()).add(record)
    for bound in members.values() if meetings is not None else []:
        if meetings.first_never({source for source, _ in bound}) is not None:
            return False
    for decision in decisions:
        if decision.kind == "different":
            if {root(r) for r in decision.present[0]} & {root(r) for r in decision.present[1]}:
                return False
        elif decision.kind == "lock" and decision.present[0]:
            if members.get(root(decision.present[0][0]), set(decision.present[0])) - set(decision.present[0]):
                return False
    return True


def check_decisions(store, faults, entity_type, state):
    """What people decided holds, unless a later decision says otherwise."""
    in_force = decisions_in_force(store, entity_type)
    certain, store.standing[entity_type] = standing(store, entity_type, in_force, state.records)
    held = {}
    for record, entity in state.records.items():
        held.setdefault(entity, set()).add(record)
    for decision in certain:
        first, second = ({state.records[r] for r in side} for side in decision.present)
        name = show(2, decision.sequence)
        if decision.kind == "same":
            faults.check(len(first) < 2, "I6", f"decision {name}: records that are the same are in {len(first)} entities")
        elif decision.kind == "different":
            faults.check(not first & second, "I6", f"decision {name}: "
                         f"{', '.join(show(0, e) for e in sorted(first & second))} holds records that are different")
        elif decision.present[0]:
            whole = held[next(iter(first))]
            faults.check(len(first) == 1 and whole == set(decision.present[0]), "I6",
                         f"decision {name}: the locked entity has other records than were locked")
    for row in store.decisions:
        if DECISION_KINDS[row[1]] == "undo":
            target = next((r for r in store.decisions if r[0] == row[4]), None)
            faults.check(target is not None and target[5] != 0, "I6",
                         f"decision {show(2, row[0])} lifts {show(2, row[4])}, which is still in force")
    faults.count("decisions in force", len(in_force))


def check_one_per_source(store, faults, entity, state):
    """A source that holds one record per entity has at most one in each, unless people said otherwise."""
    bound = {r for d in store.standing.get(entity.name, []) if d.kind in ("same", "lock") for r in d.present[0]}
    seen = {}
    for record, sequence in sorted(state.records.items()):
        if "all" not in entity.one_per_source and record[0] not in entity.one_per_source:
            continue
        other = seen.setdefault((sequence, record[0]), record)
        if other is not record and not (other in bound and record in bound):
            faults.add("I6", f"{show(0, sequence)} holds two records of {record[0]}: {name_of(other)}, {name_of(record)}")


# ---- nothing vanishes (I10) ----

def current_records(store):
    """{(source, record_id): (feed, version)} of what was accepted and not withdrawn, from the record versions."""
    current = {}
    for segment in store.of_kind("RECV"):
        feed, _, source = segment.name.partition(".")
        for row in segment.content[1]:
            if row.withdrawn:
                current.pop((source, row.record_id), None)
            else:
                current[(source, row.record_id)] = (feed, row)
    return current


def check_crosswalk(store, faults, current):
    """Every accepted record exactly once, in the crosswalk of its entity type."""
    owner = {}
    for entity_type in entity_types(store):
        for record, _entity in store.newest("XWLK", entity_type) or []:
            faults.check(record not in owner, "I10", f"{name_of(record)} is in the crosswalk twice")
            owner[record] = entity_type
    for record, (feed, _version) in current.items():
        spec = store.project.feeds.get(feed)
        if not faults.check(spec is not None, "I10", f"{name_of(record)} is of '{feed}', which is not configured"):
            continue
        if spec.entity is not None:
            faults.check(owner.pop(record, None) == spec.entity, "I10",
                         f"{name_of(record)} was accepted and is not in the crosswalk of {spec.entity}")
    for record in owner:
        faults.add("I10", f"{name_of(record)} is in the crosswalk and was never accepted, or was withdrawn")


def check_store(store, faults):
    check_anchor(store, faults)
    check_numbers(store, faults)
    check_births(store, faults)
    states, store.standing = {}, {}
    for entity_type in entity_types(store):
        states[entity_type] = check_entities(store, faults, entity_type)
        check_events(store, faults, entity_type)
        check_decisions(store, faults, entity_type, states[entity_type])
        check_entities_meet(store, faults, entity_type, states[entity_type])
        if entity_type in store.project.entities:
            check_one_per_source(store, faults, store.project.entities[entity_type], states[entity_type])
    check_moves(store, faults, states)
    current = current_records(store)
    check_crosswalk(store, faults, current)
    if store.runs.get(store.published_run, (0,))[0] == COMMITTED:
        faults.note("the published run was interrupted before its results were switched; the next run does it")
    return current


__all__ = ["check_store", "decisions_of_the_night", "standing", "entity_types", "segment_state", "ID_LETTERS"]
