#!/usr/bin/env python3
"""hopnhat evaluate, from outside: against scripts/evaluate.py, which shares no code with it; forms, exit codes, errors.

usage: test_evaluate.py PROGRAM
"""
import csv
import gzip
import json
import random
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))
import evaluate  # noqa: E402

PROGRAM = sys.argv.pop(1) if len(sys.argv) > 1 else "build/hopnhat"
SEED = 20261128


class Evaluate(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def path(self, name, text=None):
        path = Path(self.folder.name) / name
        if text is not None:
            data = text.encode()
            if name.endswith(".gz"):
                data = gzip.compress(data)
            if name.endswith(".zst"):
                data = subprocess.run(["zstd", "-q"], input=data, capture_output=True, check=True).stdout
            path.write_bytes(data)
        return path

    def run_evaluate(self, *arguments):
        return subprocess.run([PROGRAM, "evaluate", *map(str, arguments)], capture_output=True, text=True, check=False)

    def answer(self, *arguments):
        done = self.run_evaluate(*arguments, "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(len(done.stdout.splitlines()), 1)
        return json.loads(done.stdout)

    def draw(self, rng, with_source, n_least=1):
        """Texts of a crosswalk and a truth over nearly the same records."""
        n, n_clusters = rng.randrange(n_least, 200), rng.randrange(1, 80)
        crosswalk, truth = ["source,record_id,entity_id"], ["source,record_id,cluster_id" if with_source
                                                            else "record_id,cluster_id"]
        for i in range(n):
            source, cluster = rng.choice("abc"), rng.randrange(n_clusters)
            found = cluster if rng.random() < 0.7 else rng.randrange(n_clusters)
            if rng.random() < 0.95:
                crosswalk.append(f"{source},r{i},e{found}")
            if rng.random() < 0.95:
                truth.append((f"{source}," if with_source else "") + f"r{i},c{cluster}")
        return "\n".join(crosswalk) + "\n", "\n".join(truth) + "\n"

    def test_the_figures_of_another_program(self):
        rng = random.Random(SEED)
        for n in range(60):
            crosswalk, truth = self.draw(rng, with_source=n % 2 == 0)
            files = self.path("crosswalk.csv.gz", crosswalk), self.path("truth.csv", truth)
            plain = self.path("crosswalk.csv", crosswalk)
            for across in (False, True):
                wanted = evaluate.evaluate(plain, files[1], across)
                got = self.answer("--crosswalk", files[0], "--truth", files[1],
                                  *(["--across-sources"] if across else []))
                pairs, clusters, records = got["pairs"], got["clusters"], got["records"]
                self.assertEqual((pairs["found"], pairs["true"], pairs["both"]),
                                 (wanted["pairs_found"], wanted["pairs_true"], wanted["pairs_both"]))
                self.assertEqual((clusters["found"], clusters["true"], clusters["exact"]),
                                 (wanted["clusters_found"], wanted["clusters_true"], wanted["clusters_exact"]))
                self.assertEqual((records["judged"], records["only_in_crosswalk"], records["only_in_truth"]),
                                 (wanted["records"], wanted["only_in_crosswalk"], wanted["only_in_truth"]))
                for key in ("precision", "recall", "f1"):
                    self.assertAlmostEqual(pairs[key], wanted[key], places=12)
                    self.assertAlmostEqual(clusters["b3_" + key], wanted["b3_" + key], places=12)
                    self.assertLessEqual(pairs[key + "_low"], pairs[key + "_high"])

    def test_forms_and_order_change_nothing(self):
        rng = random.Random(SEED)
        crosswalk, truth = self.draw(rng, with_source=True)
        plain = self.answer("--crosswalk", self.path("c.csv", crosswalk), "--truth", self.path("t.csv", truth))
        rows = list(csv.DictReader(crosswalk.splitlines()))
        rng.shuffle(rows)
        lines = "".join(json.dumps(row) + "\n" for row in rows)
        for crosswalk_path in (self.path("c.jsonl", lines), self.path("c.jsonl.zst", lines), self.path("c", lines)):
            other = self.answer("--crosswalk", crosswalk_path, "--truth", self.path("t.csv.zst", truth))
            self.assertEqual(other, plain)

    def test_words(self):
        done = self.run_evaluate("--crosswalk", self.path("c.csv", "source,record_id,entity_id\na,1,e\na,2,e\n"),
                                 "--truth", self.path("t.csv", "record_id,entity_id\n1,x\n3,x\n"))
        self.assertEqual(done.returncode, 0)
        self.assertIn("records    3: 1 in both files, 1 only in the crosswalk, 1 only in the truth", done.stdout)
        self.assertIn("precision      0.0000", done.stdout)
        self.assertEqual(done.stderr, "")
        apart = self.run_evaluate("--crosswalk", self.path("c.csv"), "--truth",
                                  self.path("t.csv", "source,record_id,entity_id\nb,1,x\n"))
        self.assertEqual(apart.returncode, 0)
        self.assertIn("no record is in both files", apart.stderr)

    def test_wrong_pairs_are_labelled_pairs(self):
        crosswalk, truth = self.draw(random.Random(SEED + 1), with_source=True, n_least=150)
        files = ("--crosswalk", self.path("c.csv", crosswalk), "--truth", self.path("t.csv", truth))
        wrong = self.path("wrong.csv")
        got = self.answer(*files, "--errors", wrong)
        rows = list(csv.DictReader(wrong.read_text().splitlines()))
        by_kind = {kind: sum(row["error"] == kind for row in rows) for kind in ("false_positive", "false_negative")}
        self.assertEqual(by_kind["false_positive"], got["pairs"]["found"] - got["pairs"]["both"])
        self.assertEqual(by_kind["false_negative"], got["pairs"]["true"] - got["pairs"]["both"])
        self.assertEqual(got["errors"]["told"], len(rows))
        again = self.answer("--crosswalk", files[1], "--pairs", wrong)
        self.assertEqual((again["pairs"]["found"], again["pairs"]["true"], again["pairs"]["both"]),
                         (by_kind["false_positive"], by_kind["false_negative"], 0))
        few = self.path("few.jsonl.zst")
        done = self.run_evaluate(*files, "--errors", few, "--errors-max", 3)
        self.assertIn("only 3 of these pairs written, the worst clusters first", done.stderr)
        lines = subprocess.run(["zstd", "-dcq", few], capture_output=True, text=True, check=True).stdout
        first = [json.loads(line)["id_a"] for line in lines.splitlines()]
        self.assertEqual(first, [row["id_a"] for row in rows[:3]])

    def test_labelled_pairs_count_alone(self):
        crosswalk = self.path("c.csv", "source,record_id,entity_id\na,1,e\na,2,e\na,3,f\n")
        pairs = self.path("p.csv", "id_a,id_b,match\n1,2,1\n1,3,1\n2,3,0\n")
        got = self.answer("--crosswalk", crosswalk, "--pairs", pairs)
        self.assertEqual((got["pairs"]["precision"], got["pairs"]["recall"]), (1, 0.5))
        self.assertNotIn("clusters", got)
        truth = self.path("t.csv", "record_id,cluster_id\n1,x\n2,x\n3,x\n")
        got = self.answer("--crosswalk", crosswalk, "--truth", truth, "--pairs", pairs)
        self.assertEqual((got["pairs"]["true"], got["bootstrap"]["units"]), (2, 1))

    def test_review_counts_as_together_when_asked(self):
        files = ("--crosswalk", self.path("c.csv", "source,record_id,entity_id\na,1,e\na,2,f\n"),
                 "--truth", self.path("t.csv", "record_id,cluster_id\n1,x\n2,x\n"))
        cases = self.path("cases.jsonl", '{"kind":"review","entity_id_l":"e","entity_id_r":"f"}\n')
        self.assertEqual(self.answer(*files)["pairs"]["recall"], 0)
        self.assertEqual(self.answer(*files, "--review", cases)["pairs"]["recall"], 1)

    def test_what_is_refused(self):
        good = self.path("c.csv", "source,record_id,entity_id\na,1,e\nb,1,f\n")
        with_source = self.path("t.csv", "source,record_id,cluster_id\na,1,x\n")
        ambiguous = self.path("u.csv", "record_id,cluster_id\n1,x\n")
        cut = self.path("cut.csv.gz")
        cut.write_bytes(gzip.compress(b"record_id,cluster_id\n" + b"2,x\n" * 1000)[:-9])
        for arguments, words in (
                (["--crosswalk", good], "--truth"),
                (["--crosswalk", good, "--truth", ambiguous], "in two sources"),
                (["--crosswalk", good, "--truth", self.path("none.csv")], "none.csv"),
                (["--crosswalk", good, "--truth", cut], "cut.csv.gz"),
                (["--crosswalk", with_source, "--truth", self.path("v.csv", "a,b\n1,2\n")], "no column 'record_id'"),
                (["--crosswalk", good, "--truth", with_source, "--errors", "x.txt"], "FILE.csv"),
                (["--crosswalk", good, "--truth", with_source, "--errors", self.folder.name + "/"], "FILE.csv"),
                (["--crosswalk", good, "--truth", with_source, "--errors-max", "0"], "--errors-max"),
                (["--crosswalk", good, "--truht", with_source], "did you mean --truth")):
            done = self.run_evaluate(*arguments)
            self.assertEqual((done.returncode, done.stdout), (2, ""), arguments)
            self.assertIn(words, done.stderr)


if __name__ == "__main__":
    unittest.main()
