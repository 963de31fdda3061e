"""A person at a terminal or in a script, with a home of their own."""

import json
import os
import subprocess

SPOTSH = os.environ["SPOTSH_BINARY"]


class User:
    """A person with a home of their own, at the demo service or elsewhere."""

    def __init__(self, home, variables):
        self.home = home
        self.variables = {"PATH": os.environ["PATH"], "HOME": str(home), "SPOTSH_HOME": str(home / "spotsh"),
                          "LC_ALL": "C.UTF-8", **variables}

    def run(self, *arguments, stdin="", **variables):
        """(status, standard output, standard error) of a run without a terminal."""
        done = subprocess.run([SPOTSH, *arguments], env={**self.variables, **variables}, input=stdin, cwd=self.home,
                              capture_output=True, text=True, timeout=120, check=False)
        return done.returncode, done.stdout, done.stderr

    def does(self, *arguments, **rest):
        """Standard output of a run that must succeed."""
        status, out, err = self.run(*arguments, **rest)
        assert status == 0, err
        return out

    def record(self, *arguments, **rest):
        return json.loads(self.does(*arguments, "--output", "json", **rest))

    def token_file(self, client, profile="default", flow="pkce"):
        return self.home / "spotsh" / "state" / "tokens" / profile / f"{flow}-{client}.json"

    def sign_in(self, service, *options, user=None):
        url = self.does("auth", "login", "--print-url", *options).strip()
        answer = service.approve(url + (f"&login_hint={user}" if user else ""))
        return self.run("auth", "login", "--code", answer)


def shown_address(one):
    one.wait_for("Waiting")
    return next(word for word in one.shown.split() if "/authorize?" in word)
