"""Opens a page of a file in Chromium without any network and says what it asked for, what axe-core finds, and at which widths
it must be scrolled sideways. Runs under an interpreter that has selenium; prints one JSON object.

usage: look_at_page.py PAGE.html AXE.js CHROMIUM CHROMEDRIVER [PICTURE.png]     (its first screen, in light colours)
"""
import base64
import json
import sys
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

WIDTHS = (320, 480, 768, 1280, 1920, 2560)
SCHEMES = ("light", "dark")
INSIDE = ("file:", "data:", "blob:", "about:", "chrome:", "chrome-extension:", "devtools:")
# No name is found and no address is reached: whatever is asked for outside fails, and is counted.
FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
         "--disable-background-networking", "--disable-component-update", "--host-resolver-rules=MAP * ~NOTFOUND",
         "--disable-dev-shm-usage")
RUN_AXE = """const done = arguments[arguments.length - 1];
axe.run().then(found => done(found.violations.map(one => [one.id, one.nodes.length])), error => done([[String(error), 1]]));"""


def driver_of(chromium, chromedriver):
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for flag in FLAGS:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL"})
    return webdriver.Chrome(options=options, service=Service(chromedriver))


def requests(driver):
    """Addresses that the page asked for outside itself."""
    asked = []
    for entry in driver.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            asked.append(message["params"]["request"]["url"])
        elif message["method"] == "Network.webSocketCreated":
            asked.append(message["params"]["url"])
    return [url for url in asked if not url.startswith(INSIDE)]


def look(driver, page, axe):
    violations, overflow = {}, []
    for width in WIDTHS:
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                               {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False})
        for scheme in SCHEMES:
            driver.execute_cdp_cmd("Emulation.setEmulatedMedia",
                                   {"features": [{"name": "prefers-color-scheme", "value": scheme}]})
            driver.get(page)
            # What is folded away is part of the page.
            driver.execute_script("document.querySelectorAll('details').forEach(one => { one.open = true; });")
            driver.execute_script(axe)
            for name, n in driver.execute_async_script(RUN_AXE):
                violations[name] = max(n, violations.get(name, 0))
        if driver.execute_script("return document.documentElement.scrollWidth > window.innerWidth;"):
            overflow.append(width)
    return violations, overflow


def picture(driver, page, path):
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                           {"width": 1200, "height": 860, "deviceScaleFactor": 1, "mobile": False})
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": "light"}]})
    driver.execute_cdp_cmd("Emulation.setScrollbarsHidden", {"hidden": True})
    driver.get(page)
    clip = {"x": 0, "y": 0, "width": 1200, "height": 860, "scale": 0.7}
    Path(path).write_bytes(base64.b64decode(driver.execute_cdp_cmd("Page.captureScreenshot", {"clip": clip})["data"]))


def main():
    page, axe, chromium, chromedriver = sys.argv[1:5]
    driver = driver_of(chromium, chromedriver)
    try:
        driver.set_script_timeout(120)
        violations, overflow = look(driver, Path(page).resolve().as_uri(), Path(axe).read_text(encoding="utf-8"))
        if len(sys.argv) > 5:
            picture(driver, Path(page).resolve().as_uri(), sys.argv[5])
        json.dump({"requests": requests(driver), "violations": violations, "overflow": overflow, "widths": WIDTHS},
                  sys.stdout)
    finally:
        driver.quit()


if __name__ == "__main__":
    main()
