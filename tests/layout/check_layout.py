#!/usr/bin/env python3
"""House rules a machine can check: the map of the modules, the Qt line, who may include what, SQL and blocking calls
where they may be, lengths, translations. The one argument is the folder of the repository."""
import pathlib
import sys

import layers
import source_rules
import translations


def problems_of(root, paths):
    if len(paths) < 50:
        yield f"only {len(paths)} source files found: the check looks in the wrong place"
    uses, above = layers.allowed(root)
    named = [(str(path.relative_to(root)), path.read_text()) for path in paths]
    yield from layers.problems(root)
    for path, (name, text) in zip(paths, named):
        yield from source_rules.includes(name, path, layers.module_of(root, path) in above)
        yield from source_rules.lines(name, text)
    yield from source_rules.painters(named)
    yield from source_rules.lengths(root)
    for module in uses:
        if module.startswith("core/") and not (root / module / "README.md").exists():
            yield f"{module} has no README.md"
    yield from translations.files(root)
    yield from translations.texts(root, named)


def main():
    root = pathlib.Path(sys.argv[1]).resolve()
    paths = layers.sources(root)
    for path in [*paths, *sorted((root / "tests").rglob("*.cpp"))]:
        for warning in source_rules.long_functions(str(path.relative_to(root)), path.read_text()):
            print(f"warning: {warning}")
    problems = list(problems_of(root, paths))
    print("\n".join(problems) if problems else f"{len(paths)} files keep the rules")
    sys.exit(bool(problems))


main()
