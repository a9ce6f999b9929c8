#!/usr/bin/env python3
"""The report, the catalogue, report cards and a difference in a real browser: nothing is asked of the network, axe-core
finds nothing, and no page scrolls sideways.

usage: test_report_page.py HOPNHAT HOPNHAT-GENERATE BUILD-ROOT     TAP on stdout
Needs Debian's chromium, chromium-driver and python3-selenium; axe-core comes from PyPI into BUILD-ROOT/axe. Without
them the test is skipped, unless CI is true. Pictures of the page are left in BUILD-ROOT/pictures.
"""
import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SYSTEM_PYTHON = "/usr/bin/python3"  # Debian's packages are its own
AXE_PACKAGE = "axe-playwright-python==0.1.8"
WIDTHS, THEMES, LANGUAGES = (320, 768, 1440), ("light", "dark"), ("en", "vi")
AXE_RUN = "const done = arguments[0]; axe.run(document, {resultTypes: ['violations']}).then(r => done(r.violations))"

try:
    from selenium import webdriver
    from selenium.webdriver.chrome.options import Options
    from selenium.webdriver.chrome.service import Service
except ImportError:
    if os.path.realpath(sys.executable) != os.path.realpath(SYSTEM_PYTHON) and os.path.exists(SYSTEM_PYTHON):
        os.execv(SYSTEM_PYTHON, [SYSTEM_PYTHON, *sys.argv])
    webdriver = None


def leave(reason):
    if os.environ.get("CI") == "true":
        print(f"1..1\nnot ok 1 browser: {reason}")
        sys.exit(1)
    print(f"1..0 # SKIP {reason}")
    sys.exit(0)


def fetch_axe(folder):
    """The text of axe.min.js, brought by pip into a virtual environment of its own."""
    found = sorted(folder.rglob("axe.min.js"))
    if not found:
        shutil.rmtree(folder, ignore_errors=True)
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "text": True, "check": False}
        made = subprocess.run([sys.executable, "-m", "venv", folder], **quiet)
        if made.returncode != 0:
            leave("no virtual environment (python3-venv): " + made.stderr.strip()[-200:])
        got = subprocess.run([folder / "bin" / "python", "-m", "pip", "install", "--quiet", "--no-deps",
                              "--disable-pip-version-check", AXE_PACKAGE], **quiet)
        found = sorted(folder.rglob("axe.min.js"))
        if got.returncode != 0 or not found:
            leave(f"{AXE_PACKAGE} is not to be had: " + got.stderr.strip()[-200:])
    return found[0].read_text(encoding="utf-8")


def start_browser():
    options = Options()
    options.binary_location = shutil.which("chromium") or ""
    for argument in ("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
                     "--disable-background-networking", "--disable-component-update"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    return webdriver.Chrome(service=Service(shutil.which("chromedriver")), options=options)


def open_page(driver, path, width, theme):
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                           {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500})
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia",
                           {"features": [{"name": "prefers-color-scheme", "value": theme}]})
    driver.get_log("performance")
    driver.get(path.as_uri())


def asked_for(driver):
    urls = []
    for entry in driver.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            urls.append(message["params"]["request"]["url"])
    return urls


def picture(driver, path):
    size = driver.execute_cdp_cmd("Page.getLayoutMetrics", {})["cssContentSize"]
    clip = {"x": 0, "y": 0, "width": size["width"], "height": min(size["height"], 12000), "scale": 1}
    taken = driver.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True, "clip": clip})
    path.write_bytes(base64.b64decode(taken["data"]))


def look(driver, axe, path, width, theme):
    """What is wrong with the page, as words."""
    open_page(driver, path, width, theme)
    wrong = [f"asked for {url}" for url in asked_for(driver) if url != path.as_uri()]
    inside, visible = driver.execute_script("return [document.documentElement.scrollWidth, window.innerWidth]")
    wrong += [f"{inside} pixels wide on a screen of {visible}"] if inside > visible else []
    wrong += ["a script stands in it"] if driver.execute_script("return document.scripts.length") else []
    driver.execute_script(axe)
    for one in driver.execute_async_script(AXE_RUN):
        wrong.append(f"axe: {one['id']} ({one['impact']}): {one['help']}: "
                     + "; ".join(node["html"][:90] for node in one["nodes"][:3]))
    wrong += [entry["message"] for entry in driver.get_log("browser") if entry["level"] == "SEVERE"]
    return wrong


def make_other_pages(folder, program):
    """Catalogue, cards and difference of a held night, in each language."""
    import test_pages
    test_pages.Project.program = program
    project, pages = test_pages.Project(folder), {}
    project.deliver(tax=test_pages.spoiled(project))
    project.run()
    project.deliver(tax=project.wrong_names(20))
    project.run(expect=3)
    for language in LANGUAGES:
        for name, words in (("catalogue", ("catalogue",)), ("cards", ("card",)), ("card", ("card", "tax")),
                            ("diff", ("diff", "current", "held"))):
            pages[f"{name}-{language}"] = project.folder / f"{name}-{language}.html"
            project.call(*words, "--lang", language, "-o", str(pages[f"{name}-{language}"]))
    return pages


def make_pages(scratch, program, generate):
    """A second night over changed deliveries, in each language, and one whose names are hostile."""
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "cli"))
    import test_report
    from test_decisions import Project
    project = Project(scratch / "plain", program, generate, 33)
    project.run()
    records = project.folder / "records.csv"
    rows = records.read_text(encoding="utf-8").splitlines()
    records.write_text("\n".join(rows[:450] + [rows[5] + ",too,many"]) + "\n", encoding="utf-8")
    run = project.run()["run_id"]
    text = project.folder / "hopnhat-state" / "runs" / run / "run.json"
    summary = json.loads(text.read_text(encoding="utf-8"))
    summary["expected"] = {"precision": .979, "precision_low": .973, "precision_high": .985, "recall": .861,
                           "recall_low": .846, "recall_high": .876}
    part = {"entity_type": "person", "by": "attribute", "attribute": "province", "of": "value", "value": "Hà Nội",
            "records": 12345, **summary["expected"], "blocking_loss": .012}
    summary["expected_by"] = [{**part, "by": "source", "value": "a-source-with-rather-a-long-name"}, part,
                              {**part, "of": "other"}, {"entity_type": "person", "by": "attribute", "records": 20,
                                                        "attribute": "province", "of": "missing"}]
    text.write_text(json.dumps(summary), encoding="utf-8")
    pages = {}
    for language in LANGUAGES:
        pages[language] = project.folder / f"{language}.html"
        project.call("report", "--lang", language, "-o", str(pages[language]))
    pages |= make_other_pages(scratch / "registers", program)
    hostile = Project(scratch / "hostile", program, generate, 34)
    test_report.hostile_names_are_text(hostile)
    pages["hostile"] = project.folder / "hostile.html"
    hostile.call("report", "-o", str(pages["hostile"]))
    return pages


def main():
    program, generate, build = (Path(path).resolve() for path in sys.argv[1:4])
    if webdriver is None or not shutil.which("chromium") or not shutil.which("chromedriver"):
        leave("chromium, chromium-driver or python3-selenium is not installed")
    axe = fetch_axe(build / "axe")
    pictures = build / "pictures"
    pictures.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="browser-") as scratch:
        pages = make_pages(Path(scratch), str(program), str(generate))
        cases = [(name, width, theme) for name in pages for width in WIDTHS for theme in THEMES]
        print(f"1..{len(cases)}", flush=True)
        driver = start_browser()
        red = 0
        try:
            for n, (name, width, theme) in enumerate(cases, 1):
                wrong = look(driver, axe, pages[name], width, theme)
                if name == "en":
                    picture(driver, pictures / f"report-{width}-{theme}.png")
                for line in wrong:
                    print(f"# {line}")
                red += bool(wrong)
                print(f"{'not ok' if wrong else 'ok'} {n} - {name} {width} {theme}", flush=True)
        finally:
            driver.quit()
    sys.exit(1 if red else 0)


if __name__ == "__main__":
    main()
