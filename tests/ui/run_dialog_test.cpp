// What is asked before a training: the settings in groups, whether they can run here, what they will take, what more
// steps do to the learning rate.
#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>

#include "core/runs/run_folder.h"
#include "core/runs/run_upkeep.h"
#include "ui/charts/series_column.h"
#include "ui/training_page/extend_dialog.h"
#include "ui/training_page/run_details.h"
#include "ui/training_page/run_dialog.h"
#include "ui/training_page/setting_texts.h"
#include "ui/training_page/setting_tree.h"

using namespace primer;

class RunDialogTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theDialogExplainsAndChecks();
    void theDialogForecasts();
    void settingsAreGroupedAndFound();
    void smoothingIsWithoutBias();
    void extendingSaysWhatTheLearningRateDoes();
};

void RunDialogTest::theDialogForecasts()
{
    RunDialog dialog({{QStringLiteral("code"), QStringLiteral("/s/code"), 1'024'000}}, 80);
    dialog.presets()->setCurrentText(QStringLiteral("tiny"));
    for (const auto &[key, value] : {std::pair{"steps", "1000"},
                                     {"sequenceLength", "128"},
                                     {"batchSequences", "16"},
                                     {"microBatchSequences", "16"}})
        dialog.set(QString::fromUtf8(key), QString::fromUtf8(value));
    QVERIFY2(dialog.forecast().contains(QStringLiteral("2 epochs")), qPrintable(dialog.forecast()));
    dialog.setDevices({{QStringLiteral("cpu"), QStringLiteral("Box"), qint64(1) << 40, 1e12}}, 0);
    QVERIFY2(dialog.forecast().contains(QStringLiteral("Box")) && dialog.forecast().contains(QStringLiteral("40 %")),
             qPrintable(dialog.forecast()));
    dialog.setDevices({{QStringLiteral("cpu"), QStringLiteral("Box"), 1000, 1e12}}, 1e12);
    QVERIFY2(dialog.forecast().contains(QStringLiteral("⚠")) && dialog.forecast().contains(QStringLiteral("last run")),
             qPrintable(dialog.forecast()));
    dialog.set(QStringLiteral("device"), QStringLiteral("cuda"));
    dialog.set(QStringLiteral("precision"), QStringLiteral("bf16"));
    QVERIFY2(dialog.problem()->text().contains(QStringLiteral("no GPU")), qPrintable(dialog.problem()->text()));
    QVERIFY(!dialog.buttons()->button(QDialogButtonBox::Ok)->isEnabled());
    const auto other = *TrainingConfig::fromPreset("tiny");
    TrainingConfig changed = other;
    changed.maxLearningRate = 0.123;
    dialog.startFrom(QStringLiteral("as another"), changed);
    QCOMPARE(dialog.choice().config.maxLearningRate, 0.123);
    RunDetails details;
    details.setConfig(changed);
    QVERIFY(details.settings()->topLevelItem(0)->font(0).bold());
    QCOMPARE(details.settings()->topLevelItem(0)->text(0), QStringLiteral("Max learning rate"));
    QVERIFY(!details.settings()->topLevelItem(1)->font(0).bold());
}

void RunDialogTest::theDialogExplainsAndChecks()
{
    RunDialog dialog({}, 80);
    QPushButton *ok = dialog.buttons()->button(QDialogButtonBox::Ok);
    for (int preset = 0; preset < dialog.presets()->count(); ++preset) {
        dialog.presets()->setCurrentIndex(preset);
        QVERIFY(ok->isEnabled());
    }
    for (const TrainingField &field : trainingFields())
        QVERIFY2(!RunDialog::explanation(QString::fromUtf8(field.key)).isEmpty(), field.key);
    for (const ModelField &field : modelFields())
        QVERIFY2(!RunDialog::explanation(QStringLiteral("model.") + QString::fromUtf8(field.key)).isEmpty(), field.key);
    dialog.set(QStringLiteral("model.heads"), QStringLiteral("5"));
    QVERIFY(!ok->isEnabled());
    dialog.set(QStringLiteral("model.heads"), QStringLiteral("4"));
    dialog.presets()->setCurrentText(QStringLiteral("tiny"));
    QVERIFY(ok->isEnabled());
    dialog.set(QStringLiteral("maxLearningRate"), QStringLiteral("many"));
    QVERIFY(!ok->isEnabled());
    dialog.set(QStringLiteral("maxLearningRate"), QStringLiteral("1e-3"));
    dialog.nameInput()->clear();
    QVERIFY(!ok->isEnabled());
}

void RunDialogTest::settingsAreGroupedAndFound()
{
    RunDialog dialog({{QStringLiteral("code"), QStringLiteral("/s/code"), 9'400}}, 80);
    dialog.presets()->setCurrentText(QStringLiteral("small-cpu"));
    SettingTree *settings = dialog.settings();
    QTreeWidget *tree = settings->tree();
    QStringList groups;
    for (int group = 0; group < tree->topLevelItemCount(); ++group)
        groups.append(tree->topLevelItem(group)->text(0));
    QCOMPARE(groups,
             (QStringList{QStringLiteral("Data"), QStringLiteral("Model"), QStringLiteral("Optimisation"),
                          QStringLiteral("Schedule"), QStringLiteral("Checkpoints"), QStringLiteral("Device")}));
    // Every setting has a plain name beside its key.
    QCOMPARE(settings->values().size(), qsizetype(trainingFields().size() + modelFields().size()));
    for (const auto &[key, value] : settings->values())
        QVERIFY2(SettingTexts::name(key) != key, qPrintable(key));
    QTreeWidgetItem *rate = settings->item(QStringLiteral("maxLearningRate"));
    QCOMPARE(rate->parent()->text(0), QStringLiteral("Schedule"));
    QCOMPARE(rate->text(SettingTree::KeyColumn), QStringLiteral("maxLearningRate"));
    QCOMPARE(settings->item(QStringLiteral("warmupSteps"))->text(SettingTree::UnitColumn), QStringLiteral("steps"));
    // Found by a word of its sentence; what was changed says what it was.
    settings->search()->setText(QStringLiteral("WARM up"));
    QVERIFY(!settings->item(QStringLiteral("warmupSteps"))->isHidden());
    QVERIFY(settings->item(QStringLiteral("seed"))->isHidden());
    QVERIFY(tree->topLevelItem(5)->isHidden());
    settings->search()->clear();
    QVERIFY(rate->text(SettingTree::PresetColumn).isEmpty());
    dialog.set(QStringLiteral("maxLearningRate"), QStringLiteral("0.001"));
    QCOMPARE(rate->text(SettingTree::PresetColumn), QStringLiteral("0.003"));
    QVERIFY(rate->font(0).bold());
    settings->changedOnly()->setChecked(true);
    QVERIFY(!rate->isHidden() && settings->item(QStringLiteral("seed"))->isHidden());
    dialog.set(QStringLiteral("maxLearningRate"), QStringLiteral("0.003"));
    QVERIFY(!rate->font(0).bold());
    // Numbers as people write them, a mistake by the setting's name.
    dialog.set(QStringLiteral("steps"), QStringLiteral("25000"));
    QVERIFY2(dialog.forecast().contains(QStringLiteral("10,894 epochs")), qPrintable(dialog.forecast()));
    QVERIFY2(dialog.forecast().contains(QStringLiteral("102.4 million tokens")), qPrintable(dialog.forecast()));
    dialog.set(QStringLiteral("model.heads"), QStringLiteral("5"));
    QVERIFY2(dialog.problem()->text().startsWith(QStringLiteral("Attention heads (model.heads): ")),
             qPrintable(dialog.problem()->text()));
}

void RunDialogTest::smoothingIsWithoutBias()
{
    // Whatever the weight, a constant stays itself from the first value on, and the mean is that of all so far,
    // weighted by weight^age.
    for (const double weight : {0.0, 0.5, 0.99}) {
        SmoothedColumn same(weight), other(weight);
        const std::vector<double> values{4, 2, 3, 1};
        double sum = 0, weights = 0;
        for (const double value : values) {
            same.append(7);
            other.append(value);
            sum = sum * weight + value;
            weights = weights * weight + 1;
            QVERIFY(qAbs(same.column().last() - 7) < 1e-9);
            QVERIFY(qAbs(other.column().last() - sum / weights) < 1e-9);
        }
        // As if what was cut off had never come.
        other.cut(2);
        other.append(5);
        QVERIFY(qAbs(other.column().last() - ((4 * weight + 2) * weight + 5) / ((weight + 1) * weight + 1)) < 1e-9);
    }
}

void RunDialogTest::extendingSaysWhatTheLearningRateDoes()
{
    TrainingConfig config = *TrainingConfig::fromPreset("tiny");
    config.steps = 1000;
    config.warmupSteps = 100;
    config.maxLearningRate = 0.01;
    ExtendDialog standing(config, 900, false);
    standing.stepsInput()->setValue(1000);
    QVERIFY(standing.keepsSchedule()); // what it was planned for is the default
    QVERIFY2(standing.effect()->text().contains(QStringLiteral("0 at step 2,000")),
             qPrintable(standing.effect()->text()));
    QVERIFY(!standing.effect()->text().contains(QStringLiteral("rises")));
    standing.stretch()->setChecked(true);
    QVERIFY(!standing.keepsSchedule());
    QVERIFY2(standing.effect()->text().contains(QStringLiteral("It rises again")),
             qPrintable(standing.effect()->text()));
    ExtendDialog running(config, 900, true);
    QVERIFY(!running.keep()->isEnabled() && !running.keepsSchedule());
    config.scheduleSteps = 1000; // an end of its own: it stays in any case
    ExtendDialog own(config, 900, true);
    QVERIFY(own.keepsSchedule() && !own.stretch()->isEnabled());

    // Without an engine nothing is changed.
    QTemporaryDir folder;
    config.data = {{"shards", 1}};
    const auto run = createRun(folder.path().toStdString(), "kept", config);
    QVERIFY(run.ok());
    QVERIFY(!extendStandingRun("/nowhere/primer-engine", run->folder, 50, {true, {}}).ok());
    QCOMPARE(*readRunConfig(run->folder), config);
}

QTEST_MAIN(RunDialogTest)
#include "run_dialog_test.moc"
