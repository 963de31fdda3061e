"""Signing in with a real browser: the consent page, the callback page, and what happens around them."""

import contextlib
import os
import re
import shutil
import socket
import time
import urllib.error
import urllib.parse
import urllib.request

import pytest

from conftest import Service
from terminal import Terminal

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
pytestmark = pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="chromium and chromium-driver are not installed")
webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
By = pytest.importorskip("selenium.webdriver.common.by").By
exceptions = pytest.importorskip("selenium.common.exceptions")


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    running = Service(tmp_path_factory.mktemp("consent"), agrees=False)
    yield running
    running.stop()


@pytest.fixture(scope="module")
def browser():
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for option in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--lang=en"):
        options.add_argument(option)
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
    driver.set_page_load_timeout(60)
    yield driver
    driver.quit()


@pytest.fixture(autouse=True)
def fresh_tab(request):
    """Each test begins in an empty tab, as wide as a desk's window, by daylight."""
    driver = request.getfixturevalue("browser")
    look(driver)
    driver.get("about:blank")


class SignIn(Terminal):
    """`auth login` on a terminal; BROWSER writes the address down, and stays open as browsers do."""

    def __init__(self, service, folder, *options):
        self.folder = folder
        self.address = folder / "address"
        program = folder / "browser"
        program.write_text('#!/bin/sh\nprintf %s "$1" > "$0.new" && mv "$0.new" "${0%browser}address"\n'
                           'while [ -e "$0" ]; do sleep 0.2; done\n')
        program.chmod(0o700)
        environment = service.environment(SPOTSH_HOME=str(folder / "home"), BROWSER=str(program))
        super().__init__({**environment, "SPOTIPY_REDIRECT_URI": ""}, "auth", "login", *options)

    @property
    def url(self):
        """What the browser was asked to open."""
        deadline = time.monotonic() + 30
        while not self.address.exists():
            assert time.monotonic() < deadline, self.shown
            time.sleep(0.02)
        return self.address.read_text()

    @property
    def redirect(self):
        """Where the browser is to come back to."""
        return urllib.parse.parse_qs(urllib.parse.urlsplit(self.url).query)["redirect_uri"][0]

    def close(self):
        (self.folder / "browser").unlink(missing_ok=True)
        super().close()


@pytest.fixture
def login(service, tmp_path):
    signing_in = SignIn(service, tmp_path)
    yield signing_in
    signing_in.close()


def look(driver, width=1000, height=800, dark=False):
    """Sets the window's size and the scheme that the person likes."""
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                           {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600})
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [
        {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]})


def click(driver, name):
    driver.find_element(By.ID, name).click()


def wait_for_page(driver, heading):
    """Waits until a page with this heading stands there."""
    seen = []
    for _ in range(1500):
        with contextlib.suppress(exceptions.WebDriverException):
            seen = [found.text for found in driver.find_elements(By.TAG_NAME, "h1")]
            if seen == [heading]:
                return
        time.sleep(0.02)
    raise AssertionError(f"{seen} where {heading!r} was expected:\n{driver.page_source}")


def status(url):
    try:
        return urllib.request.urlopen(url, timeout=30).status
    except urllib.error.HTTPError as answer:
        return answer.code


def test_agree_lands_on_the_callback_page_and_the_shell_says_who(browser, login):
    browser.get(login.url)
    wait_for_page(browser, "The demo client would like to")
    assert browser.current_url.startswith(login.url.split("?")[0])
    click(browser, "agree")
    wait_for_page(browser, "You are signed in")
    assert browser.current_url.startswith(login.redirect)
    assert login.wait_for_end() == 0
    assert "signed in as Robin Vale" in login.shown


def test_cancel_is_said_on_both_sides(browser, login):
    browser.get(login.url)
    click(browser, "cancel")
    wait_for_page(browser, "Not signed in")
    assert "cancelled" in browser.find_element(By.TAG_NAME, "p").text
    assert login.wait_for_end() == 3
    assert "the sign-in was cancelled on Spotify's page" in login.shown
    assert not (login.folder / "home/state/tokens").exists()


def test_another_state_is_not_found_and_uses_nothing_up(browser, login):
    wrong = login.redirect + "?code=stolen&state=guessed"
    assert status(wrong) == 404
    browser.get(wrong)
    wait_for_page(browser, "Not this sign-in")
    browser.get(login.url)
    click(browser, "agree")
    wait_for_page(browser, "You are signed in")
    assert login.wait_for_end() == 0


def test_a_second_click_does_no_harm(browser, login):
    browser.get(login.url)
    # What a double click does: the form goes out twice, and the browser drops the first answer.
    browser.execute_script(
        "const agree = document.getElementById('agree'); agree.click(); setTimeout(() => agree.click(), 0)")
    wait_for_page(browser, "You are signed in")
    assert login.wait_for_end() == 0
    assert login.shown.count("signed in as") == 1


def test_a_favicon_request_uses_nothing_up(browser, login):
    origin = "{0.scheme}://{0.netloc}".format(urllib.parse.urlsplit(login.redirect))
    for path in ("/favicon.ico", "/", "/robots.txt", "/callback", "/callback/?code=a"):
        assert status(origin + path) == 404
    browser.get(login.url)
    click(browser, "agree")
    wait_for_page(browser, "You are signed in")
    assert login.wait_for_end() == 0


def test_a_port_scan_neither_ends_nor_holds_up_the_sign_in(browser, login):
    place = urllib.parse.urlsplit(login.redirect)
    with contextlib.ExitStack() as open_ends:
        for sent in (b"", b"GET", b"\x16\x03\x01\x02\x00\x01\x00", b"HELP\r\n\r\n", b"GET / HTTP/1.1\r\nHost: x\r\n"):
            for _ in range(4):
                # They stay open and silent until the end.
                scanner = open_ends.enter_context(socket.create_connection((place.hostname, place.port)))
                scanner.sendall(sent)
        browser.get(login.url)
        click(browser, "agree")
        wait_for_page(browser, "You are signed in")
        assert login.wait_for_end() == 0
    assert "signed in as" in login.shown


def test_a_closed_tab_leaves_the_sign_in_waiting(browser, login):
    first = browser.current_window_handle
    browser.switch_to.new_window("tab")
    browser.get(login.url)
    browser.close()
    browser.switch_to.window(first)
    browser.get(login.url)
    click(browser, "agree")
    wait_for_page(browser, "You are signed in")
    assert login.wait_for_end() == 0


def test_a_tab_closed_before_the_answer_does_not_matter(browser, login):
    first = browser.current_window_handle
    browser.switch_to.new_window("tab")
    browser.get(login.url)
    browser.execute_script("setTimeout(() => document.getElementById('agree').click(), 0)")
    login.wait_for("signed in as")
    browser.close()
    browser.switch_to.window(first)
    assert login.wait_for_end() == 0


def test_a_closed_tab_and_ctrl_c_end_it(browser, login):
    first = browser.current_window_handle
    browser.switch_to.new_window("tab")
    browser.get(login.url)
    browser.close()
    browser.switch_to.window(first)
    login.wait_for("Waiting")
    login.type("\x03")
    assert login.wait_for_end() == 130


def luminance(color):
    """WCAG 2.2's relative luminance of `rgb(r, g, b)`."""
    parts = [int(part) / 255 for part in re.findall(r"\d+", color)[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


CONTRASTS = """
    const ground = element => {
        for (; element; element = element.parentElement) {
            const color = getComputedStyle(element).backgroundColor;
            if (!color.endsWith(', 0)')) return color;
        }
        return 'rgb(255, 255, 255)';
    };
    return [...document.querySelectorAll('h1, p, li, code, label, legend, button')].map(
        element => [element.textContent.trim(), getComputedStyle(element).color, ground(element)]);
"""


def check_looks(driver, name):
    """Nothing is cut or tiny, every text has the contrast of WCAG AA; a picture for whoever wants to look."""
    for scheme, width in (("light", 1000), ("dark", 1000), ("light", 360), ("dark", 360)):
        look(driver, width, 740, scheme == "dark")
        wide = driver.execute_script("return document.documentElement.scrollWidth")
        assert wide <= width, f"{name} scrolls sideways at {width}"
        for text, ink, ground in driver.execute_script(CONTRASTS):
            light, dark = sorted((luminance(ink), luminance(ground)), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 4.5, f"{name}, {scheme}: {text!r} is {ink} on {ground}"
        if folder := os.environ.get("SPOTSH_SCREENSHOTS"):
            driver.save_screenshot(f"{folder}/{name}-{scheme}-{width}.png")
    look(driver)


def test_the_pages_can_be_read_by_day_by_night_and_on_a_phone(browser, login, service, tmp_path):
    browser.get(login.url)
    check_looks(browser, "consent")
    look(browser, 360, 740)
    for button in browser.find_elements(By.TAG_NAME, "button"):
        # In sight without scrolling, and wide enough for a thumb (WCAG 2.2, 2.5.5).
        assert button.size["height"] >= 44
        assert browser.execute_script("return arguments[0].getBoundingClientRect().bottom", button) <= 740
    click(browser, "agree")
    wait_for_page(browser, "You are signed in")
    check_looks(browser, "signed-in")
    assert login.wait_for_end() == 0
    (tmp_path / "second").mkdir()
    other = SignIn(service, tmp_path / "second", "--scope", "user-top-read")
    browser.get(other.url)
    check_looks(browser, "consent-one-scope")
    click(browser, "cancel")
    wait_for_page(browser, "Not signed in")
    check_looks(browser, "cancelled")
    assert other.wait_for_end() == 3
    other.close()
    browser.get(other.url.replace("client_id=", "client_id=x"))
    wait_for_page(browser, "Cannot go on")
    check_looks(browser, "complaint")
