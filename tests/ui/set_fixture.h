// Owns: the window over a workspace of sixty files, for tests of the current set and its bar. Not here: what is
// expected.
#pragma once

#include <memory>

#include <QAction>
#include <QDir>
#include <QSettings>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QStyleFactory>
#include <QTemporaryDir>
#include <QTest>

#include "core/storage/quality_store.h"
#include "ui/main_window/main_window.h"
#include "ui/set_bar/filter_input.h"
#include "ui/set_bar/set_bar.h"
#include "ui/set_bar/set_chip.h"

namespace primer::test {

constexpr int waitMs = 20'000;
constexpr int files = 60;

class SetFixture : public QObject
{
protected:
    static void begin();
    void make();
    void end();
    bool open(const QString &name);
    SetBar *bar() const { return m_window->setBar(); }
    CurrentSet &set() const { return m_window->session()->set(); }
    qint64 count() const { return qint64(set().rows()->ids.size()); }
    bool isAnswered(qint64 samples) const;
    QStringList chips() const;
    void write(const QString &text);
    QAction *actionOf(const char *id) const;
    bool score();

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<AppSettings> m_settings;
    std::unique_ptr<MainWindow> m_window;
};

inline void SetFixture::begin()
{
    QCoreApplication::setOrganizationName(QStringLiteral("primer-test-set"));
    QStandardPaths::setTestModeEnabled(true);
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
}

inline void SetFixture::make()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_folder->path());
    QDir(m_folder->path()).mkpath(QStringLiteral("code/pkg"));
    for (int number = 0; number < files; ++number) {
        QFile file(m_folder->filePath(QStringLiteral("code/pkg/f%1.py").arg(number, 3, 10, QLatin1Char('0'))));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QByteArray text = "# SPDX-License-Identifier: " + QByteArray(number % 3 ? "MIT" : "GPL-3.0-only") + "\n";
        text += "def function_" + QByteArray::number(number) + "(items):\n    return items[::-1]\n";
        for (int line = 0; line < number; ++line)
            text += "value_" + QByteArray::number(number) + " = " + QByteArray::number(line) + "\n";
        if (number % 10 == 7)
            text += "needle = lambda: None  # here\n";
        file.write(text);
    }
    m_settings = std::make_unique<AppSettings>();
    m_window = std::make_unique<MainWindow>(*m_settings, QString());
    m_window->resize(1440, 900);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    QVERIFY(open(QStringLiteral("w")));
    m_window->importPaths({m_folder->filePath(QStringLiteral("code"))});
    QTRY_COMPARE_WITH_TIMEOUT(count(), qint64(files), waitMs);
    QTRY_COMPARE_WITH_TIMEOUT(m_window->session()->jobs().runningCount(), 0, waitMs);
}

inline void SetFixture::end()
{
    m_window.reset();
    m_settings.reset();
    m_folder.reset();
}

inline bool SetFixture::open(const QString &name)
{
    QSignalSpy opened(m_window.get(), &MainWindow::workspaceOpened);
    m_window->openWorkspace(m_folder->filePath(name + QStringLiteral(".primer")), true);
    return opened.wait(waitMs);
}

inline bool SetFixture::isAnswered(qint64 samples) const { return !set().isQuerying() && count() == samples; }

inline QStringList SetFixture::chips() const
{
    QStringList texts;
    for (const SetChip *chip : bar()->chips())
        texts.append((chip->look().isOn ? QString() : QStringLiteral("off: ")) + chip->look().text);
    return texts;
}

/// By hand, Return at the end.
inline void SetFixture::write(const QString &text)
{
    bar()->filterInput()->setFocus();
    QTest::keyClicks(bar()->filterInput(), text);
    QTest::keyClick(bar()->filterInput(), Qt::Key_Return);
}

inline QAction *SetFixture::actionOf(const char *id) const
{
    for (QAction *action : m_window->findChildren<QAction *>()) {
        if (action->property("keyId").toString() == QLatin1String(id))
            return action;
    }
    return nullptr;
}

/// By a forest of which nothing else is known: sample N of 60 has N / 61.
inline bool SetFixture::score()
{
    Workspace &workspace = *m_window->session()->workspace();
    const bool isWritten = workspace.store()
                               .write(Durability::Durable,
                                      [](Connection &connection) -> Status {
                                          StoredForest forest;
                                          forest.features = "hashed";
                                          forest.file = "none";
                                          forest.reportJson = "{}";
                                          const auto id = PRIMER_TRY(putForest(connection, forest));
                                          std::vector<SampleId> samples;
                                          std::vector<float> scores;
                                          for (int number = 1; number <= files; ++number) {
                                              samples.push_back(SampleId(number));
                                              scores.push_back(float(number) / float(files + 1));
                                          }
                                          return replaceScores(connection, id, samples, scores);
                                      })
                               .ok();
    workspace.query().columns().forget(Column::Quality);
    m_window->session()->noteColumnsChanged();
    return isWritten;
}

} // namespace primer::test
