"""Starting: `spotsh -c 'print hi'` beside bash, Python, elvish and importing spotipy."""

import shutil

from measuring import expect


def start(bench):
    commands = {"spotsh": [bench.spotsh, "-c", "print hi"], "bash": ["bash", "-c", "echo hi"],
                "python": [bench.python, "-c", "print('hi')"]}
    if shutil.which("elvish"):
        commands["elvish"] = ["elvish", "-c", "echo hi"]
    figures = bench.measure(commands, expect("hi"), runs=bench.runs * 6)
    own = figures["spotsh"][0]
    others = ", ".join(f"{name} {seconds * 1000:.1f} ms" for name, (seconds, _) in figures.items() if name != "spotsh")
    limit = max(10e-3, 5 * figures["bash"][0])
    bench.report("start", f"print hi {own * 1000:.1f} ms beside {others}; at most 10 ms where bash takes 2",
                 own <= limit)
    if bench.have("spotipy"):
        pair = bench.measure({"spotsh": [bench.spotsh, "-c", "print hi"],
                              "spotipy": [bench.python, "-c", "import spotipy"]}, runs=bench.runs * 2)
        ratio = pair["spotipy"][0] / pair["spotsh"][0]
        bench.report("start", f"{ratio:.1f} times faster than importing spotipy "
                     f"({pair['spotipy'][0] * 1000:.0f} ms); 15 wanted", ratio >= 15)
