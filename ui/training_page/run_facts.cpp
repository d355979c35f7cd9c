#include "ui/training_page/run_facts.h"

#include <algorithm>
#include <cmath>

#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QVBoxLayout>

#include "ui/training_page/run_watch.h"
#include "ui/widgets/human_text.h"

namespace primer {

RunFacts::RunFacts(RunWatch &watch, QWidget *parent)
    : QWidget(parent), m_watch(watch), m_text(new QLabel(this)), m_hint(new QLabel(this)),
      m_progress(new QProgressBar(this))
{
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_text->setFocusPolicy(Qt::NoFocus);
    m_text->setWordWrap(true);
    m_text->setToolTip(
        tr("MFU: model FLOPs utilisation, tokens/s × (6N + 12 × layers × width × length) over the device's peak rate"));
    m_hint->setWordWrap(true);
    m_hint->setTextFormat(Qt::PlainText);
    m_hint->hide();
    m_progress->setMaximumHeight(6);
    m_progress->setTextVisible(false);
    m_progress->setRange(0, 1000);
    m_progress->setAccessibleName(tr("Progress of the run"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_text);
    layout->addWidget(m_hint);
    layout->addWidget(m_progress);
    connect(&watch, &RunWatch::refreshed, this, &RunFacts::refresh);
    refresh();
}

QString RunFacts::emptyText() const
{
    if (m_watch.chosen().isEmpty())
        return tr("No runs yet. “New run…” trains a model on the current set or on existing token shards.");
    if (m_watch.isChosenRunning())
        return tr("The engine starts…");
    return m_watch.lastWords().isEmpty() ? tr("Nothing was trained yet.")
                                         : tr("Nothing was trained. The engine said: %1").arg(m_watch.lastWords());
}

void RunFacts::refresh()
{
    const auto series = m_watch.series(m_watch.chosen());
    const bool hasSteps = series && series->stepCount() > 0;
    m_progress->setVisible(hasSteps);
    if (!hasSteps) {
        m_text->setText(emptyText());
        m_hint->hide();
        return;
    }
    const QLocale locale;
    const RunEvent &step = series->lastStep();
    const std::int64_t planned = std::max(series->start().steps, step.step);
    m_progress->setValue(int(1000 * step.step / std::max<std::int64_t>(1, planned)));
    QStringList facts{tr("Step %1 of %2").arg(HumanText::count(step.step), HumanText::count(planned)),
                      tr("loss %1").arg(locale.toString(
                          std::isfinite(step.loss) ? series->smoothedLoss().last() : step.loss, 'f', 3))};
    if (series->lastEvaluation().step > 0)
        facts.append(heldOutText(*series));
    facts.append(tr("learning rate %1").arg(locale.toString(step.learningRate, 'g', 3)));
    facts.append(tr("%1 tokens/s").arg(HumanText::count(qint64(step.tokensPerSecond))));
    if (step.mfu > 0)
        facts.append(tr("MFU %1 %").arg(locale.toString(100 * step.mfu, 'f', 0)));
    facts.append(tr("%1 tokens seen").arg(HumanText::count(step.tokens)));
    facts.append(HumanText::bytes(step.memoryBytes));
    facts.append(standOf(*series, planned));
    m_text->setText(facts.join(QStringLiteral("  ·  ")));
    const QString hint = hintOn(*series);
    m_hint->setText(hint);
    m_hint->setVisible(!hint.isEmpty());
}

void RunFacts::setConfig(const TrainingConfig &config)
{
    m_dropout = std::max(config.model.attentionDropout, config.model.residualDropout);
    refresh();
}

QString RunFacts::heldOutText(const RunSeries &series) const
{
    const RunEvent &evaluation = series.lastEvaluation();
    const QString loss = QLocale().toString(evaluation.loss, 'f', 3);
    return evaluation.tokens > 0 ? tr("held out %1 on %2 tokens").arg(loss, HumanText::count(evaluation.tokens))
                                 : tr("held out %1").arg(loss);
}

QString RunFacts::hintOn(const RunSeries &series) const
{
    constexpr std::int64_t fewTokens = 8192;
    const RunEvent &evaluation = series.lastEvaluation();
    if (evaluation.step == 0)
        return {};
    QStringList hints;
    if (evaluation.tokens > 0 && evaluation.tokens < fewTokens)
        hints.append(tr("The held-out loss comes from few tokens: a difference of some hundredths between runs says "
                        "nothing. More held-out data or “Held-out sequences” makes it comparable."));
    if (evaluation.loss < series.smoothedLoss().last())
        hints.append(
            m_dropout > 0
                ? tr("The held-out loss lies below the training loss: dropout (%1 %) is on while training and off in "
                     "evaluation, which alone makes the training loss higher.")
                      .arg(QLocale().toString(100 * m_dropout, 'g', 3))
                : tr("The held-out loss lies below the training loss: without dropout that comes from the smoothing, "
                     "which lags behind, or from easier held-out files."));
    return hints.join(QLatin1Char(' '));
}

/// How long it takes still, or how it ended.
QString RunFacts::standOf(const RunSeries &series, std::int64_t planned) const
{
    const RunEvent &step = series.lastStep();
    if (m_watch.isChosenRunning() && step.tokensPerSecond > 0) {
        const double tokensPerStep = double(step.tokens) / double(step.step);
        return tr("%1 left").arg(
            HumanText::duration(double(planned - step.step) * tokensPerStep / step.tokensPerSecond));
    }
    if (series.endReason() == "finished")
        return tr("finished");
    if (series.endReason() == "bad_loss")
        return tr("stopped by a bad loss");
    if (series.endReason() == "failed")
        return tr("failed: %1").arg(m_watch.lastWords());
    const std::int64_t kept = series.lastCheckpoint().step;
    return kept > 0 ? tr("stopped; continues from step %1").arg(HumanText::count(kept)) : tr("stopped");
}

} // namespace primer
