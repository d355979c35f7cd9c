#!/usr/bin/env python3
"""Writes resources/rules/html_entities.json: HTML's named character references that end with a semicolon, and what
browsers make of the numbers 128 to 159, both as this Python's standard library has them from the standard."""
import html.entities
import json
import pathlib


def rows(entries, width=116):
    line = ""
    for entry in entries:
        if line and len(line) + len(entry) + 2 > width:
            yield line
            line = ""
        line += (", " if line else "") + entry
    yield line


def main():
    names = {name[:-1]: text for name, text in html.entities.html5.items() if name.endswith(";")}
    numbers = {number: html.unescape(f"&#{number};") for number in range(128, 160)}
    numbers = {number: text for number, text in numbers.items() if text and ord(text) != number}
    parts = []
    for key, table in (("names", names), ("numbers", numbers)):
        entries = [f"{json.dumps(str(name))}: {json.dumps(table[name])}" for name in sorted(table)]
        parts.append(f'"{key}": {{\n' + ",\n".join("  " + row for row in rows(entries)) + "\n}")
    target = pathlib.Path(__file__).parent.parent / "resources/rules/html_entities.json"
    target.write_text("{\n" + ",\n".join(parts) + "\n}\n")
    print(f"{len(names)} names, {len(numbers)} numbers")


if __name__ == "__main__":
    main()
