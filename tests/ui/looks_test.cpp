// How the window looks: icons of one set, what is disabled, ticked and in focus, the themes, dialogs that fit.
#include <cmath>
#include <set>

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDirIterator>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QMenuBar>
#include <QPushButton>
#include <QRadioButton>
#include <QSpinBox>
#include <QStyleOption>
#include <QVBoxLayout>

#include "tests/ui/window_fixture.h"
#include "ui/charts/chart_style.h"
#include "ui/code_view/code_view.h"
#include "ui/import_page/mapping_dialog.h"
#include "ui/label_page/queue_dialog.h"
#include "ui/label_page/teacher_dialog.h"
#include "ui/main_window/about_dialog.h"
#include "ui/main_window/command_icons.h"
#include "ui/main_window/keys_dialog.h"
#include "ui/main_window/main_menus.h"
#include "ui/quality_page/fit_dialog.h"
#include "ui/training_page/extend_dialog.h"
#include "ui/training_page/run_dialog.h"
#include "ui/widgets/keyed_action.h"
#include "ui/widgets/palettes.h"
#include "ui/widgets/themed_icon.h"
#include "ui/widgets/window_style.h"

using namespace primer;
using namespace primer::test;

namespace {

double luminance(const QColor &colour)
{
    const auto linear = [](double part) {
        return part <= 0.03928 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

/// As WCAG 2 counts it, from 1 to 21.
double contrast(const QColor &one, const QColor &other)
{
    const double a = luminance(one), b = luminance(other);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

/// The highest contrast of any pixel in `area` to `back`.
double highestContrast(const QImage &image, const QRect &area, const QColor &back)
{
    double highest = 1;
    for (int y = area.top(); y <= area.bottom(); ++y) {
        for (int x = area.left(); x <= area.right(); ++x)
            highest = std::max(highest, contrast(image.pixelColor(x, y), back));
    }
    return highest;
}

QImage pictureOf(QWidget &widget) { return widget.grab().toImage(); }

void themes()
{
    QTest::addColumn<QPalette>("palette");
    QTest::newRow("light") << lightPalette();
    QTest::newRow("dark") << darkPalette();
    QTest::newRow("high contrast") << highContrastPalette();
}

} // namespace

class LooksTest : public QObject, private WindowFixture
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { setUpProgram("looks"); }
    void init() { QApplication::setStyle(new WindowStyle(QStringLiteral("Fusion"))); }
    void cleanup();
    void iconsAreOneSetInThePalettesColours();
    void commandsHaveIcons();
    void dialogButtonsHaveNone();
    void whatIsDisabledLooksSo_data() { themes(); }
    void whatIsDisabledLooksSo();
    void boxesToTickAreSeen_data() { themes(); }
    void boxesToTickAreSeen();
    void theFocusIsSeen_data() { themes(); }
    void theFocusIsSeen();
    void highContrastIsPure();
    void highContrastIsAChoiceOfTheMenu();
    void dialogsFitAndCutNothing_data() { themes(); }
    void dialogsFitAndCutNothing();
};

void LooksTest::cleanup()
{
    tearDown();
    QApplication::setPalette(lightPalette());
}

void LooksTest::iconsAreOneSetInThePalettesColours()
{
    int count = 0;
    for (QDirIterator files(QStringLiteral(":/icons")); files.hasNext();) {
        QFile file(files.next());
        if (file.fileName().endsWith(QStringLiteral("primer.svg"))) // the program's own, in colours
            continue;
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray svg = file.readAll();
        QVERIFY2(svg.contains("viewBox=\"0 0 24 24\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.8\""),
                 qPrintable(file.fileName()));
        QVERIFY2(!svg.contains('#'), qPrintable(file.fileName())); // no colour of its own
        ++count;
        const QString name = QFileInfo(file.fileName()).completeBaseName();
        const QIcon icon = themedIcon(name);
        const auto strongest = [&icon](const QPalette &palette, QIcon::Mode mode) {
            QApplication::setPalette(palette);
            const QImage image = icon.pixmap(QSize(24, 24), mode).toImage();
            QColor found = Qt::transparent;
            for (int place = 0; place < 24 * 24; ++place) {
                const QColor pixel = image.pixelColor(place % 24, place / 24);
                found = pixel.alpha() > found.alpha() ? pixel : found;
            }
            return found.alpha() > 200 ? QColor(found.rgb()) : QColor();
        };
        // The same icon follows the palette, without being made anew.
        for (const QPalette &palette : {lightPalette(), darkPalette(), highContrastPalette()}) {
            const auto near = [](const QColor &one, const QColor &other) {
                return one.isValid() && std::abs(one.red() - other.red()) < 12
                       && std::abs(one.green() - other.green()) < 12 && std::abs(one.blue() - other.blue()) < 12;
            };
            QVERIFY2(near(strongest(palette, QIcon::Normal), palette.color(QPalette::WindowText)), qPrintable(name));
            QVERIFY2(near(strongest(palette, QIcon::Disabled), palette.color(QPalette::Disabled, QPalette::WindowText)),
                     qPrintable(name));
            QVERIFY2(near(strongest(palette, QIcon::Selected), palette.color(QPalette::HighlightedText)),
                     qPrintable(name));
        }
    }
    QVERIFY(count > 40);
    QVERIFY(themedIcon(QStringLiteral("nothing of this name")).isNull());
}

void LooksTest::commandsHaveIcons()
{
    setUp();
    importCode();
    for (int page = 0; page < MainWindow::PageCount; ++page)
        m_window->showPage(page);
    for (QMenu *menu : m_window->menuBar()->findChildren<QMenu *>())
        Q_EMIT menu->aboutToShow();
    int withIcon = 0;
    for (const QAction *action : keyedActions(m_window.get())) {
        const QString wanted = CommandIcons::of(keyedActionId(action));
        if (wanted.isEmpty())
            continue;
        QVERIFY2(!action->icon().isNull(), qPrintable(keyedActionId(action)));
        QCOMPARE(action->icon().name(), wanted);
        ++withIcon;
    }
    QVERIFY2(withIcon >= 30, qPrintable(QString::number(withIcon)));
    for (const int menu : {MainMenus::File, MainMenus::Help}) { // every entry of these
        for (const QAction *action : m_window->menuBar()->actions().at(menu)->menu()->actions())
            QVERIFY2(action->isSeparator() || action->menu() || !action->icon().isNull(), qPrintable(action->text()));
    }
}

void LooksTest::dialogButtonsHaveNone()
{
    QDialogButtonBox buttons(QDialogButtonBox::Ok | QDialogButtonBox::Cancel | QDialogButtonBox::Close
                             | QDialogButtonBox::Save | QDialogButtonBox::RestoreDefaults);
    for (const QAbstractButton *button : buttons.buttons())
        QVERIFY2(button->icon().isNull(), qPrintable(button->text()));
    QVERIFY(!QApplication::style()->styleHint(QStyle::SH_DialogButtonBox_ButtonsHaveIcons));
    // What a style draws by itself comes from the set.
    QCOMPARE(QApplication::style()->standardIcon(QStyle::SP_MessageBoxWarning).name(), QStringLiteral("warning"));
    QCOMPARE(QApplication::style()->standardIcon(QStyle::SP_LineEditClearButton).name(), QStringLiteral("clear"));
}

void LooksTest::whatIsDisabledLooksSo()
{
    QFETCH(QPalette, palette);
    QApplication::setPalette(palette);
    QWidget window;
    auto *layout = new QVBoxLayout(&window);
    auto *combo = new QComboBox;
    combo->addItem(QStringLiteral("HHHH"));
    auto *tool = new QToolButton;
    tool->setText(QStringLiteral("HHHHHHHH"));
    const std::initializer_list<QWidget *> controls{
        new QPushButton(QStringLiteral("HHHH")),  tool,  new QCheckBox(QStringLiteral("HHHH")),
        new QRadioButton(QStringLiteral("HHHH")), combo, new QLineEdit(QStringLiteral("HHHH")),
        new QLabel(QStringLiteral("HHHH"))};
    for (QWidget *control : controls)
        layout->addWidget(control);
    window.resize(200, 300);
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    for (QWidget *control : controls) {
        control->setFocusPolicy(Qt::NoFocus);
        control->clearFocus();
        if (auto *line = qobject_cast<QLineEdit *>(control))
            line->deselect();
        QFont bold = control->font();
        bold.setBold(true); // strokes that fill a pixel
        control->setFont(bold);
        const auto strength = [control] {
            const QImage image = pictureOf(*control);
            const QRect inside = image.rect().adjusted(20, 6, -20, -6); // letters, without the border and the mark
            return highestContrast(image, inside, image.pixelColor(inside.right(), inside.top()));
        };
        if (const QString folder = qEnvironmentVariable("PRIMER_PICTURES"); !folder.isEmpty())
            control->grab().save(QStringLiteral("%1/enabled-%2-%3.png")
                                     .arg(folder, QLatin1String(control->metaObject()->className()),
                                          QLatin1String(QTest::currentDataTag())));
        const double enabled = strength();
        control->setEnabled(false);
        const double disabled = strength();
        const QByteArray what = QByteArray(control->metaObject()->className()) + " " + QByteArray::number(enabled)
                                + " and disabled " + QByteArray::number(disabled);
        QVERIFY2(enabled > 6, what.constData());
        QVERIFY2(disabled < enabled * 0.6 && disabled > 1.5, what.constData()); // fainter, and still read
    }
}

void LooksTest::boxesToTickAreSeen()
{
    QFETCH(QPalette, palette);
    QApplication::setPalette(palette);
    QListWidget list;
    auto *item = new QListWidgetItem(QString(), &list);
    item->setCheckState(Qt::Unchecked);
    QCheckBox box;
    QRadioButton radio;
    for (QWidget *control : std::initializer_list<QWidget *>{&box, &radio, &list}) {
        control->resize(60, 40);
        control->show();
        QVERIFY(QTest::qWaitForWindowExposed(control));
        QWidget *seen = control == &list ? list.viewport() : control;
        const QImage image = pictureOf(*seen);
        const double edge = highestContrast(image, {0, 0, 24, image.height()}, palette.color(QPalette::Base));
        QVERIFY2(edge >= 3, qPrintable(QStringLiteral("%1: %2").arg(QLatin1String(control->metaObject()->className()),
                                                                    QString::number(edge))));
    }
    // Ticked and unticked differ by more than a little.
    const QImage before = pictureOf(box);
    box.setChecked(true);
    const QImage after = pictureOf(box);
    int changed = 0;
    for (int place = 0; place < 24 * 24; ++place)
        changed += contrast(before.pixelColor(place % 24, place / 24), after.pixelColor(place % 24, place / 24)) > 2;
    QVERIFY2(changed > 15, qPrintable(QString::number(changed)));
}

void LooksTest::theFocusIsSeen()
{
    QFETCH(QPalette, palette);
    QApplication::setPalette(palette);
    QWidget window;
    auto *layout = new QVBoxLayout(&window);
    auto *tool = new QToolButton;
    tool->setText(QStringLiteral("tool"));
    tool->setFocusPolicy(Qt::StrongFocus);
    auto *first = new QLineEdit(QStringLiteral("first"));
    const std::initializer_list<QWidget *> controls{new QPushButton(QStringLiteral("push")),
                                                    tool,
                                                    new QCheckBox(QStringLiteral("check")),
                                                    new QRadioButton(QStringLiteral("radio")),
                                                    new QComboBox,
                                                    new QSpinBox,
                                                    new QListWidget,
                                                    new QLineEdit(QStringLiteral("line"))};
    layout->addWidget(first);
    for (QWidget *control : controls)
        layout->addWidget(control);
    window.resize(240, 480);
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    first->setFocus(Qt::OtherFocusReason);
    for (QWidget *control : controls) {
        const QImage without = pictureOf(*control);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab); // as a person comes there
        QTRY_VERIFY(control->hasFocus());
        const QImage with = pictureOf(*control);
        if (const QString folder = qEnvironmentVariable("PRIMER_PICTURES"); !folder.isEmpty())
            with.save(QStringLiteral("%1/focus-%2-%3.png")
                          .arg(folder, QLatin1String(control->metaObject()->className()),
                               QLatin1String(QTest::currentDataTag())));
        int ring = 0;
        for (int y = 0; y < with.height(); ++y) {
            for (int x = 0; x < with.width(); ++x)
                ring += contrast(with.pixelColor(x, y), without.pixelColor(x, y)) >= 2;
        }
        QVERIFY2(ring >= 40, qPrintable(QStringLiteral("%1: %2").arg(QLatin1String(control->metaObject()->className()),
                                                                     QString::number(ring))));
    }
}

void LooksTest::highContrastIsPure()
{
    const QPalette palette = highContrastPalette();
    const std::set<QRgb> pure{0xff000000, 0xffffffff, 0xffffff00, 0xff00ffff};
    for (int role = 0; role < QPalette::NColorRoles; ++role) {
        const bool isShade = role == QPalette::Light || role == QPalette::Midlight || role == QPalette::Dark
                             || role == QPalette::Shadow || role == QPalette::NoRole; // of bevels, which are not drawn
        if (!isShade)
            QVERIFY2(pure.count(palette.color(QPalette::Active, QPalette::ColorRole(role)).rgb()),
                     qPrintable(QString::number(role)));
    }
    QApplication::setPalette(palette);
    QComboBox combo;
    QPushButton push(QStringLiteral("push"));
    QLineEdit line;
    QListWidget list;
    for (QWidget *control : std::initializer_list<QWidget *>{&combo, &push, &line, &list}) {
        control->setFocusPolicy(Qt::NoFocus);
        control->resize(120, 40);
        control->show();
        QVERIFY(QTest::qWaitForWindowExposed(control));
        const QImage image = pictureOf(*control);
        // Each side has a border that stands out.
        const QRect all = image.rect(), middle = all.adjusted(30, 10, -30, -10);
        for (const QRect &side :
             {QRect(middle.left(), 0, middle.width(), 3), QRect(middle.left(), all.bottom() - 2, middle.width(), 3),
              QRect(0, middle.top(), 3, middle.height()), QRect(all.right() - 2, middle.top(), 3, middle.height())})
            QVERIFY2(highestContrast(image, side, Qt::black) > 12, control->metaObject()->className());
    }
    // Charts and hits.
    QWidget widget;
    const ChartStyle style = ChartStyle::of(widget);
    QVERIFY(contrast(style.grid, style.plot) > 2);
    QVERIFY(contrast(style.colour({ChartTone::Kind::Faint}), style.plot) >= 3);
    for (int number = 0; number < 7; ++number)
        QVERIFY(contrast(style.series(number), style.plot) >= 3);
    for (int number = 0; number < 6; ++number)
        QVERIFY(contrast(style.colour({ChartTone::Kind::Ordered, number}), style.plot) >= 3);
    CodeView code;
    code.setCode(QStringLiteral("needle = 'needle'\n"), QStringLiteral("Python"), {});
    QCOMPARE(code.markHits(QStringLiteral("needle"), false, false), 2);
    for (const QTextEdit::ExtraSelection &hit : code.extraSelections()) {
        QColor back = hit.format.background().color();
        back = mixedColour(code.palette().color(QPalette::Base), QColor(back.rgb()), back.alphaF());
        const QColor front = hit.format.hasProperty(QTextFormat::ForegroundBrush) ? hit.format.foreground().color()
                                                                                  : QColor(Qt::white);
        QVERIFY(contrast(front, back) > 4.5);
    }
    QVERIFY(code.extraSelections().size() >= 2);
}

void LooksTest::highContrastIsAChoiceOfTheMenu()
{
    setUp();
    QMenu *view = m_window->menuBar()->actions().at(MainMenus::View)->menu();
    QMenu *appearance = nullptr;
    for (QAction *action : view->actions())
        appearance = action->menu() && action->text() == QStringLiteral("Appearance") ? action->menu() : appearance;
    QVERIFY(appearance);
    QStringList choices;
    for (QAction *action : appearance->actions())
        choices.append(action->text());
    QCOMPARE(choices, (QStringList{QStringLiteral("System"), QStringLiteral("Light"), QStringLiteral("Dark"),
                                   QStringLiteral("High contrast")}));
    QSignalSpy changed(m_settings.get(), &AppSettings::themeChanged);
    appearance->actions().last()->trigger();
    QCOMPARE(changed.count(), 1);
    QCOMPARE(m_settings->theme(), Theme::HighContrast);
}

void LooksTest::dialogsFitAndCutNothing()
{
    QFETCH(QPalette, palette);
    setUp();
    importCode();
    m_window->resize(1024, 700);
    QApplication::setPalette(palette);
    const auto config = TrainingConfig::fromPreset("tiny");
    QVERIFY(config.ok());
    SourcePreview preview;
    preview.columns = {"body", "file", "stars"};
    preview.rows = {R"({"body": "one = 1", "file": "one.py", "stars": 3})"};
    QualityLists lists;
    lists.embeddings = {"hashed"};
    lists.teachers = {{"heuristic-1", 3000}};
    const QString why = QStringLiteral("No column of t.jsonl is known to hold contents. Choose the one that does.");
    const std::pair<const char *, std::function<QDialog *()>> dialogs[] = {
        {"teacher", [&] { return new TeacherDialog(*m_window->session(), m_window.get()); }},
        {"teacher-model",
         [&]() -> QDialog * {
             auto *dialog = new TeacherDialog(*m_window->session(), m_window.get());
             dialog->findChildren<QComboBox *>().constFirst()->setCurrentIndex(1);
             return dialog;
         }},
        {"queue", [&] { return new QueueDialog(200, {}, 1, m_window.get()); }},
        {"fit", [&] { return new FitDialog(lists, m_window.get()); }},
        {"mapping", [&] { return new MappingDialog(why, preview, m_window.get()); }},
        {"run", [&] { return new RunDialog({}, 80, m_window.get()); }},
        {"extend", [&] { return new ExtendDialog(*config, 100, false, m_window.get()); }},
        {"keys", [&] { return new KeysDialog(keyedActions(m_window.get()), *m_settings, m_window.get()); }},
        {"about", [&] { return new AboutDialog(QStringLiteral("/nowhere/primer-engine"), m_window.get()); }},
    };
    for (const auto &[name, make] : dialogs) {
        const std::unique_ptr<QDialog> dialog(make());
        dialog->open();
        QVERIFY(QTest::qWaitForWindowExposed(dialog.get()));
        if (const QString folder = qEnvironmentVariable("PRIMER_PICTURES"); !folder.isEmpty())
            dialog->grab().save(QStringLiteral("%1/dialog-%2-%3.png")
                                    .arg(folder, QLatin1String(name), QLatin1String(QTest::currentDataTag())));
        QVERIFY2(dialog->width() <= 1024 && dialog->height() <= 700, name);
        QVERIFY2(!dialog->windowTitle().isEmpty(), name);
        // One button answers to Return.
        int defaults = 0;
        for (const QPushButton *button : dialog->findChildren<QPushButton *>())
            defaults += button->isDefault();
        QVERIFY2(defaults == 1, qPrintable(QStringLiteral("%1: %2").arg(QLatin1String(name)).arg(defaults)));
        for (const QLabel *label : dialog->findChildren<QLabel *>()) {
            if (label->isVisible() && !label->wordWrap()
                && label->sizePolicy().horizontalPolicy() != QSizePolicy::Ignored)
                QVERIFY2(label->width() >= label->sizeHint().width(), qPrintable(label->text()));
        }
        for (const QPushButton *button : dialog->findChildren<QPushButton *>()) {
            if (button->isVisible())
                QVERIFY2(button->width() >= button->minimumSizeHint().width(), qPrintable(button->text()));
        }
        for (const QLabel *label : dialog->findChildren<QLabel *>()) {
            if (label->isVisible() && label->wordWrap())
                QVERIFY2(label->height() >= label->heightForWidth(label->width()), qPrintable(label->text()));
        }
        dialog->close();
    }
    // The dialog of rules is no larger than its few rows.
    TeacherDialog rules(*m_window->session(), m_window.get());
    rules.show();
    QVERIFY2(rules.height() < 280, qPrintable(QString::number(rules.height())));
}

QTEST_MAIN(LooksTest)
#include "looks_test.moc"
