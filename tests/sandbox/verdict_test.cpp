// Verdicts: what a program may do to pass, and that nothing else does.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/sandbox/open_sandbox.h"

using namespace primer;
using enum SandboxOutcome;

namespace {

struct Case {
    const char *name;
    const char *code, *tests, *entry;
    SandboxOutcome outcome;
    const char *reason;     ///< is in it
    double wallFactor = 60; ///< a busy machine gives a loop little of its time
};

void expectAll(const std::vector<Case> &cases)
{
    const Sandbox &sandbox = openSandbox();
    for (const Case &wanted : cases) {
        SandboxLimits limits;
        limits.cpuSeconds = 1;
        limits.wallFactor = wanted.wallFactor;
        const SandboxResult result = sandbox.run({wanted.code, wanted.tests, wanted.entry, {}}, limits);
        EXPECT_STREQ(sandboxOutcomeName(result.outcome), sandboxOutcomeName(wanted.outcome))
            << wanted.name << ": " << result.reason << "\n"
            << result.output << result.errors;
        EXPECT_NE(result.reason.find(wanted.reason), std::string::npos) << wanted.name << ": " << result.reason;
        EXPECT_EQ(result.backend, sandbox.facts().backend);
    }
}

class Verdict : public testing::Test
{
    void SetUp() override
    {
        if (!hasSandbox())
            GTEST_SKIP() << whyNoSandbox();
    }
};

} // namespace

TEST_F(Verdict, programsWithoutTests)
{
    expectAll({
        {"ends", "print('done')", "", "", Passed, ""},
        {"exit 0", "import sys\nsys.exit(0)", "", "", Passed, ""},
        {"exit 3", "import sys\nsys.exit(3)", "", "", Failed, "exit code 3"},
        {"exit with words", "import sys\nsys.exit('no luck')", "", "", Failed, "no luck"},
        {"raises", "raise ValueError('what')", "", "", Failed, "ValueError: what"},
        {"does not parse", "x = 1\ndef f(:\n", "", "", SyntaxError, "line 2"},
        {"null byte", "x = '\\0'\n", "", "", Passed, ""},
        {"memory", "x = [0] * 10**9", "", "", OutOfMemory, "MemoryError"},
        {"loops", "while True: pass", "", "", TimedOut, "CPU"},
        {"ignores the signal", "import signal\nsignal.signal(signal.SIGXCPU, signal.SIG_IGN)\nwhile True: pass", "", "",
         TimedOut, "CPU"},
        {"sleeps", "import time\ntime.sleep(100)", "", "", TimedOut, "no end after", 2},
        {"writes on and on", "while True: print('x' * 1000)", "", "", OutputLimit, "1048576"},
        {"crashes", "import ctypes\nctypes.string_at(0)", "", "", Failed, "signal 11"},
        {"main", "if __name__ == '__main__':\n    raise KeyError('main')", "", "", Failed, "KeyError"},
    });
}

TEST_F(Verdict, tests)
{
    expectAll({
        {"right", "def add(a, b): return a + b", "assert add(1, 2) == 3\nassert add([1], [2]) == [1, 2]", "", Passed,
         ""},
        {"wrong", "def add(a, b): return a - b", "assert add(1, 0) == 1\nassert add(1, 2) == 3", "", Failed,
         "AssertionError (line 2: assert add(1, 2) == 3)"},
        {"check of a candidate", "def add(a, b): return a + b",
         "def check(candidate):\n    assert candidate(1, 2) == 3\n", "add", Passed, ""},
        {"check that fails", "def add(a, b): return a", "def check(candidate):\n    assert candidate(1, 2) == 3\n",
         "add", Failed, "AssertionError"},
        {"function missing", "def sub(a, b): return a - b", "def check(candidate):\n    assert candidate(1, 2) == 3\n",
         "add", Failed, "NameError"},
        {"test functions", "def add(a, b): return a", "def test_add():\n    assert add(1, 2) == 3\n", "", Failed,
         "line 2"},
        {"test cases", "def add(a, b): return a",
         "import unittest\nclass T(unittest.TestCase):\n    def test(self): self.assertEqual(add(1, 2), 3)\n", "",
         Failed, "1 != 3"},
        {"raises as wanted", "def f(x):\n    if x < 0: raise ValueError('negative')\n    return x",
         "try:\n    f(-1)\n    assert False\nexcept ValueError as e:\n    assert str(e) == 'negative'\n", "", Passed,
         ""},
        {"an exception of its own", "class Bad(ValueError): pass\ndef f(): raise Bad('x', 3)",
         "try:\n    f()\n    assert False\nexcept Bad as e:\n    assert e.args == ('x', 3)\n", "", Passed, ""},
        {"changes its argument", "def f(xs): xs.sort()", "xs = [3, 1, 2]\nf(xs)\nassert xs == [1, 2, 3]", "", Passed,
         ""},
        {"sorts tuples", "def f(xs):\n    xs.sort()\n    return xs",
         "xs = [(3, [1]), (1, [2])]\nassert f(xs) == [(1, [2]), (3, [1])]\nassert xs == [(1, [2]), (3, [1])]", "",
         Passed, ""},
        {"changes what is inside", "def f(xs): xs[0]['a'].append(2)",
         "a = [1]\nxs = [{'a': a}]\nf(xs)\nassert a == [1, 2]", "", Passed, ""},
        {"has a built-in's name", "def sum(a, b): return a + b", "assert sum(1, 2) == 3", "sum", Passed, ""},
        {"gives its argument back", "def f(xs):\n    xs.append(1)\n    return xs",
         "xs = []\nassert f(xs) is xs\nassert xs == [1]", "", Passed, ""},
        {"takes a function", "def twice(f, x): return f(f(x))", "assert twice(lambda x: x + 1, 1) == 3", "", Passed,
         ""},
        {"takes a built-in", "def each(f, xs): return [f(x) for x in xs]", "assert each(str, [1]) == ['1']", "", Passed,
         ""},
        {"gives a function", "def adder(n): return lambda x: x + n", "assert adder(2)(3) == 5", "", Passed, ""},
        {"objects",
         "class P:\n    def __init__(s, x): s.x = x\n    def __eq__(s, o): return s.x == o.x\n    def __add__(s, o): "
         "return P(s.x + o.x)\n"
         "    def __len__(s): return s.x\n    def up(s): s.x += 1\n",
         "p = P(1)\np.up()\nassert p.x == 2 and len(p) == 2\nassert p + P(3) == P(5)\nassert P(1) != P(2)\nassert "
         "isinstance(p, P)",
         "", Passed, ""},
        {"generators", "def up(n):\n    yield from range(n)", "assert list(up(3)) == [0, 1, 2]", "", Passed, ""},
        {"kinds of values",
         "import collections, datetime, decimal, fractions\ndef same(x): return x\ndef made(): return "
         "[collections.Counter('aa'), "
         "collections.OrderedDict(a=1), decimal.Decimal('1.5'), fractions.Fraction(1, 2), datetime.date(2020, 1, 2), 1 "
         "+ 2j, range(3)]",
         "import decimal, fractions, datetime\n"
         "for x in [None, True, -2**100, 1.5, float('inf'), 'h\\u00e9\\ud800', b'\\0', (1,), {1: {2}}, frozenset('a'), "
         "[[]], ...]:\n"
         "    assert same(x) == x and type(same(x)) is type(x), x\n"
         "assert made() == [{'a': 2}, {'a': 1}, decimal.Decimal('1.5'), fractions.Fraction(1, 2), datetime.date(2020, "
         "1, 2), 1 + 2j, "
         "range(3)], made()\n",
         "", Passed, ""},
        {"its module", "import math\ndef f(x): return math.floor(x)", "assert f(1.5) == math.floor(1.5)", "", Passed,
         ""},
        {"prints between", "def f():\n    print('x')\n    return 1", "assert f() == 1", "", Passed, ""},
        {"recursion", "def f(n): return f(n + 1)", "f(0)", "", Failed, "RecursionError"},
        {"loops in a call", "def f():\n    while True: pass", "f()", "", TimedOut, "CPU"},
        {"loops in the tests", "def f(): return 1", "while True: pass", "", TimedOut, "CPU"},
        {"memory in a call", "def f(): return [0] * 10**9", "f()", "", OutOfMemory, "MemoryError"},
        {"tests that do not parse", "def f(): return 1", "assert f( == 1", "", Failed, "the tests do not parse"},
        {"a class of the tests", "def f(x): return x", "class C: pass\nf(C())", "", Failed,
         "cannot be handed to the code"},
        {"a main that is not run", "def f(): return 1\nif __name__ == '__main__':\n    raise KeyError()",
         "assert f() == 1", "", Passed, ""},
    });
}

TEST_F(Verdict, isNotForged)
{
    const std::string always = "class Any:\n    def __eq__(s, o): return True\n    def __ne__(s, o): return False\n"
                               "    def __gt__(s, o): return True\n    def __bool__(s): return True\n";
    const std::string any = always + "def f(): return Any()";
    const std::string any2 =
        always + "class N(int):\n    __eq__ = Any.__eq__\n    __hash__ = int.__hash__\ndef f(): return N(1)";
    const auto body = [](const char *line) {
        return std::string("import os, sys\ndef f():\n    ") + line + "\n    return 1\n";
    };
    const std::string exit0 = body("os._exit(0)"), systemExit = body("sys.exit(0)"),
                      kill = body("os.kill(os.getppid(), 9)"), kill1 = body("os.kill(1, 9)"),
                      interrupt = body("os.kill(os.getppid(), 2)"), everyone = body("os.kill(-1, 9)"),
                      passed = body("print('passed'); os.write(1, b'passed')"), stop = body("raise StopIteration"),
                      generatorExit = body("raise GeneratorExit");
    const char *isTwo = "assert f() == 2";
    expectAll({
        {"exit 0 when loaded", "import os\nos._exit(0)", isTwo, "", Failed, "exit code 0"},
        {"sys.exit when loaded", "raise SystemExit(0)", isTwo, "", Failed, "before its tests"},
        {"exit 0 in a call", exit0.c_str(), isTwo, "", Failed, "exit code 0"},
        {"exit 0, caught by the test", exit0.c_str(), "try:\n    f()\nexcept BaseException:\n    pass", "", Failed,
         "exit code 0"},
        {"sys.exit in a call", systemExit.c_str(), isTwo, "", Failed, "SystemExit"},
        {"says passed", passed.c_str(), isTwo, "", Failed, "AssertionError"},
        {"equal to all", any.c_str(), isTwo, "", Failed, "AssertionError"},
        {"not unequal", any.c_str(), "assert not f() != 2", "", Failed, "AssertionError"},
        {"above all", any.c_str(), "assert f() > 2", "", Failed, "TypeError"},
        {"a number equal to all", any2.c_str(), isTwo, "", Failed, "AssertionError"},
        {"in a list", any.c_str(), "assert [f()] == [2] or 2 in [f()] or [2].count(f())", "", Failed, "AssertionError"},
        {"patched builtins",
         "import builtins\nbuiltins.all = builtins.any = lambda *a: True\nbuiltins.AssertionError = None\n"
         "builtins.len = lambda x: 2\ndef f(): return [1]",
         "assert len(f()) == 2 and all([False])", "", Failed, ""},
        {"shadows a builtin", "def len(x): return 2\ndef f(): return [1]", "assert len(f()) == 2", "", Failed,
         "AssertionError"},
        {"ends the test's loop", stop.c_str(), "assert all(map(lambda x: f() == 2, [1]))", "", Failed, "RuntimeError"},
        {"ends the test's generator", generatorExit.c_str(), "assert all(f() == 2 for x in [1])", "", Failed,
         "RuntimeError"},
        {"kills the judge", kill.c_str(), isTwo, "", Failed, "PermissionError"},
        {"kills process 1", kill1.c_str(), isTwo, "", Failed, "PermissionError"},
        {"interrupts the judge", interrupt.c_str(), isTwo, "", Failed, "PermissionError"},
        {"kills all", everyone.c_str(), isTwo, "", Failed, "PermissionError"},
        {"atexit", "import atexit, os\natexit.register(lambda: os._exit(0))\ndef f(): return 1", isTwo, "", Failed,
         "AssertionError"},
        {"a signal handler",
         "import signal, os\nsignal.signal(signal.SIGALRM, lambda *a: "
         "os._exit(0))\nsignal.setitimer(signal.ITIMER_REAL, .01)\n"
         "def f():\n    while True: pass",
         isTwo, "", Failed, "exit code 0"},
        {"writes to every descriptor",
         "import os\ndef f():\n    for n in range(3, 64):\n        try: os.write(n, b'\\6\\0\\0\\0passed')\n        "
         "except OSError: pass\n    return 1",
         isTwo, "", Failed, ""},
        {"looks for the nonce",
         "import gc, sys, os\ndef f():\n    frame, seen = sys._getframe(), []\n    while frame:\n        seen += "
         "[repr(v) for v in frame.f_locals.values()]\n"
         "        frame = frame.f_back\n    seen += [repr(o) for o in gc.get_objects() if isinstance(o, (bytes, "
         "str))]\n"
         "    return [s for s in seen if 'only-in-the-tests' in s]",
         "assert f() == ['only-in-the-tests']", "", Failed, "AssertionError"},
        {"patches the judge's memory", "import os\ndef f():\n    open('/proc/2/mem', 'r+b')\n    return 1", isTwo, "",
         Failed, "FileNotFoundError"},
        {"calls the tests' functions for another word", "def g(check):\n    return check(2)",
         "assert g(lambda x: x == 1)", "", Failed, "AssertionError"},
        {"another process answers", "import os\ndef f():\n    if os.fork(): os._exit(0)\n    return 1", isTwo, "",
         Failed, ""},
    });
}

TEST_F(Verdict, examplesOfADocstring)
{
    const Sandbox &sandbox = openSandbox();
    const auto run = [&sandbox](const std::vector<CodeExample> &examples) {
        return sandbox.run({"def f(x):\n    return {3, x}\ndef p(): print('a'); print('b')\n", "", "", examples});
    };
    EXPECT_EQ(run({{"f(1)", "{1, 3}"}, {"p()", "a\nb\n"}, {"y = 2", ""}, {"y", "2"}}).outcome, Passed);
    EXPECT_EQ(
        run({{"1 / 0", "Traceback (most recent call last):\n  ...\nZeroDivisionError: division by zero"}}).outcome,
        Passed);
    EXPECT_EQ(run({{"f(1)", "{1, 2}"}}).outcome, Failed);
    EXPECT_EQ(run({{"f(1)", "{3, 1}"}}).outcome, Passed); // the same value
    EXPECT_EQ(run({{"nothing", "1"}}).outcome, Failed);
    EXPECT_EQ(run({{"f(1)", "{1, 3}"}}).calls, 1);
}

TEST_F(Verdict, outputIsKeptAsItCame)
{
    SandboxLimits limits;
    limits.outputBytes = 1000;
    const SandboxResult all = openSandbox().run(
        {"import sys\nsys.stdout.buffer.write(b'\\x1b[31m<b>\\0\\xff')", "", "", {}});
    EXPECT_EQ(all.output, std::string("\x1b[31m<b>\0\xff", 10));
    const SandboxResult ofTests = openSandbox().run(
        {"def f(): print('code')", "print('tests')\nf()\nassert 0", "", {}});
    EXPECT_EQ(ofTests.output, "tests\ncode\n");
    const SandboxResult cut = openSandbox().run({"print('x' * 5000)", "", "", {}}, limits);
    EXPECT_EQ(cut.output.size(), 1000u);
    EXPECT_TRUE(cut.isOutputCut);
    EXPECT_EQ(cut.outcome, OutputLimit);
}

TEST_F(Verdict, manyAtOnce)
{
    std::vector<SandboxProgram> programs;
    for (int n = 0; n < 40; ++n)
        programs.push_back({"def f(): return " + std::to_string(n), "assert f() % 2 == 0", "f", {}});
    std::vector<SandboxOutcome> outcomes(programs.size(), NotRun);
    Feedback feedback;
    const auto done = openSandbox().runMany(programs, {}, 4, feedback, [&](std::size_t index, SandboxResult &&result) {
        outcomes[index] = result.outcome;
    });
    ASSERT_TRUE(done.ok());
    for (std::size_t n = 0; n < outcomes.size(); ++n)
        EXPECT_EQ(outcomes[n], n % 2 ? Failed : Passed) << n;
    EXPECT_EQ(feedback.done(), programs.size());

    Feedback stopped;
    std::size_t taken = 0;
    const auto cancelled = openSandbox().runMany(programs, {}, 2, stopped, [&](std::size_t, SandboxResult &&result) {
        EXPECT_NE(result.outcome, NotRun);
        if (++taken == 3)
            stopped.cancel();
    });
    ASSERT_FALSE(cancelled.ok());
    EXPECT_EQ(cancelled.error().code, ErrorCode::Cancelled);
    EXPECT_LT(taken, programs.size());
}
