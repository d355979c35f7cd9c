# Values as bytes, between the process that runs the code and the one that runs the tests. Data is copied; what is no
# data stays where it is and is named by a number. The decoder trusts nothing: the bytes come from the code under test.
import os
import sys


class BrokenLine(Exception):
    """The other side is gone, or says what this protocol does not."""


class NotData(Exception):
    """A value that can be neither copied nor left where it is."""


MAX_DEPTH = 100
MAX_FRAME = 64 << 20
# Classes whose instances are rebuilt from plain values: name, module, how to take one apart.
REBUILT = {
    "Decimal": ("decimal", lambda v: (str(v),)),
    "Fraction": ("fractions", lambda v: (v.numerator, v.denominator)),
    "datetime": ("datetime", lambda v: (v.year, v.month, v.day, v.hour, v.minute, v.second, v.microsecond)),
    "date": ("datetime", lambda v: (v.year, v.month, v.day)),
    "time": ("datetime", lambda v: (v.hour, v.minute, v.second, v.microsecond)),
    "timedelta": ("datetime", lambda v: (v.days, v.seconds, v.microseconds)),
    "complex": ("builtins", lambda v: (v.real, v.imag)),
    "range": ("builtins", lambda v: (v.start, v.stop, v.step)),
    "slice": ("builtins", lambda v: (v.start, v.stop, v.step)),
}


def sized(tag, body):
    return tag + len(body).to_bytes(4, "little") + body


def is_rebuilt(kind, value):
    known = REBUILT.get(kind.__name__)
    if known is None or kind.__module__ not in (known[0], "_" + known[0], "_pydecimal"):
        return False
    return getattr(value, "tzinfo", None) is None


def encode(value, out, refer, depth=0):
    """Appends the pieces of `value`; `refer(value)` gives the piece of what is no data."""
    if depth > MAX_DEPTH:
        raise NotData("a value nested too deep")
    kind = type(value)
    if value is None or value is Ellipsis or value is NotImplemented:
        out.append({None: b"N", Ellipsis: b".", NotImplemented: b"!"}[value])
    elif kind is bool:
        out.append(b"T" if value else b"F")
    elif isinstance(value, int):
        out.append(sized(b"I", b"%x" % int(value)))
    elif isinstance(value, float):
        out.append(sized(b"D", float.__repr__(value).encode()))
    elif isinstance(value, str):
        out.append(sized(b"S", str.__str__(value).encode("utf-8", "surrogatepass")))
    elif isinstance(value, bytes):
        out.append(sized(b"B", bytes(value)))
    elif isinstance(value, bytearray):
        out.append(sized(b"A", bytes(value)))
    elif isinstance(value, tuple) and isinstance(getattr(kind, "_fields", None), tuple):
        out.append(b"n")
        encode(kind.__name__, out, refer, depth + 1)
        encode(kind._fields, out, refer, depth + 1)
        encode(tuple(value), out, refer, depth + 1)
    elif isinstance(value, (list, tuple, set, frozenset)):
        tag = b"L" if isinstance(value, list) else b"U" if isinstance(value, tuple) else b"E" if isinstance(value, set) else b"Z"
        items = list(value)
        out.append(tag + len(items).to_bytes(4, "little"))
        for item in items:
            encode(item, out, refer, depth + 1)
    elif isinstance(value, dict):
        items = list(dict.items(value))
        out.append(b"M" + len(items).to_bytes(4, "little"))
        for key, item in items:
            encode(key, out, refer, depth + 1)
            encode(item, out, refer, depth + 1)
    elif is_rebuilt(kind, value):
        out.append(b"K")
        encode(kind.__name__, out, refer, depth + 1)
        encode(REBUILT[kind.__name__][1](value), out, refer, depth + 1)
    else:
        out.append(refer(value))


class Decoder:
    """`resolve(tag, number or name)` gives what a reference stands for."""

    def __init__(self, data, resolve):
        self.data, self.at, self.resolve = data, 0, resolve

    def take(self, count):
        piece = self.data[self.at:self.at + count]
        if len(piece) != count:
            raise BrokenLine("cut short")
        self.at += count
        return piece

    def size(self):
        return int.from_bytes(self.take(4), "little")

    def items(self, depth, per=1):
        count = self.size()
        if count > len(self.data):
            raise BrokenLine("a count beyond its bytes")
        return [self.value(depth + 1) for _ in range(count * per)]

    def value(self, depth=0):
        if depth > MAX_DEPTH:
            raise BrokenLine("nested too deep")
        tag = self.take(1)
        if tag in b"NTF.!":
            return {b"N": None, b"T": True, b"F": False, b".": Ellipsis, b"!": NotImplemented}[tag]
        if tag == b"I":
            return int(self.take(self.size()), 16)
        if tag == b"D":
            return float(self.take(self.size()))
        if tag == b"S":
            return self.take(self.size()).decode("utf-8", "surrogatepass")
        if tag == b"B":
            return self.take(self.size())
        if tag == b"A":
            return bytearray(self.take(self.size()))
        if tag == b"L":
            return self.items(depth)
        if tag == b"U":
            return tuple(self.items(depth))
        if tag == b"E":
            return set(self.items(depth))
        if tag == b"Z":
            return frozenset(self.items(depth))
        if tag == b"M":
            flat = self.items(depth, 2)
            return dict(zip(flat[::2], flat[1::2]))
        if tag == b"n":
            return self.named_tuple(depth)
        if tag == b"K":
            return self.rebuilt(depth)
        if tag in b"RP":
            return self.resolve(tag, self.size())
        if tag == b"Y":
            return self.resolve(tag, self.take(self.size()).decode())
        raise BrokenLine("an unknown kind of value")

    def named_tuple(self, depth):
        from collections import namedtuple
        name, fields, values = self.value(depth + 1), self.value(depth + 1), self.value(depth + 1)
        if type(name) is not str or type(fields) is not tuple or type(values) is not tuple:
            raise BrokenLine("no named tuple")
        return namedtuple(name, fields)(*values)

    def rebuilt(self, depth):
        name, arguments = self.value(depth + 1), self.value(depth + 1)
        if type(name) is not str or name not in REBUILT or type(arguments) is not tuple:
            raise BrokenLine("no class to rebuild")
        if not all(type(argument) in (int, float, str, type(None)) for argument in arguments):
            raise BrokenLine("no plain values")
        module = __import__(REBUILT[name][0])
        return getattr(module, name)(*arguments)


class Line:
    """Whole values over a pair of pipes."""

    def __init__(self, source, target, refer, resolve):
        self.source, self.target, self.refer, self.resolve = source, target, refer, resolve

    def send(self, value):
        out = []
        encode(value, out, self.refer)
        self.send_bytes(b"".join(out))

    def send_bytes(self, body):
        if len(body) > MAX_FRAME:
            raise NotData("a value too large to be handed over")
        data = memoryview(len(body).to_bytes(4, "little") + body)
        while data:
            try:
                data = data[os.write(self.target, data):]
            except BrokenPipeError:
                raise BrokenLine("gone") from None

    def receive(self):
        size = int.from_bytes(read_exactly(self.source, 4), "little")
        if size > MAX_FRAME:
            raise BrokenLine("a value too large to be handed over")
        decoder = Decoder(read_exactly(self.source, size), self.resolve)
        try:
            value = decoder.value()
        except BrokenLine:
            raise
        except Exception as failure:
            raise BrokenLine("a value that is none: " + type(failure).__name__) from None
        if decoder.at != size:
            raise BrokenLine("more than a value")
        return value


def read_exactly(source, size):
    pieces = []
    while size:
        piece = os.read(source, min(size, 1 << 20))
        if not piece:
            raise BrokenLine("gone")
        pieces.append(piece)
        size -= len(piece)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def close_all_but(kept):
    for number in range(64):
        if number not in kept:
            try:
                os.close(number)
            except OSError:
                pass
