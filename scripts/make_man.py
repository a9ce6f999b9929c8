#!/usr/bin/env python3
"""Writes the manual pages: hopnhat.1 and hopnhat-COMMAND.1 from the program's own table of commands and options and
docs/commands.md, hopnhat.yaml.5 from docs/configuration.md.

usage: make_man.py HOPNHAT DOCS STAMP
The pages are written into the folder man/ beside STAMP, which says to the build that they are there. They are mdoc(7):
`man -l build/man/hopnhat.1` or mandoc shows them. The same inputs give the same bytes.
"""
import json
import re
import subprocess
import sys
from pathlib import Path

DATE = "November 28, 2026"  # of the text; a page must not change with the day it was built
MACRO_WORD = re.compile(r"^[A-Z][a-z0-9]$|^[%].$")


def escape(text):
    return text.replace("\\", "\\e").replace("-", "\\-")


def word(text):
    """One argument of a macro."""
    text = escape(text)
    if MACRO_WORD.match(text) or re.match(r"^[.,:;()\[\]?!|]+$", text):
        text = "\\&" + text
    return '"' + text.replace('"', '\\(dq') + '"' if " " in text or '"' in text or text == "" else text


def inline(text):
    """Markdown inside a line as roff: links become their words, code and emphasis fonts."""
    text = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", text)
    parts = re.split(r"(`[^`]+`|\*\*[^*]+\*\*|\*[^*]+\*)", text)
    out = []
    for part in parts:
        if part.startswith("`"):
            out.append("\\fB" + escape(part[1:-1]) + "\\fR")
        elif part.startswith("**"):
            out.append("\\fB" + escape(part[2:-2]) + "\\fR")
        elif part.startswith("*") and len(part) > 2:
            out.append("\\fI" + escape(part[1:-1]) + "\\fR")
        else:
            out.append(escape(part))
    return "".join(out).strip()


def wrapped(sentence):
    """Lines of at most 78 bytes, as mandoc counts them: a letter beyond ASCII is \\[uXXXX]."""
    lines, size = [[]], 0
    for word in sentence.split():
        n = sum(1 if letter.isascii() else 8 for letter in word)
        if lines[-1] and size + 1 + n > 78:
            lines.append([])
            size = -1
        lines[-1].append(word)
        size += n + 1
    return [" ".join(line) for line in lines if line]


def text_lines(text):
    """A paragraph, each sentence on its own line, none of which a formatter takes for a macro."""
    sentences = re.split(r"(?<=[^ .][.?!]) +(?=\\?\S)", text)
    lines = [line for sentence in sentences
             for line in wrapped(sentence)]
    return ["\\&" + line if line.startswith((".", "'")) else line for line in lines]


def literal(lines):
    return [".Bd -literal -offset indent", *(("\\&" if line.startswith((".", "'")) else "") + escape(line)
                                             for line in lines), ".Ed"]


def cells(row):
    inner = re.split(r"(?<!\\)\|", row.strip().strip("|"))
    whole, open_code = [], False
    for cell in inner:  # a bar inside code is no border
        if open_code:
            whole[-1] += "|" + cell
        else:
            whole.append(cell)
        open_code = whole[-1].count("`") % 2 == 1
    return [cell.replace("\\|", "|").strip() for cell in whole]


def table(rows):
    """A list: the first cell as the tag, the others under it, named by the header where there are three or more."""
    head, out = cells(rows[0]), [".Bl -tag -width Ds"]
    for row in rows[2:]:
        first, *rest = cells(row)
        out.append(".It " + inline(first))
        for name, cell in zip(head[1:], rest):
            if cell:
                lead = f"{name.capitalize()}: " if len(head) > 2 and name and cell != rest[0] else ""
                out += text_lines(escape(lead) + inline(cell))
                out.append(".br")
        if out[-1] == ".br":
            out.pop()
    return out + [".El"]


class Converter:
    """Markdown of our own documents, as far as they use it."""

    def __init__(self):
        self.out, self.block, self.kind = [], [], None

    def flush(self):
        block, kind = self.block, self.kind
        self.block, self.kind = [], None
        if not block:
            return
        if kind == "table":
            body = table(block)
        elif kind == "code":
            body = literal(block)
        elif kind == "list":
            items = re.split(r"(?:^|\n)- ", "\n".join(block))[1:]
            body = [".Bl -bullet -compact", *(line for item in items
                                              for line in (".It", *text_lines(inline(" ".join(item.split()))))), ".El"]
        else:
            body = text_lines(inline(" ".join(block)))
        if self.out and not self.out[-1].startswith((".Sh", ".Ss", ".Pp")) and not body[0].startswith((".Bl", ".Bd")):
            self.out.append(".Pp")
        self.out += body

    def take(self, kind, line):
        if self.kind not in (None, kind):
            self.flush()
        self.kind = kind
        self.block.append(line)

    def convert(self, markdown, section=".Sh"):
        fenced = False
        for line in markdown.split("\n"):
            if line.startswith("```"):
                self.flush()
                fenced = not fenced
            elif fenced or (line.startswith("    ") and self.kind in (None, "code") and line.strip()):
                self.take("code", line if fenced else line[4:])
            elif not line.strip():
                self.flush()
            elif line.startswith("#"):
                self.flush()
                depth = len(line) - len(line.lstrip("#"))
                title = re.sub(r"[`*]", "", line.lstrip("# ")).rstrip(":")
                self.out.append(f"{section if depth <= 2 else '.Ss'} {escape(title)}")
            elif line.startswith("|"):
                self.take("table", line)
            elif line.startswith("- ") or (self.kind == "list" and line.startswith("  ")):
                self.take("list", line)
            else:
                self.take("text", line.strip())
        self.flush()
        return self.out


def head(name, volume, summary):
    return [f".Dd {DATE}", f".Dt {name.upper()} {volume}", ".Os", ".Sh NAME",
            f".Nm {name}", f".Nd {escape(summary)}"]


def section_of(markdown, command):
    """The text in docs/commands.md under the heading that names the command, else the rows of tables that do."""
    for part in re.split(r"\n(?=## )", markdown)[1:]:
        title, _, body = part.partition("\n")
        names = [name.strip().lower() for name in title.lstrip("# ").split(",")]
        if command in names or (command in ("decide", "merge", "split", "lock", "unlock", "undo")
                                and names == ["decisions"]):
            return body.strip()
    return ""


def options(entry):
    out = [".Sh OPTIONS", ".Bl -tag -width Ds"]
    for option in entry["options"]:
        argument = f" Ar {word(option['argument'])}" if option["argument"] else ""
        letter = f"Fl {option['letter']}{argument} , " if option["letter"] else ""
        out += [f".It {letter}Fl Fl {word(option['name'])}{argument}", *text_lines(escape(option["text"] + "."))]
    return out + [".El"]


def exit_status(markdown):
    rows = re.search(r"\| exit \|.*?\n\n", markdown, re.S)
    return [".Sh EXIT STATUS", *table(rows.group().strip().split("\n"))] if rows else []


def command_page(entry, markdown):
    name = f"hopnhat-{entry['name']}"
    out = head(name, 1, entry["summary"])
    out += [".Sh SYNOPSIS", ".Nm hopnhat", *(f".Ar {word(part)}" for part in [entry["name"], entry["usage"]])]
    text = section_of(markdown, entry["name"])
    out += [".Sh DESCRIPTION"]
    out += Converter().convert(re.sub(r"(?m)^###", "###", text)) if text else text_lines(escape(entry["summary"] + "."))
    out += options(entry)
    out += exit_status(markdown)
    out += [".Sh EXAMPLES", *literal([line.strip() for line in entry["examples"].rstrip("\n").split("\n")])]
    return out + [".Sh SEE ALSO", ".Xr hopnhat 1 ,", ".Xr hopnhat.yaml 5"]


def main_page(entries, markdown):
    out = head("hopnhat", 1, "link records of the same person or business across sources")
    out += [".Sh SYNOPSIS", ".Nm", ".Ar command", ".Op Ar argument ...", ".Op Ar option ...", ".Sh DESCRIPTION"]
    out += Converter().convert(markdown.split("\n## ")[0].split("\n", 1)[1].split("| exit")[0])
    out += [".Sh COMMANDS", ".Bl -tag -width Ds"]
    for entry in entries:
        out += [f".It Xr hopnhat-{entry['name']} 1", *text_lines(escape(entry["summary"] + "."))]
    out += [".El", ".Sh ENVIRONMENT", ".Bl -tag -width Ds", ".It Ev NO_COLOR",
            "Where it is set and not empty, nothing is coloured.", ".It Ev TERM",
            "Where it is missing or dumb, nothing is coloured and no line moves.", ".El",
            ".Sh FILES", ".Bl -tag -width Ds", ".It Pa hopnhat.yaml", "The configuration, see", ".Xr hopnhat.yaml 5 .",
            ".It Pa hopnhat\\-state/", "The state folder beside it.", ".El", *exit_status(markdown), ".Sh SEE ALSO"]
    pages = [f"hopnhat-{entry['name']}" for entry in sorted(entries, key=lambda e: e["name"])]
    return out + [*(f".Xr {page} 1 ," for page in pages), ".Xr hopnhat.yaml 5"]


def configuration_page(markdown):
    out = head("hopnhat.yaml", 5, "configuration of hopnhat") + [".Sh DESCRIPTION"]
    body = markdown.split("\n", 1)[1]
    return out + Converter().convert(body) + [".Sh SEE ALSO", ".Xr hopnhat 1"]


def main():
    program, docs, stamp = Path(sys.argv[1]).resolve(), Path(sys.argv[2]), Path(sys.argv[3])
    folder = stamp.parent / "man"
    entries = json.loads(subprocess.run([program, "completion", "table"], check=True, capture_output=True,
                                        text=True).stdout)["commands"]
    commands = (docs / "commands.md").read_text(encoding="utf-8")
    folder.mkdir(parents=True, exist_ok=True)
    pages = {"hopnhat.1": main_page(entries, commands),
             "hopnhat.yaml.5": configuration_page((docs / "configuration.md").read_text(encoding="utf-8"))}
    for entry in entries:
        pages[f"hopnhat-{entry['name']}.1"] = command_page(entry, commands)
    for old in folder.glob("hopnhat*.[15]"):
        if old.name not in pages:
            old.unlink()
    for name, lines in pages.items():
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    stamp.write_text("")


if __name__ == "__main__":
    main()
