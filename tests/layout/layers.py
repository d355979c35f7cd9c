"""The map of the modules: what layers.txt allows beside what the sources include."""
import re

LAYERS = "packaging/cmake/layers.txt"
SUFFIXES = (".h", ".cpp", ".cu", ".cuh")


def sources(root):
    return sorted(path for top in ("app", "core", "ui") for path in (root / top).rglob("*") if path.suffix in SUFFIXES)


def module_of(root, path):
    return "/".join(path.relative_to(root).parts[:2])


def includes(path):
    """Line number and name of each #include."""
    for number, line in enumerate(path.read_text().splitlines(), 1):
        found = re.match(r'\s*#include [<"]([^>"]+)[>"]', line)
        if found:
            yield number, found.group(1)


def module_included(name):
    found = re.match(r"((?:app|core|ui)/\w+)/", name)
    return found and found.group(1)


def allowed(root):
    """Module -> modules it may use, in the order of the file; and the modules above the Qt line."""
    uses, above, is_above = {}, set(), True
    for line in (root / LAYERS).read_text().splitlines():
        if line.startswith("-- qt --"):
            is_above = False
        elif line and not line.startswith("#"):
            module, _, rest = line.partition(":")
            uses[module] = rest.split()
            if is_above:
                above.add(module)
    return uses, above


def used(root):
    """Module -> module it includes -> the first place that does."""
    edges = {}
    for path in sources(root):
        module = module_of(root, path)
        edges.setdefault(module, {})
        for number, name in includes(path):
            other = module_included(name)
            if other and other != module:
                edges[module].setdefault(other, f"{path.relative_to(root)}:{number}")
    return edges


def problems(root):
    uses, above = allowed(root)
    edges = used(root)
    for module in edges:
        if module not in uses:
            yield f"{module} is not in {LAYERS}"
    places = {module: place for place, module in enumerate(uses)}
    for module, others in uses.items():
        if module not in edges:
            yield f"{module} stands in {LAYERS} and has no sources"
            continue
        for other in others:
            if other not in uses:
                yield f"{module}: {other} is allowed and does not exist"
            elif places[other] > places[module]:
                yield f"{module}: {other} stands below it in {LAYERS}; the map goes one way"
            if module in above and other in uses and other not in above:
                yield f"{module}: {other} is below the Qt line"
            if other in uses and other not in edges[module]:
                yield f"{module}: {other} is allowed and unused"
        for other, place in edges[module].items():
            if other not in others:
                yield f"{place}: {module} may not use {other}"


def drawn(root):
    """The map as layers.txt should have it: the order is the file's, the edges are the includes'."""
    uses, above = allowed(root)
    edges = used(root)
    order = [*uses, *sorted(edges.keys() - uses.keys())]
    places = {module: place for place, module in enumerate(order)}
    lines = [" ".join([f"{module}:", *sorted(edges[module], key=places.get)]) for module in order if module in edges]
    lines.insert(sum(module in edges for module in above), "-- qt --")
    return lines
