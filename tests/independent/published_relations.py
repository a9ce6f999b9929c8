"""relations.jsonl: ends that live, in their order, and evidence that says so."""
from faults import name_of
from issued_codes import NUMBERS, number_keys


class RelationChecker:
    """@checker: the one of all results, which knows records, entities and faults."""

    def __init__(self, checker):
        self.checker, self.faults, self.project = checker, checker.faults, checker.store.project
        self.previous, self.finished = None, set()

    def check(self):
        for n, row in enumerate(self.checker.results.rows("relations"), 1):
            what = f"relation {n}"
            relation = row.get("relation")
            spec = self.project.relations.get(relation)
            if not self.faults.check(spec is not None, "relations", f"{what}: '{relation}' is not configured"):
                continue
            ends = self.check_ends(row, spec, what)
            self.check_order(row, ends, what)
            evidence = [self.checker.record_of(name) for name in row.get("evidence") or []]
            self.faults.check(bool(evidence), "relations", f"{what}: no record says so")
            self.faults.check(evidence == sorted(set(evidence), key=lambda r: (r[0].encode(), r[1])), "relations",
                              f"{what}: its evidence is not ascending")
            self.check_evidence(relation, spec, ends, evidence, what)

    def check_ends(self, row, spec, what):
        ends = []
        for key, side in (("from_entity_id", "from"), ("to_entity_id", "to")):
            entity = self.checker.entity_of(row, key, what)
            ends.append(entity)
            self.faults.check(self.checker.live.get(entity, (None,))[0] == spec.get(side), "relations",
                              f"{what}: {row.get(key)} is no living {spec.get(side)}")
        return ends

    def check_order(self, row, ends, what):
        """Relation by relation, entities ascending; what is the same for both stands once."""
        relation = row.get("relation")
        key = (*ends, row.get("valid_from") or "", row.get("valid_to") or "9")
        if self.previous is not None and self.previous[0] == relation:
            self.faults.check(self.previous[1] < key, "relations", f"{what} is twice there or out of order")
        elif self.previous is not None:
            self.finished.add(self.previous[0])
        self.faults.check(relation not in self.finished, "relations", f"{what}: other relations stand between")
        self.previous = relation, key

    def check_evidence(self, relation, spec, ends, evidence, what):
        by = spec.get("by") or {}
        by_value = []
        for record in evidence:
            feed = self.checker.current.get(record, (None,))[0]
            if feed in self.project.feeds and self.project.feeds[feed].relation == relation:
                continue
            by_value.append(record)
            self.faults.check(bool(by) and self.checker.crosswalk.get(record) in ends, "relations",
                              f"{what}: {name_of(record)} is no such record")
        if by_value and by:
            self.faults.check(len(by_value) == 2 and {self.checker.crosswalk.get(r) for r in by_value} == set(ends),
                              "relations", f"{what}: its evidence is not one record of each end")
            self.check_values(spec, by, ends, by_value, what)
            self.faults.check("same" not in by or ends[0] < ends[1], "relations", f"{what}: its ends are in the other order")

    def check_values(self, spec, by, ends, by_value, what):
        """One number is in both; of a branch and its firm the firm's."""
        attributes = (by.get("branch") or by.get("same") or by.get("from"), by.get("branch") or by.get("same") or by.get("to"))
        numbers = []
        for entity, side, attribute in zip(ends, ("from", "to"), attributes):
            record = next((r for r in by_value if self.checker.crosswalk.get(r) == entity), None)
            feed, version = self.checker.current.get(record, (None, None))
            known = self.project.entities[spec[side]].attributes.get(attribute) if spec.get(side) in self.project.entities else None
            if feed not in self.project.feeds or known is None or known.type not in NUMBERS:
                return  # told elsewhere; and texts are not read here
            numbers.append(number_keys(self.project.feeds[feed].maps.get(attribute, []), version, "branch" in by))
        self.faults.count("relations by values")
        self.faults.check(bool(numbers[0] & numbers[1]), "relations", f"{what}: its evidence has no value in common")
