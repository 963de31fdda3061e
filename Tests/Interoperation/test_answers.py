"""The demo service's answers against Spotify's own OpenAPI document."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import SHARED, Service

DOCUMENT = Path(SHARED or os.devnull) / "reference" / "spotify-web-api.openapi.yml"
SCRIPT = Path(__file__).parents[2] / "scripts" / "conformance-demo"


@pytest.mark.skipif(not DOCUMENT.is_file(), reason="Spotify's OpenAPI document is not in $SPOTSH_SHARED/reference")
@pytest.mark.parametrize("mode", ["development", "extended"])
def test_every_answer_is_what_the_document_promises(tmp_path, mode):
    # The check writes, so it has a service to itself.
    service = Service(tmp_path, "--mode", mode)
    try:
        done = subprocess.run([sys.executable, str(SCRIPT), str(service.ready), str(DOCUMENT), mode],
                              capture_output=True, text=True, timeout=300, check=False)
    finally:
        service.stop()
    assert done.returncode == 0, done.stdout + done.stderr
    assert f", 0 failures ({mode} mode)" in done.stdout
