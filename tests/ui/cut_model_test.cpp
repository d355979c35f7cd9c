// The cut without a window: its value, what it keeps, thresholds, and the set that is made of it.
#include <algorithm>

#include "core/quality/thresholds.h"
#include "core/workspace/quality_start.h"
#include "tests/ui/session_fixture.h"

using namespace primer;
using primer::test::came;
using primer::test::SessionFixture;
using primer::test::waitMs;

namespace {

constexpr int files = 240;

/// Documented functions and bare tables in turn: what rules tell apart.
std::string codeOf(int number)
{
    std::string text;
    const std::string name = std::to_string(number);
    if (number % 2) {
        text = "\"\"\"Sums of lists.\"\"\"\n\n\n";
        for (int turn = 0; turn < 4; ++turn)
            text += "def sum_" + std::to_string(turn) + "_" + name
                    + "(items):\n    \"\"\"The sum of the items.\"\"\"\n    total = 0\n    for item in items:\n"
                      "        if item:\n            total += item * "
                    + name + "\n    return total\n\n\n";
    } else {
        for (int line = 0; line < 30; ++line)
            text += "SETTING_" + name + "_" + std::to_string(line) + " = None\n";
    }
    return text;
}

} // namespace

class CutModelTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void theValueIsWhatIsShown();
    void nothingIsCountedUnseen();
    void theCountsAreThoseOfTheSet();
    void rulesComeBeforeTheCut();
    void aThresholdIsKeptAndTakenUp();
    void theViewIsOfTheWholeSet();
    void whatIsKeptBecomesTheSet();
    void theCutComesBack();
    void failuresAreTold();

private:
    CutModel &cut() { return m_fixture->session().cut(); }
    CurrentSet &set() { return m_fixture->session().set(); }
    bool watch();
    std::int64_t countOf(const std::string &filter);

    std::unique_ptr<SessionFixture> m_fixture;
};

void CutModelTest::initTestCase()
{
    m_fixture = std::make_unique<SessionFixture>(files);
    QVERIFY(m_fixture->make(codeOf));
    const auto workspace = m_fixture->openWorkspace();
    QVERIFY(workspace);
    Feedback feedback;
    QVERIFY(startQuality(*workspace, {}, feedback).ok());
}

void CutModelTest::init() { QVERIFY(m_fixture->open()); }

/// Leaves nothing for the next.
void CutModelTest::cleanup()
{
    cut().setRules({});
    cut().setValue(0.5);
    set().change({});
    m_fixture->close();
}

bool CutModelTest::watch()
{
    QSignalSpy made(&cut(), &CutModel::viewChanged);
    cut().setWatched(true);
    return came(made);
}

/// By the query engine, which knows nothing of views.
std::int64_t CutModelTest::countOf(const std::string &filter)
{
    QuerySpec spec;
    spec.filter = filter;
    Feedback feedback;
    const auto rows = m_fixture->workspace().query().run(spec, feedback);
    return rows ? std::int64_t((*rows)->ids.size()) : -1;
}

void CutModelTest::theValueIsWhatIsShown()
{
    QSignalSpy changed(&cut(), &CutModel::cutChanged);
    cut().setValue(0.2504);
    QCOMPARE(cut().value(), 0.25);
    cut().setValue(0.2496);
    QCOMPARE(changed.count(), 1); // to three decimals it is the same
    cut().setValue(7);
    QCOMPARE(cut().value(), 1.0);
    cut().setValue(-1);
    QCOMPARE(cut().value(), 0.0);
    QCOMPARE(changed.count(), 3);
}

void CutModelTest::nothingIsCountedUnseen()
{
    QSignalSpy made(&cut(), &CutModel::viewChanged);
    QSignalSpy rowsChanged(&set(), &CurrentSet::rowsChanged);
    set().refresh();
    QVERIFY(came(rowsChanged));
    m_fixture->session().noteColumnsChanged();
    QVERIFY(came(rowsChanged, 2));
    QVERIFY(!cut().view() && made.count() == 0);
    QVERIFY(watch());
    QVERIFY(cut().hasScores());
    QCOMPARE(cut().lists().forests.size(), std::size_t(1));

    // While it is seen, the view follows the set.
    const std::int64_t wanted = countOf("lines>=31");
    QVERIFY(wanted > 0 && wanted < files);
    set().change(setOf("lines>=31"));
    QTRY_COMPARE_WITH_TIMEOUT(cut().view()->setSize(), wanted, waitMs);
    cut().setWatched(false);
    made.clear();
    rowsChanged.clear();
    set().change({});
    QVERIFY(came(rowsChanged));
    QCOMPARE(made.count(), 0);
}

void CutModelTest::theCountsAreThoseOfTheSet()
{
    QVERIFY(watch());
    for (const double value : {0.0, 0.3, 0.5, 0.62, 1.0}) {
        cut().setValue(value);
        QCOMPARE(cut().result().kept, countOf(cutCondition(value)));
        QCOMPARE(cut().result().total, std::int64_t(files));
        std::int64_t bySource = 0;
        for (const SourceShare &source : cut().result().sources)
            bySource += source.kept;
        QCOMPARE(bySource, cut().result().kept);
    }
    cut().setValue(0.5);
    const HeldOutPoint &point = cut().result().heldOut;
    QVERIFY(point.isKnown);
    QVERIFY(point.precision > 0.5 && point.precision <= 1 && point.recall > 0.5 && point.recall <= 1);
    QVERIFY(point.precisionLow <= point.precision && point.precision <= point.precisionHigh);
    QVERIFY(point.recallLow <= point.recall && point.recall <= point.recallHigh);
    QCOMPARE(cut().funnel(), std::vector<std::int64_t>{files});
}

void CutModelTest::rulesComeBeforeTheCut()
{
    QVERIFY(watch());
    QSignalSpy rules(&cut(), &CutModel::rulesChanged);
    cut().setRules({"comments:0.01..0.8"});
    cut().setRules({"comments:0.01..0.8"});
    QCOMPARE(rules.count(), 1);
    const std::int64_t left = countOf("comments:0.01..0.8");
    QVERIFY(left > 0 && left < files);
    QTRY_COMPARE_WITH_TIMEOUT(cut().view()->setSize(), left, waitMs);
    QCOMPARE(cut().funnel(), (std::vector<std::int64_t>{files, left}));
    cut().setValue(0.5);
    QCOMPARE(cut().result().kept, countOf("comments:0.01..0.8 " + cutCondition(0.5)));
}

void CutModelTest::aThresholdIsKeptAndTakenUp()
{
    QVERIFY(watch());
    cut().setRules({"parses:1"});
    cut().setValue(0.61);
    QSignalSpy kept(&cut(), &CutModel::kept);
    QSignalSpy lists(&cut(), &CutModel::listsChanged);
    cut().keep(QStringLiteral("textbook"));
    QVERIFY(came(kept));
    QTRY_VERIFY_WITH_TIMEOUT(lists.count() > 0, waitMs);
    QVERIFY(!cut().lists().thresholds.empty());
    const Threshold threshold = cut().lists().thresholds.back();
    QCOMPARE(threshold.name, std::string("textbook"));
    QCOMPARE(threshold.cut, 0.61);
    QCOMPARE(threshold.stages, std::string("parses:1"));
    QCOMPARE(threshold.kept, countOf("parses:1 " + cutCondition(0.61)));

    cut().setRules({});
    cut().setValue(0.1);
    Threshold foreign = threshold;
    foreign.forest += 1;
    QVERIFY(!cut().use(foreign));
    QCOMPARE(cut().value(), 0.1);
    QVERIFY(cut().use(threshold));
    QCOMPARE(cut().value(), 0.61);
    QCOMPARE(cut().rules(), std::vector<std::string>{"parses:1"});
}

void CutModelTest::theViewIsOfTheWholeSet()
{
    QVERIFY(watch());
    // A search, a queue and what was switched off count as they do everywhere.
    const auto queue = m_fixture->workspace().createQueueOf("check", {1, 2, 3, 5});
    QVERIFY(queue.ok());
    SampleSet parts = setOf("stars>>1", {"def sum_"});
    set().change(parts);
    QTRY_COMPARE_WITH_TIMEOUT(cut().view()->setSize(), std::int64_t(files / 2), waitMs);
    QVERIFY(cut().goesThroughMoreThanConditions());
    parts.put(SetPart::ofQueue(*queue, "check"));
    set().change(parts);
    QTRY_COMPARE_WITH_TIMEOUT(cut().view()->setSize(), std::int64_t(3), waitMs);
    QCOMPARE(cut().funnel().front(), std::int64_t(3));
    parts.parts[1].isOn = false;
    set().change(parts);
    QTRY_COMPARE_WITH_TIMEOUT(cut().view()->setSize(), std::int64_t(4), waitMs);
    QTRY_COMPARE_WITH_TIMEOUT(std::int64_t(set().rows()->ids.size()), cut().view()->setSize(), waitMs);
}

void CutModelTest::whatIsKeptBecomesTheSet()
{
    SampleSet before = setOf("lines>=31", {}, "-lines");
    before.put(SetPart::nearDuplicatesLeftOut());
    before.put(SetPart::threshold("another"));
    before.parts.back().isOn = false;
    before.put(SetPart::rule("alphanum>=0.25"));
    set().change(before);
    QTRY_VERIFY_WITH_TIMEOUT(!set().isQuerying(), waitMs);
    QVERIFY(watch());
    cut().setRules({"parses:1"});
    cut().setValue(0.5);
    QTRY_COMPARE_WITH_TIMEOUT(cut().funnel().size(), std::size_t(2), waitMs);
    const std::int64_t wanted = countOf("lines>=31 parses:1 " + cutCondition(0.5));
    QCOMPARE(cut().result().kept, wanted);
    cut().makeCurrentSet();
    QCOMPARE(set().value().sort, std::string("-lines"));
    QCOMPARE(set().value().description(), "lines>=31 without near-duplicates parses:1 quality>=0.5 of forest "
                                              + std::to_string(cut().lists().scored));
    QTRY_VERIFY_WITH_TIMEOUT(!set().isQuerying() && set().nearDuplicates(), waitMs);
    QCOMPARE(std::int64_t(set().nearDuplicates()->among.size()), wanted);
    // What the cut goes through is not cut by it: moving it down finds the others again.
    cut().setRules({});
    cut().setValue(0);
    QTRY_COMPARE_WITH_TIMEOUT(cut().result().kept, countOf("lines>=31"), waitMs);
    // Again: it takes the place of the one before.
    cut().makeCurrentSet();
    QCOMPARE(std::count_if(set().value().parts.begin(), set().value().parts.end(),
                           [](const SetPart &part) { return part.kind == SetPart::Kind::Cut; }),
             std::ptrdiff_t(1));
    set().undo();
    QCOMPARE(set().value().find(SetPart::Kind::Cut)->cut, 0.5);
}

void CutModelTest::theCutComesBack()
{
    cut().setRules({"parses:1"});
    cut().setValue(0.42);
    m_fixture->close();
    QVERIFY(m_fixture->open());
    QCOMPARE(cut().value(), 0.42);
    QCOMPARE(cut().rules(), std::vector<std::string>{"parses:1"});
}

void CutModelTest::failuresAreTold()
{
    SessionFixture plain(3);
    QVERIFY(plain.make(codeOf));
    QVERIFY(plain.open());
    QSignalSpy failed(&plain.session(), &WorkspaceSession::failed);
    plain.session().cut().keep(QStringLiteral("of nothing"));
    QVERIFY(came(failed));
    QCOMPARE(failed.constFirst().constFirst().value<Error>().code, ErrorCode::InvalidInput);
    plain.session().cut().setWatched(true);
    QVERIFY(!plain.session().cut().view());
}

QTEST_GUILESS_MAIN(CutModelTest)
#include "cut_model_test.moc"
