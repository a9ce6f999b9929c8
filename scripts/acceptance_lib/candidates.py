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


class Tally:
    """How many records there are of each cluster, and of each cluster in each source; a join costs what the smaller has."""

    __slots__ = ("of_cluster", "of_both")

    def __init__(self, records):
        """@records: (cluster, source) of each."""
        self.of_both = dict(Counter(records))
        self.of_cluster = {}
        for (cluster, _), n in self.of_both.items():
            self.of_cluster[cluster] = self.of_cluster.get(cluster, 0) + n

    def true_pairs_with(self, other, across):
        """True pairs between the two; with @across only those of two sources."""
        small, large = (self, other) if len(self.of_both) <= len(other.of_both) else (other, self)
        total = sum(n * large.of_cluster.get(cluster, 0) for cluster, n in small.of_cluster.items())
        if across:
            total -= sum(n * large.of_both.get(key, 0) for key, n in small.of_both.items())
        return total

    def true_pairs_inside(self, across):
        total = sum(n * (n - 1) // 2 for n in self.of_cluster.values())
        return total - sum(n * (n - 1) // 2 for n in self.of_both.values()) if across else total

    def take(self, other):
        for mine, more in ((self.of_cluster, other.of_cluster), (self.of_both, other.of_both)):
            for key, n in more.items():
                mine[key] = mine.get(key, 0) + n


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
        members = [[] for _ in groups]
        for source, cluster, group in zip(self.source, self.cluster, self.group):
            members[group].append((cluster, source))
        self.members = [Tally(records) for records in members]
        self.n_true = Tally(zip(self.cluster, self.source)).true_pairs_inside(across)


def true_pairs_seen(labelled, pairs):
    """True pairs among candidates; @pairs of record numbers, each once or more."""
    seen = set()
    for a, b in pairs:
        left, right = labelled.group[a], labelled.group[b]
        seen.add((min(left, right), max(left, right)))
    total = 0
    for left, right in seen:
        if left == right:
            total += labelled.members[left].true_pairs_inside(labelled.across)
        else:
            total += labelled.members[left].true_pairs_with(labelled.members[right], labelled.across)
    return total


class Components:
    """Connected components that know how many pairs they hold, and how many of these are true."""

    def __init__(self, labelled):
        self.labelled = labelled
        self.parent = list(range(len(labelled.source)))
        self.true = [Tally([record]) for record in zip(labelled.cluster, labelled.source)]
        # Pairs of all records are true pairs of one cluster.
        self.all = [Tally([(0, source)]) for source in labelled.source]
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
        if len(self.true[a].of_both) < len(self.true[b].of_both):
            a, b = b, a
        self.n_found += self.all[a].true_pairs_with(self.all[b], self.labelled.across)
        self.n_right += self.true[a].true_pairs_with(self.true[b], self.labelled.across)
        self.true[a].take(self.true[b])
        self.all[a].take(self.all[b])
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
