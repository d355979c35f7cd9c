# The process that runs the tests and gives the verdict. The code under test is in another process (worker.py) and is
# reached over a line on which nothing but values travel; what it answers is data, never a judgement.
import time


class Unfit(Exception):
    """What the tests do cannot be done across two processes."""


class WorkerEnded(BaseException):
    """The code ended its process. No test may catch it."""


class Remote:
    """Something of the code that is no data: a function, a class, an object. It is equal to nothing but itself where
    it is held against data, so that no __eq__ of the code decides about an expected value."""

    def __init__(self, link, number):
        object.__setattr__(self, "_link", link)
        object.__setattr__(self, "_number", number)

    def _do(self, name, *arguments, **named):
        return self._link.do(name, (self, *arguments), named)

    def __call__(self, *arguments, **named):
        self._link.calls += 1
        return self._do("call", *arguments, **named)

    def __getattr__(self, name):
        return self._do("getattr", name)

    def __setattr__(self, name, value):
        self._do("setattr", name, value)

    def __delattr__(self, name):
        self._do("delattr", name)

    def __eq__(self, other):
        if not isinstance(other, Remote):
            return False
        return self is other or self._do("eq", other) is True

    def __hash__(self):
        return hash(self._number)

    def _ordered(self, name, other):
        return self._do(name, other) is True if isinstance(other, Remote) else NotImplemented

    def __lt__(self, other):
        return self._ordered("lt", other)

    def __le__(self, other):
        return self._ordered("le", other)

    def __gt__(self, other):
        return self._ordered("gt", other)

    def __ge__(self, other):
        return self._ordered("ge", other)

    def __contains__(self, value):
        return self._do("contains", value) is True

    def __bool__(self):
        return self._do("bool") is True

    def __instancecheck__(self, value):
        return isinstance(value, Remote) and value._do("isinstance", self) is True

    def __subclasscheck__(self, value):
        return isinstance(value, Remote) and value._do("issubclass", self) is True

    def __enter__(self):
        return self._do("getattr", "__enter__")()

    def __exit__(self, kind, failure, trace):
        return self._do("getattr", "__exit__")(None, None, None) is True

    def __dir__(self):
        return self._do("dir")


def forward(name):
    return lambda self, *arguments: self._do(name, *arguments)


for _name in ("len", "iter", "next", "reversed", "str", "repr", "int", "float", "index", "abs", "round", "divmod",
              "format", "getitem", "setitem", "delitem", "add", "sub", "mul", "truediv", "floordiv", "mod", "pow",
              "matmul", "and_", "or_", "xor", "lshift", "rshift", "neg", "pos", "invert"):
    setattr(Remote, f"__{_name.rstrip('_')}__", forward(_name))


class Link:
    """What the tests hold of the code."""

    def __init__(self, source, target):
        self.line = Line(source, target, self.refer, self.resolve)
        self.remotes, self.functions, self.exceptions = {}, [], {}
        self.calls = 0
        self.ended = None  # why, though a test may have caught it

    def refer(self, value):
        if type(value) is Remote:
            return b"R" + value._number.to_bytes(4, "little")
        name = getattr(value, "__qualname__", None)
        module = sys.modules.get(getattr(value, "__module__", None) or "builtins")
        if name and module and module.__name__ != "tests":
            found = module
            for part in name.split("."):
                found = getattr(found, part, None)
            if found is value:
                return sized(b"Y", (module.__name__ + ":" + name).encode())
        if callable(value) and not isinstance(value, type):
            self.functions.append(value)
            return b"P" + (len(self.functions) - 1).to_bytes(4, "little")
        raise NotData(f"a value of the tests cannot be handed to the code: {type(value).__name__}")

    def resolve(self, tag, name):
        if tag == b"R":
            if name not in self.remotes:
                self.remotes[name] = Remote(self, name)
            return self.remotes[name]
        if tag == b"P" and name < len(self.functions):
            return self.functions[name]
        raise BrokenLine("a reference to nothing")

    def ask(self, *request):
        flush_output()  # so that what tests and code write stays in order
        try:
            self.line.send(request)
        except NotData as failure:
            raise Unfit(str(failure)) from None
        except BrokenLine as failure:
            self.end(str(failure))
        return self.hear()

    def hear(self):
        while True:
            reply = self.receive()
            match reply:
                case ("value", value, changed):
                    return value, changed
                case ("raised", (tuple(chain), str(base)), text, arguments, failure):
                    raise self.failure(chain, base, text, arguments, failure)
                case ("back", int(number), tuple(arguments), dict(named)) if 0 <= number < len(self.functions):
                    self.answer_back(self.functions[number], arguments, named)
                case _:
                    self.end("the code broke the line to its tests")

    def end(self, words):
        self.ended = words
        raise WorkerEnded(words)

    def receive(self):
        try:
            return self.line.receive()
        except BrokenLine as failure:
            self.end(str(failure))

    def answer_back(self, function, arguments, named):
        try:
            reply = ("returned", function(*arguments, **named))
        except Exception as failure:
            reply = ("threw", type(failure).__name__, tuple(str(argument) for argument in failure.args))
        try:
            self.line.send(reply)
        except NotData as failure:
            raise Unfit(str(failure)) from None
        except BrokenLine as failure:
            self.end(str(failure))

    def do(self, name, arguments, named):
        try:
            value, changed = self.ask("do", name, arguments, named)
        except (StopIteration, StopAsyncIteration, GeneratorExit) as failure:
            if name == "next" and isinstance(failure, StopIteration):
                raise
            # It would end the loop of a test that was to call the code again.
            raise RuntimeError("the code raised " + type(failure).__name__) from None
        if changed is not None:
            if type(changed) is not tuple or len(changed) != len(arguments):
                self.end("the code broke the line to its tests")
            for old, new in zip(arguments, changed):
                bring_up_to_date(old, new)
        match value:
            case ("new", result):
                return result
            case ("same", int(place)) if 0 <= place < len(arguments):
                return arguments[place]
        self.end("the code broke the line to its tests")

    def failure(self, chain, base, text, arguments, remote):
        kind = self.exception_class(chain, base)
        try:
            failure = kind(*arguments) if type(arguments) is tuple else kind(str(text))
        except Exception:
            failure = kind()
        if chain:
            failure.__dict__.update(_remote=remote, _text=str(text))
        return failure

    def exception_class(self, chain, base):
        builtin = getattr(sys.modules["builtins"], base, None)
        kind = builtin if isinstance(builtin, type) and issubclass(builtin, BaseException) else Exception
        for number, name in reversed(chain):
            if number not in self.exceptions:
                self.exceptions[number] = type(str(name), (kind,), {"__str__": words_of, "__getattr__": attribute_of})
            kind = self.exceptions[number]
        return kind

    def names(self, wanted):
        """The names of the code that the tests use."""
        found, _ = self.ask("names", tuple(wanted))
        values = {}
        for name, (kind, value) in zip(wanted, found):
            if kind == "module" and str(value).split(".")[0] in sys.stdlib_module_names:
                values[name] = __import__(value, fromlist=["*"])
            elif kind == "exception":
                values[name] = self.exception_class(*value)
            elif kind in ("object", "value"):
                values[name] = value
        return values


def words_of(failure):
    return failure.__dict__.get("_text") or BaseException.__str__(failure)


def attribute_of(failure, name):
    remote = failure.__dict__.get("_remote")
    if remote is None or name.startswith("__"):
        raise AttributeError(name)
    return getattr(remote, name)


def bring_up_to_date(old, new):
    """What the code changed of its arguments, changed in those of the tests, in place."""
    if type(old) is not type(new) or old is new:
        return
    if isinstance(old, list):
        if len(old) == len(new):
            for place, value in enumerate(new):
                if isinstance(value, (list, dict, set, bytearray, tuple)) and type(old[place]) is type(value):
                    bring_up_to_date(old[place], value)
                if not isinstance(value, (list, dict, set, bytearray)) or type(old[place]) is not type(value):
                    old[place] = value
        else:
            old[:] = new
    elif isinstance(old, tuple):
        for before, after in zip(old, new):
            bring_up_to_date(before, after)
    elif isinstance(old, dict):
        for key in [key for key in old if key not in new]:
            del old[key]
        for key, value in new.items():
            if key in old and isinstance(value, (list, dict, set, bytearray)) and type(old[key]) is type(value):
                bring_up_to_date(old[key], value)
            else:
                old[key] = value
    elif isinstance(old, (set, bytearray)):
        old.clear()
        old.update(new) if isinstance(old, set) else old.extend(new)


def names_used(code):
    found = set(code.co_names)
    for constant in code.co_consts:
        if isinstance(constant, type(code)):
            found |= names_used(constant)
    return found


def words_of_failure(failure, lines):
    """What failed, and the line of the tests that it failed in."""
    place, trace = None, failure.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == "<tests>":
            place = trace.tb_lineno
        trace = trace.tb_next
    try:
        text = type(failure).__name__ + (": " + str(failure) if str(failure) else "")
    except Exception:
        text = type(failure).__name__
    if place is not None and place <= len(lines):
        text += f" (line {place}: {lines[place - 1].strip()})"
    return text


def run_tests(link, text, entry):
    compiled = compile(text, "<tests>", "exec", dont_inherit=True)
    builtin = set(dir(sys.modules["builtins"]))
    wanted = sorted(name for name in names_used(compiled) if name not in builtin and not name.startswith("__"))
    if entry and entry not in wanted:
        wanted.append(entry)
    module = type(sys)("tests")
    sys.modules["tests"] = module
    space = module.__dict__
    space.update(link.names(wanted))
    if entry:
        space.setdefault("candidate", space.get(entry))
    exec(compiled, space)
    own = [value for name, value in list(space.items()) if getattr(value, "__module__", None) == "tests"]
    if entry and "check" in space and space["check"] in own:
        if space.get(entry) is None:
            raise NameError(f"name '{entry}' is not defined")
        space["check"](space[entry])
    for value in own:
        if type(value) is type(run_tests) and value.__name__.startswith("test") and value.__code__.co_argcount == 0:
            value()
    if "unittest" in sys.modules:
        run_cases(module)


def run_cases(module):
    import unittest
    result = unittest.TestResult()
    unittest.defaultTestLoader.loadTestsFromModule(module).run(result)
    for _, words in result.failures + result.errors:
        raise AssertionError(words.strip().splitlines()[-1])


def same_output(shown, expected):
    def plain(text):
        return [line.rstrip() for line in text.strip().splitlines()]

    if plain(shown) == plain(expected):
        return True
    try:
        from ast import literal_eval
        return literal_eval(shown.strip()) == literal_eval(expected.strip())
    except Exception:
        return False


def run_examples(link, examples):
    for source, expected, kind in examples:
        link.calls += 1
        (shown, failure), _ = link.ask("example", source)
        if expected.lstrip().startswith("Traceback (most recent call last):"):
            wanted = expected.strip().splitlines()[-1].strip()
            fits = failure == wanted or failure.split(":")[0] == wanted.split(":")[0] != ""
        else:
            fits = not failure and (kind == "anything" or same_output(str(shown), expected))
        if not fits:
            words = (str(shown) + str(failure)).strip() or "nothing"
            wanted = "no failure" if kind == "anything" else expected.strip() or "nothing"
            raise AssertionError(f"`{source.strip()[-300:]}`: expected {wanted[:300]}, got {words[:300]}")


def clock_of(process):
    """CPU seconds of a process that still runs (Linux's number of its clock)."""
    try:
        return time.clock_gettime((~process << 3) | 2)
    except OSError:
        return 0.0


def end_of(process, wait_seconds):
    """How the worker ended: status and CPU seconds; status None while it still runs."""
    until = time.monotonic() + wait_seconds
    while True:
        found, status, usage = os.wait4(process, os.WNOHANG)
        if found:
            return status, usage.ru_utime + usage.ru_stime
        if time.monotonic() > until:
            return None, clock_of(process)
        time.sleep(0.002)


class Judge:
    def __init__(self, process, link, cpu_limit):
        self.process, self.link, self.cpu_limit = process, link, cpu_limit
        self.cpu = None

    def worker_ended(self, words, wait_seconds, in_tests):
        status, self.cpu = end_of(self.process, wait_seconds)
        if status is None:
            return "failed", words
        if os.WIFSIGNALED(status):
            number = os.WTERMSIG(status)
            if number == 24 or number == 9 and self.cpu >= 0.95 * self.cpu_limit:
                return "timed_out", f"more than {self.cpu_limit} s of CPU time"
            if number == 9:  # nothing inside may send it: see seccomp_filter.cpp
                return "killed", "the code's process was killed from outside"
            return "failed", f"the code's process died of signal {number}"
        code = os.WEXITSTATUS(status)
        if in_tests:
            return "failed", f"the code ended its process with exit code {code} during the tests"
        return ("passed", "") if code == 0 else ("failed", f"exit code {code}")

    def of_raised(self, kind, words):
        if kind == "MemoryError":
            return "out_of_memory", "MemoryError"
        return "failed", kind + (": " + words if words else "")

    def start(self):
        """None once the code stands ready for its tests."""
        match self.link.receive():
            case ("syntax", "MemoryError", _):
                return "out_of_memory", "MemoryError"
            case ("syntax", _, str(words)):  # before any of the code ran
                return "syntax_error", words
        match self.link.receive():
            case ("failed", str(kind), str(words)):
                return self.of_raised(kind, words)
            case ("ready",):
                return None
        return "failed", "the code broke the line to its tests"

    def verdict(self, has_tests, tests, entry, examples):
        try:
            found = self.start()
            if found or not has_tests:
                return found or ("failed", "the code broke the line to its tests")
        except WorkerEnded as failure:
            # A program without tests has no word to say at its end; it may take its time to end.
            return self.worker_ended(str(failure), 0.2 if has_tests else 1e9, has_tests)
        try:
            run_tests(self.link, tests, entry)
            run_examples(self.link, examples)
            if self.link.ended:
                raise WorkerEnded(self.link.ended)
        except WorkerEnded as failure:
            return self.worker_ended(str(failure), 0.2, True)
        except MemoryError:
            return "out_of_memory", "MemoryError"
        except SyntaxError as failure:
            return "failed", f"the tests do not parse: {failure}"
        except Unfit as failure:
            return "failed", str(failure)
        except BaseException as failure:
            return "failed", words_of_failure(failure, tests.splitlines())
        return "passed", ""


def limit_processes(count):
    """Set in here, it counts the processes of this user namespace alone; set outside, those of other sandboxes too."""
    import resource
    resource.setrlimit(resource.RLIMIT_NPROC, (count, count))


def read_field(source):
    return read_exactly(source, int.from_bytes(read_exactly(source, 4), "little"))


def judge(requests, verdicts):
    code = read_field(requests)
    has_tests = read_field(requests) == b"tests"
    cpu_limit = int(read_field(requests))
    limit_processes(int(read_field(requests)))
    from_worker, to_judge = os.pipe()
    from_judge, to_worker = os.pipe()
    process = os.fork()
    if process == 0:
        close_all_but((0, 1, 2, from_judge, to_judge))
        run_worker(code, has_tests, from_judge, to_judge)
    del code
    os.close(to_judge)
    os.close(from_judge)
    nonce = read_field(requests)
    entry, tests = (read_field(requests).decode("utf-8", "replace") for _ in range(2))
    examples = [tuple(read_field(requests).decode("utf-8", "replace") for _ in range(3))
                for _ in range(int(read_field(requests)))]
    link = Link(from_worker, to_worker)
    own = Judge(process, link, cpu_limit)
    outcome, reason = own.verdict(has_tests, tests, entry, examples)
    flush_output()  # what the tests themselves wrote
    cpu = own.cpu if own.cpu is not None else clock_of(process)
    fields = (nonce, outcome.encode(), reason.encode("utf-8", "replace")[:4000], str(link.calls).encode(),
              str(int(1e6 * (cpu + time.process_time()))).encode())
    os.write(verdicts, b"".join(len(field).to_bytes(4, "little") + field for field in fields))
    os._exit(0)


judge(3, 4)
