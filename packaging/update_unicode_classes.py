#!/usr/bin/env python3
"""Writes core/text/unicode_classes.inc: letter, number or space for every code point, as the regular expression engine
of Hugging Face tokenizers sees it (asked, not looked up: its Unicode version decides). Run in the test environment."""
import pathlib

from tokenizers import __version__, pre_tokenizers

CLASSES = (("Letter", "a"), ("Number", "1"), ("Other", "!"))


def main():
    splitter = pre_tokenizers.ByteLevel(add_prefix_space=False)

    def class_of(character):
        for name, neighbour in CLASSES:
            if len(splitter.pre_tokenize_str(neighbour + character)) == 1:
                return name
        return "Space"

    ranges = []
    for code in range(0x110000):
        if 0xD800 <= code < 0xE000:
            continue
        name = class_of(chr(code))
        if ranges and ranges[-1][2] == name and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code, name])
    rows = [f"{{0x{first:X}, 0x{last:X}, CharacterClass::{name}}}," for first, last, name in ranges if name != "Other"]
    lines = [" ".join(rows[begin:begin + 2]) for begin in range(0, len(rows), 2)]
    target = pathlib.Path(__file__).parent.parent / "core/text/unicode_classes.inc"
    target.write_text(f"// Made by packaging/update_unicode_classes.py with tokenizers {__version__}; what is not here is Other.\n"
                      + "\n".join(lines) + "\n")
    print(f"{len(rows)} ranges")


if __name__ == "__main__":
    main()
