"""All candidate pairs of a project with their weights, seen from outside: the same configuration with thresholds so far
apart that every pair which was compared is an edge. What blocking truly lost, and what the best threshold would give.

Records whose rows read the same in every column cannot be told apart by any rule, and of many of them the program keeps
only some edges: an edge between two such groups therefore stands for all their pairs.
"""
import json
import re
import subprocess
from array import array
from collections import Counter, defaultdict

from acceptance_lib import sets
from change_records import read_table
from evaluate import read_truth
from project_folder import ProjectFolder

OPEN = "{ match: 1000, review: -1000 }"
SHIFT = 32


def with_thresholds(text, thresholds):
    """A configuration's text with @thresholds in each entity type: in place of those that stand there, else above blocking."""
    lines, out, skip = text.split("\n"), [], None
    for line in lines:
        indent = len(line) - len(line.lstrip())
        if skip is not None and line.strip() and indent > skip:
            continue
        skip = None
        if re.match(r"\s+thresholds\s*:", line):
            skip = indent
            continue
        if re.match(r"\s+blocking\s*:", line):
            out.append(" " * indent + f"thresholds: {thresholds}")
        out.append(line)
    return "\n".join(out)


def edges_of(path):
    """(left record, right record, weight) of a result file, line by line."""
    with subprocess.Popen(["zstd", "-dcq", str(path)], stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        for line in process.stdout:
            edge = json.loads(line)
            yield ((edge["source_dataset_l"], edge["unique_id_l"]), (edge["source_dataset_r"], edge["unique_id_r"]),
                   edge["match_weight"])
    if process.returncode != 0:
        raise RuntimeError(f"{path}: zstd ended {process.returncode}")


def of_two_sources(both, left, right):
    """Pairs between two Counters of (group, source) that share the group; with @both True those inside a source too."""
    small, large = (left, right) if len(left) <= len(right) else (right, left)
    by_group = defaultdict(int)
    for (group, _), n in large.items():
        by_group[group] += n
    total = 0
    for (group, source), n in small.items():
        total += n * (by_group.get(group, 0) - (0 if both else large.get((group, source), 0)))
    return total


def inside(both, groups):
    """The same within one Counter of (group, source)."""
    by_group = Counter()
    own = 0
    for (group, _), n in groups.items():
        by_group[group] += n
        own += n * (n - 1) // 2
    total = sum(n * (n - 1) // 2 for n in by_group.values())
    return total if both else total - own


class Labelled:
    """Records by number, with source, true cluster, and the group of rows that read the same."""

    def __init__(self, rows, columns, truth, across):
        self.across = across
        self.number, self.source, self.cluster, self.group = {}, [], [], []
        groups = {}
        fields = [name for name in columns if name not in ("record_id", "source")]
        for row in rows:
            self.number[row["source"], row["record_id"]] = len(self.source)
            self.source.append(row["source"])
            self.cluster.append(truth.get((row["source"], row["record_id"]), truth.get((None, row["record_id"]))))
            self.group.append(groups.setdefault(tuple(row[name] for name in fields), len(groups)))
        self.members = [Counter() for _ in groups]
        for source, cluster, group in zip(self.source, self.cluster, self.group):
            self.members[group][cluster, source] += 1
        self.n_true = inside(not across, Counter(zip(self.cluster, self.source)))


def true_pairs_seen(labelled, pairs):
    """True pairs among candidates; @pairs of record numbers, each once or more."""
    seen = set()
    for a, b in pairs:
        left, right = labelled.group[a], labelled.group[b]
        seen.add((min(left, right), max(left, right)))
    total = 0
    for left, right in seen:
        if left == right:
            total += inside(not labelled.across, labelled.members[left])
        else:
            total += of_two_sources(not labelled.across, labelled.members[left], labelled.members[right])
    return total


class Components:
    """Connected components that know how many pairs they hold, and how many of these are true."""

    def __init__(self, labelled):
        self.labelled, self.both = labelled, not labelled.across
        self.parent = list(range(len(labelled.source)))
        self.true = [{(cluster, source): 1} for cluster, source in zip(labelled.cluster, labelled.source)]
        self.all = [{(0, source): 1} for source in labelled.source]
        self.n_found = self.n_right = 0

    def find(self, record):
        while self.parent[record] != record:
            self.parent[record] = self.parent[self.parent[record]]
            record = self.parent[record]
        return record

    def join(self, a, b):
        a, b = self.find(a), self.find(b)
        if a == b:
            return
        if len(self.true[a]) < len(self.true[b]):
            a, b = b, a
        self.n_found += of_two_sources(self.both, self.all[a], self.all[b])
        self.n_right += of_two_sources(self.both, self.true[a], self.true[b])
        for mine, other in ((self.true[a], self.true[b]), (self.all[a], self.all[b])):
            for key, n in other.items():
                mine[key] = mine.get(key, 0) + n
        self.true[b] = self.all[b] = None
        self.parent[b] = a

    @property
    def f1(self):
        whole = self.n_found + self.labelled.n_true
        return 2 * self.n_right / whole if whole else 1.0


def best_threshold(labelled, by_weight):
    """(F1, weight): connected components of all edges at or above a weight, at the weight that the truth likes best."""
    components = Components(labelled)
    best = (components.f1, float("inf"))
    for weight in sorted(by_weight, reverse=True):
        for packed in by_weight[weight]:
            components.join(packed >> SHIFT, packed & (1 << SHIFT) - 1)
        if components.f1 > best[0]:
            best = (components.f1, weight)
    return best


def unpack(by_weight):
    for packed_edges in by_weight.values():
        for packed in packed_edges:
            yield packed >> SHIFT, packed & (1 << SHIFT) - 1


def open_night(context, night):
    """{weight: edges} over all candidates of @night's configuration, and what the run says of them."""
    folder = context.work(f"{night.name}-open")
    made = ProjectFolder(folder, context.program())
    for path in night.made.folder.iterdir():
        if path.is_file() and path.name.startswith("records.csv"):
            (folder / path.name).write_bytes(path.read_bytes())
    text = night.made.config.read_text(encoding="utf-8")
    made.config.write_text(with_thresholds(text, OPEN), encoding="utf-8")
    return made, sets.logged_night(context, made).summary


def look(context, night):
    """{"oracle", "threshold", "loss", "pairs"} of a first night; once for all rows that want it."""
    kept = context.cache.setdefault("candidates", {})
    if night.name not in kept:
        made, summary = open_night(context, night)
        rows, columns = read_table(night.records)
        labelled = Labelled(rows, columns, read_truth(night.truth), night.across)
        by_weight = defaultdict(lambda: array("Q"))
        for left, right, weight in edges_of(made.results / "edges.jsonl.zst"):
            by_weight[weight].append(labelled.number[left] << SHIFT | labelled.number[right])
        n_seen = true_pairs_seen(labelled, unpack(by_weight))
        oracle, threshold = best_threshold(labelled, by_weight)
        kept[night.name] = {"oracle": oracle, "threshold": threshold, "pairs": summary.get("pairs"),
                            "edges": sum(map(len, by_weight.values())),
                            "loss": 1 - n_seen / labelled.n_true if labelled.n_true else 0.0}
    return kept[night.name]
