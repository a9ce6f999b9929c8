"""What the verifier needs of a configuration: where the state lies, and which column fills which attribute.

Reads the part of YAML that configurations use: block and flow mappings and lists, plain and quoted scalars, comments.
"""
import os
import re


class Unreadable(Exception):
    pass


def strip_comment(line):
    quote = None
    for at, char in enumerate(line):
        if quote:
            quote = None if char == quote and not (quote == '"' and line[at - 1] == "\\") else quote
        elif char in "'\"" and (at == 0 or line[at - 1] in " \t[{,:-"):
            quote = char
        elif char == "#" and (at == 0 or line[at - 1] in " \t"):
            return line[:at].rstrip()
    return line.rstrip()


def depth_of(text):
    bare = re.sub(r"'(?:[^']|'')*'|\"(?:\\.|[^\"\\])*\"", "", text)
    return sum(bare.count(c) for c in "[{") - sum(bare.count(c) for c in "]}")


def logical_lines(text):
    """(indent, content) without comments; a flow collection over several lines is one."""
    lines, open_depth = [], 0
    for raw in text.splitlines():
        line = strip_comment(raw.expandtabs(8))
        if not line.strip() or line.strip() == "---":
            continue
        if open_depth > 0:
            lines[-1] = (lines[-1][0], lines[-1][1] + " " + line.strip())
        else:
            lines.append((len(line) - len(line.lstrip()), line.strip()))
        open_depth = max(0, open_depth + depth_of(line))
    return lines


ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", '"': '"', "\\": "\\", "/": "/", " ": " "}


def unescape(match):
    text = match.group(1)
    return chr(int(text[1:], 16)) if text[0] in "xuU" else ESCAPES.get(text, text)


def scalar(text):
    if text[:1] == "'":
        return text[1:-1].replace("''", "'")
    if text[:1] == '"':
        return re.sub(r"\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)", unescape, text[1:-1])
    return None if text in ("", "~", "null") else text


class Flow:
    """One flow value, read from its first character on."""

    def __init__(self, text):
        self.text, self.at = text, 0

    def skip(self):
        while self.at < len(self.text) and self.text[self.at] in " \t":
            self.at += 1

    def word(self, stops):
        self.skip()
        match = re.compile(r"'(?:[^']|'')*'|\"(?:\\.|[^\"\\])*\"").match(self.text, self.at)
        if match:
            self.at = match.end()
            return scalar(match.group())
        start = self.at
        while self.at < len(self.text) and self.text[self.at] not in stops:
            if self.text[self.at] == ":" and self.text[self.at + 1:self.at + 2] in ("", " ", ",", "}", "]"):
                break
            self.at += 1
        return scalar(self.text[start:self.at].strip())

    def value(self):
        self.skip()
        opening = self.text[self.at:self.at + 1]
        if opening not in ("[", "{"):
            return self.word(",]}")
        closing = "]" if opening == "[" else "}"
        items = [] if opening == "[" else {}
        self.at += 1
        while True:
            self.skip()
            if self.at >= len(self.text):
                raise Unreadable("a bracket is not closed")
            if self.text[self.at] == closing:
                self.at += 1
                return items
            self.item(items)
            self.skip()
            if self.text[self.at:self.at + 1] == ",":
                self.at += 1

    def item(self, items):
        if isinstance(items, list):
            items.append(self.value())
            return
        key = self.word(",}")
        self.skip()
        has_value = self.text[self.at:self.at + 1] == ":"
        self.at += 1 if has_value else 0
        items[key] = self.value() if has_value else None


KEY = re.compile(r"('(?:[^']|'')*'|\"(?:\\.|[^\"\\])*\"|[^\s\[\]{},'\"#][^#]*?)\s*:(?:\s+|$)")


def parse_inline(text):
    return Flow(text).value() if text[:1] in "[{" else scalar(text)


def parse_block(lines, at, indent):
    """The collection whose lines begin at @at with @indent, and the line behind it."""
    if lines[at][1].startswith("- ") or lines[at][1] == "-":
        items = []
        while at < len(lines) and lines[at][0] == indent and (lines[at][1] + " ").startswith("- "):
            rest = lines[at][1][1:].strip()
            if rest and not (KEY.match(rest) and rest[0] not in "[{"):
                items.append(parse_inline(rest))
                at += 1
                continue
            if rest:  # a mapping that begins on the dash's line
                inner = indent + len(lines[at][1]) - len(lines[at][1][1:].lstrip())
                lines[at] = (inner, rest)
                value, at = parse_block(lines, at, inner)
            else:
                value, at = parse_block(lines, at + 1, lines[at + 1][0])
            items.append(value)
        return items, at
    mapping = {}
    while at < len(lines) and lines[at][0] == indent:
        match = KEY.match(lines[at][1])
        if match is None:
            raise Unreadable(f"not a mapping: {lines[at][1][:40]}")
        key, rest = scalar(match.group(1)), lines[at][1][match.end():].strip()
        at += 1
        deeper = at < len(lines) and (lines[at][0] > indent or
                                      (lines[at][0] == indent and (lines[at][1] + " ").startswith("- ")))
        if rest or not deeper:
            mapping[key] = parse_inline(rest)
        else:
            mapping[key], at = parse_block(lines, at, lines[at][0])
    return mapping, at


def parse_yaml(text):
    lines = logical_lines(text)
    if not lines:
        return {}
    value, at = parse_block(lines, 0, lines[0][0])
    if at != len(lines):
        raise Unreadable(f"indentation: {lines[at][1][:40]}")
    return value


def as_list(value):
    return [] if value is None else value if isinstance(value, list) else [value]


class FieldMap:
    """How columns give raw values to an attribute."""

    def __init__(self, entry):
        entry = entry if isinstance(entry, dict) else {"columns": entry}
        self.columns = as_list(entry.get("columns", entry.get("column")))
        join, split = entry.get("join"), entry.get("split")
        self.join = join if join is not None else "" if "join" in entry else " "
        self.split, self.number = split, entry.get("number")
        self.repair = as_list(entry.get("repair"))


class Meets:
    """What a source says of the others: for each how strictly, 0 compare, 1 through, 2 never."""

    def __init__(self, node):
        words = ("compare", "through", "never")
        self.others = words.index(node.get("others") or "compare")
        self.named = {name: strictness for strictness, word in enumerate(words) for name in as_list(node.get(word))}

    def says_something(self):
        return self.others > 0 or bool(self.named)


class Feed:
    def __init__(self, name, node, only_entity):
        self.name, self.relation = name, node.get("relation")
        self.entity = None if self.relation else node.get("entity", only_entity)
        self.has_source_column = node.get("source_column") is not None
        self.has_no_key = node.get("key") is None
        self.meets = Meets(node.get("meets") or {})
        self.maps = {attribute: [FieldMap(entry) for entry in
                                 (entries if isinstance(entries, list) and any(isinstance(e, dict) for e in entries)
                                  else [entries])]
                     for attribute, entries in (node.get("map") or {}).items()}


class Target:
    """Whose records it is told of; None: everybody's."""

    def __init__(self, node, only_entity):
        self.entity, self.is_golden = node.get("entity", only_entity), node.get("rows") == "golden"
        sources = as_list(node.get("sources"))
        self.sources = None if sources == ["all"] else sources


def read_parts(path):
    """The configuration, and what the files of sources.d beside it add to its sources and targets."""
    with open(path, encoding="utf-8-sig") as file:
        root = parse_yaml(file.read())
    folder = os.path.join(os.path.dirname(path), "sources.d")
    names = sorted(os.listdir(folder)) if os.path.isdir(folder) else []
    for name in names:
        if name.startswith(".") or not name.endswith((".yaml", ".yml")):
            continue
        with open(os.path.join(folder, name), encoding="utf-8-sig") as file:
            part = parse_yaml(file.read())
        for key in ("sources", "targets"):
            root[key] = {**(root.get(key) or {}), **(part.get(key) or {})}
    return root


class Project:
    def __init__(self, path):
        path = os.path.abspath(path)
        folder = os.path.dirname(path)
        root = read_parts(path)
        names = root.get("project") or {}
        self.state = os.path.join(folder, names.get("state") or "hopnhat-state")
        self.anchor = os.path.join(folder, names.get("anchor") or "hopnhat.anchor")
        self.key = None
        if names.get("seal_key_file"):
            with open(os.path.join(folder, names["seal_key_file"]), encoding="ascii") as file:
                self.key = bytes.fromhex(file.read().strip())
        entities = root.get("entities") or {}
        only = next(iter(entities)) if len(entities) == 1 else None
        self.entities = {name: Entity(name, node or {}) for name, node in entities.items()}
        self.relations = root.get("relations") or {}
        self.targets = {name: Target(node or {}, only) for name, node in (root.get("targets") or {}).items()}
        self.feeds = {name: Feed(name, node or {}, only) for name, node in (root.get("sources") or {}).items()}


class Attribute:
    def __init__(self, spec):
        spec = spec if isinstance(spec, dict) else {"type": spec}
        self.type, self.is_many = spec.get("type"), spec.get("values") == "many"
        self.parts_records = (self.type == "tax_code" and spec.get("check_digit") == "true" and
                              spec.get("holds") == "one_for_life" and not self.is_many)


class Entity:
    def __init__(self, name, node):
        self.name = name
        self.attributes = {attribute: Attribute(spec) for attribute, spec in (node.get("attributes") or {}).items()}
        self.one_per_source = as_list(node.get("one_record_per_source"))
        self.n_rules = len(as_list(node.get("blocking")))
