# The process that runs the code under test. It is forked before tests and nonce are read, so that neither was ever in
# its memory, and holds nothing but its output and the line over which it is asked for values.
import _operator
import builtins


def as_bool(function):
    return lambda *arguments: bool(function(*arguments))


OPERATIONS = {
    "call": lambda function, *arguments, **named: function(*arguments, **named),
    "getattr": getattr, "setattr": setattr, "delattr": delattr, "isinstance": isinstance, "issubclass": issubclass,
    "len": len, "iter": iter, "next": next, "reversed": reversed, "str": str, "repr": repr, "bool": bool,
    "int": int, "float": float, "abs": abs, "round": round, "divmod": divmod, "format": format, "dir": dir,
}
for _name in ("getitem", "setitem", "delitem", "index", "add", "sub", "mul", "truediv", "floordiv", "mod", "pow",
              "matmul", "and_", "or_", "xor", "lshift", "rshift", "neg", "pos", "invert"):
    OPERATIONS[_name] = getattr(_operator, _name)
for _name in ("contains", "eq", "lt", "le", "gt", "ge"):
    OPERATIONS[_name] = as_bool(getattr(_operator, _name))


class Worker:
    def __init__(self, source, target):
        self.line = Line(source, target, self.refer, self.resolve)
        self.objects, self.numbers = [], {}
        self.module = type(sys)("__main__")

    def number_of(self, value):
        number = self.numbers.get(id(value))
        if number is None:
            number = self.numbers[id(value)] = len(self.objects)
            self.objects.append(value)  # kept, so that its id stays its own
        return number

    def refer(self, value):
        if type(value) is TestsFunction:
            return b"P" + value.number.to_bytes(4, "little")
        if type(value) is Kept:
            value = value.value
        return b"R" + self.number_of(value).to_bytes(4, "little")

    def resolve(self, tag, name):
        if tag == b"R":
            return self.objects[name]
        if tag == b"P":
            return TestsFunction(self, name)
        module, _, path = name.partition(":")
        value = __import__(module, fromlist=["*"])
        for part in path.split("."):
            value = getattr(value, part)
        return value

    # What the tests ask for.

    def describe(self, name):
        """(kind, value): where the name leads in the code."""
        if name not in self.module.__dict__:
            return "absent", None
        value = self.module.__dict__[name]
        if isinstance(value, type(sys)):
            return "module", value.__name__
        if isinstance(value, type) and issubclass(value, BaseException):
            return "exception", self.exception_class(value)
        if isinstance(value, type) or callable(value):
            return "object", Kept(value)
        return "value", value

    def exception_class(self, kind):
        """Its own classes with their numbers, then the built-in one they come from."""
        chain = []
        for base in kind.__mro__:
            if getattr(builtins, base.__name__, None) is base:
                return tuple(chain), base.__name__
            chain.append((self.number_of(base), base.__name__))
        return tuple(chain), "Exception"

    def raised(self, failure):
        arguments = []
        try:
            encode(tuple(failure.args), arguments, self.refer)
            arguments = tuple(failure.args)
        except Exception:
            arguments = ()
        try:
            text = str(failure)
        except Exception:
            text = ""
        return "raised", self.exception_class(type(failure)), text, arguments, Kept(failure)

    def example(self, source):
        """What an example prints, as the interactive interpreter does."""
        shown = []

        class Screen:
            def write(self, text):
                shown.append(text)
                return len(text)

            def flush(self):
                pass

        before, sys.stdout = sys.stdout, Screen()
        try:
            try:
                compiled = compile(source, "<example>", "single")
            except SyntaxError:  # several statements
                compiled = compile(source, "<example>", "exec")
            exec(compiled, self.module.__dict__)
        except BaseException as failure:
            name = type(failure).__name__
            return "".join(shown), name + (": " + str(failure) if str(failure) else "")
        finally:
            sys.stdout = before
        return "".join(shown), ""

    def answer(self, request):
        kind, *rest = request
        if kind == "names":
            return "value", tuple(self.describe(name) for name in rest[0]), None
        if kind == "example":
            return "value", self.example(rest[0]), None
        name, arguments, named = rest
        before = self.copies_of(arguments)
        value = OPERATIONS[name](*arguments, **named)
        if name == "getattr" and callable(value):
            value = Kept(value)
        for place, argument in enumerate(arguments):
            if value is argument and isinstance(value, (list, dict, set, bytearray)):
                value = ("same", place)
                break
        else:
            value = ("new", value)
        after = self.copies_of(arguments)
        return "value", value, arguments if after != before else None

    def copies_of(self, arguments):
        if not any(isinstance(argument, (list, dict, set, bytearray, tuple)) for argument in arguments):
            return b""
        out = []
        encode(arguments, out, self.refer)
        return b"".join(out)

    def serve(self):
        """Answers until the tests are through; a call may call back before it is answered."""
        while True:
            self.serve_one(self.line.receive())

    def serve_one(self, request):
        try:
            reply = self.answer(request)
        except BaseException as failure:
            reply = self.raised(failure)
        flush_output()
        try:
            self.line.send(reply)
        except (NotData, RecursionError):
            kind, value, *rest = reply
            self.line.send((kind, ("new", Kept(value[1])) if kind == "value" else value, *(None for _ in rest)))

    def call_back(self, number, arguments, named):
        self.line.send(("back", number, arguments, named))
        while True:
            reply = self.line.receive()
            if reply[0] == "returned":
                return reply[1]
            if reply[0] == "threw":
                raise getattr(builtins, reply[1], RuntimeError)(*reply[2])
            self.serve_one(reply)  # the tests' function asks for something of the code


class Kept:
    """Says that a value stays here although it could be copied."""

    def __new__(cls, value):
        kept = object.__new__(cls)
        kept.value = value
        return kept


class TestsFunction:
    """A function of the tests, as the code sees it."""

    def __init__(self, worker, number):
        self.worker, self.number = worker, number

    def __call__(self, *arguments, **named):
        return self.worker.call_back(self.number, arguments, named)


def flush_output():
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:
            pass


def last_words(failure):
    trace = failure.__traceback__
    failure.__traceback__ = trace and trace.tb_next  # without the frame of this file
    sys.__excepthook__(type(failure), failure, failure.__traceback__)
    flush_output()


def end_process(code):
    """Ends as an interpreter does: threads, atexit, what is still to be written."""
    try:
        if "threading" in sys.modules:
            sys.modules["threading"]._shutdown()
        if "atexit" in sys.modules:
            sys.modules["atexit"]._run_exitfuncs()
    except BaseException as failure:
        last_words(failure)
    flush_output()
    os._exit(code)


def exit_code_of(failure):
    code = failure.code
    if code is None:
        return 0
    if isinstance(code, int):
        return code & 255
    print(code, file=sys.stderr)
    return 1


def run_worker(code, has_tests, source, target):
    """Never returns."""
    worker = Worker(source, target)
    try:
        compiled = compile(code, "<code>", "exec", dont_inherit=True)
    except BaseException as failure:
        line = getattr(failure, "lineno", None)
        words = getattr(failure, "msg", None) or str(failure)
        worker.line.send(("syntax", type(failure).__name__, (f"line {line}: " if line else "") + words))
        os._exit(1)
    worker.line.send(("compiled",))
    worker.module.__dict__["__name__"] = "solution" if has_tests else "__main__"
    sys.modules[worker.module.__name__] = sys.modules["__main__"] = worker.module
    try:
        exec(compiled, worker.module.__dict__)
    except SystemExit as failure:
        if not has_tests:
            end_process(exit_code_of(failure))
        worker.line.send(("failed", "SystemExit", "the code ended before its tests"))
        os._exit(1)
    except BaseException as failure:
        last_words(failure)
        worker.line.send(("failed", type(failure).__name__, str(failure)))
        end_process(1)
    if not has_tests:
        end_process(0)
    flush_output()
    worker.line.send(("ready",))
    try:
        worker.serve()
    except BrokenLine:
        pass
    os._exit(0)
