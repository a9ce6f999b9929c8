"""Which sources may meet (`meets` of docs/configuration.md), held against entities, edges, rejected pairs and cases.

The store does not say under which `meets` a run was made: the configuration's digest is the program's own. So what a law
forbids is a fault only where the caller knows under which one it was made (`--meets`); else the verifier leaves
open which of the two was in force, and asks for nothing that only one of them would give.
"""
from faults import format_id


class Meetings:
    """Of the sources of one entity type."""

    def __init__(self, feeds):
        self.own = {feed.name: feed.meets for feed in feeds if not feed.has_source_column}
        self.of_columns = [feed.meets for feed in feeds if feed.has_source_column]
        self.known = {}

    def said_by(self, source, other):
        """A source that is none of its own in the configuration stands in a column: each such feed speaks for it."""
        speakers = [self.own[source]] if source in self.own else self.of_columns
        return max((meets.named.get(other, 0 if source == other else meets.others) for meets in speakers), default=0)

    def of(self, source, other):
        """What both say, the stricter of the two: 0 compare, 1 through, 2 never."""
        pair = (source, other)
        if pair not in self.known:
            said = max(self.said_by(source, other), self.said_by(other, source))
            self.known[pair] = min(said, 1) if source == other else said  # of oneself nobody says never
        return self.known[pair]

    def may_compare(self, source, other):
        return self.of(source, other) == 0

    def first_never(self, sources, others=None):
        """Two of the sources that are never of one entity; or None."""
        found = ((a, b) for a in sorted(sources) for b in sorted(sources if others is None else others)
                 if a != b and self.of(a, b) == 2)
        return next(found, None)


def meetings_of(project, entity_type):
    """None: all sources of the type may be compared."""
    feeds = [feed for feed in project.feeds.values() if feed.entity == entity_type]
    return Meetings(feeds) if any(feed.meets.says_something() for feed in feeds) else None


def sources_by_entity(records):
    """{entity: its sources} of {(source, record_id): entity}."""
    sources = {}
    for (source, _record_id), entity in records.items():
        sources.setdefault(entity, set()).add(source)
    return sources


def tell(faults, told):
    """One fault for all of a kind: the first, and how many there are."""
    if told:
        faults.add("meetings", told[0] + (f"; {len(told)} in all" if len(told) > 1 else ""))


def note_unasked(store, faults):
    if not store.law_holds and any(meetings_of(store.law, name) for name in store.law.entities):
        faults.note("the run may be older than `meets` of the configuration, so it was not held against that; --meets does")


def check_entities_meet(store, faults, entity_type, state):
    """No entity that lives holds records of two sources that never meet."""
    meetings = meetings_of(store.law, entity_type)
    if not store.law_holds or meetings is None:
        return
    entities = sorted(sources_by_entity(state.records).items())
    found = [(entity, meetings.first_never(sources)) for entity, sources in entities]
    tell(faults, [f"{format_id('e', entity)} holds records of {pair[0]} and {pair[1]}, which never meet"
                  for entity, pair in found if pair is not None])
    faults.count("entities of sources that may meet", len(entities))


def check_segment_meets(store, faults, entity_type, kind, rows):
    """No pair of the segment is of sources that may not be compared. @rows: names of the crosswalk's rows."""
    meetings = meetings_of(store.law, entity_type)
    _digest, pairs = store.newest(kind, entity_type) or (None, [])
    if not store.law_holds or meetings is None:
        return
    what = {"EDGE": "an edge", "RJCT": "a rejected pair"}[kind]
    ends = [(rows[a][0], rows[b][0]) for a, b, _units, _rule in pairs if max(a, b) < len(rows)]
    tell(faults, [f"{what} of {entity_type} is of {a} and {b}, which may not be compared"
                  for a, b in ends if not meetings.may_compare(a, b)])
    faults.count("pairs that may be compared", len(pairs))


def check_edges_meet(store, faults, found):
    """The same of the published edges: [(entity type, left record, right record)]."""
    of_type = {name: meetings_of(store.law, name) for name in store.law.entities if store.law_holds}
    tell(faults, [f"an edge of the results is of {left[0]} and {right[0]}, which may not be compared"
                  for entity_type, left, right in found if of_type.get(entity_type) is not None
                  and not of_type[entity_type].may_compare(left[0], right[0])])


class NoCases:
    """Pairs of entities about which nobody is asked: records of theirs are of sources that never meet."""

    def __init__(self, store, records, type_of):
        self.store, self.sources = store, sources_by_entity(records)
        self.meetings = {name: meetings_of(store.law, name) for name in set(type_of.values())}
        self.type_of_entity = {entity: type_of[record] for record, entity in records.items()}

    def never(self, pair):
        """Two sources of theirs; or None."""
        meetings = self.meetings.get(self.type_of_entity.get(pair[0]))
        if meetings is None or any(entity not in self.sources for entity in pair):
            return None
        return meetings.first_never(self.sources[pair[0]], self.sources[pair[1]])

    def check(self, faults, seen, doubtful):
        """Leaves of the pairs in doubt those that somebody is asked about."""
        unlawful = {pair: self.never(pair) for pair in set(seen) | set(doubtful)}
        unlawful = {pair: sources for pair, sources in unlawful.items() if sources is not None}
        asked = sorted(set(unlawful) & set(seen)) if self.store.law_holds else []
        tell(faults, [f"a case is between {format_id('e', a)} and {format_id('e', b)}, of whose records some are of "
                      f"{' and '.join(unlawful[a, b])}, which never meet" for a, b in asked])
        is_older = not self.store.law_holds and set(unlawful) & set(seen)  # the run is
        return doubtful if is_older else {pair: units for pair, units in doubtful.items() if pair not in unlawful}
