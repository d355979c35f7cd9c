#include "ui/label_page/teacher_trial_box.h"

#include <utility>

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

#include "core/jobs/background.h"
#include "core/storage/sample_store.h"
#include "core/teacher/key_source.h"
#include "ui/code_view/display_text.h"
#include "ui/error_text/error_text.h"
#include "ui/label_page/teacher_problem.h"
#include "ui/widgets/human_text.h"
#include "ui/widgets/themed_icon.h"

namespace primer {

namespace {

constexpr int maxReasoning = 300; ///< characters

}

TeacherTrialBox::TeacherTrialBox(WorkspaceSession &session, std::function<Settings()> settings, QWidget *parent)
    : QWidget(parent), m_session(session), m_settings(std::move(settings)),
      m_button(new QPushButton(tr("Test connection"), this)), m_result(new QLabel(this))
{
    m_button->setIcon(themedIcon(QStringLiteral("connect")));
    m_button->setAutoDefault(false);
    m_result->setWordWrap(true);
    m_result->setMinimumHeight(3 * fontMetrics().lineSpacing()); // else the form shows its first line alone
    m_result->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_result->setTextFormat(Qt::PlainText);
    m_result->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_result->setAccessibleName(tr("What the test found"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_button, 0, Qt::AlignLeft);
    layout->addWidget(m_result);
    connect(m_button, &QPushButton::clicked, this, &TeacherTrialBox::test);
    forget();
}

TeacherTrialBox::~TeacherTrialBox()
{
    if (m_feedback)
        m_feedback->cancel();
}

void TeacherTrialBox::forget()
{
    ++m_generation;
    if (m_feedback)
        m_feedback->cancel();
    m_feedback.reset();
    say(tr("Sends one sample of the current set, the first one, and shows what comes back. Nothing is stored."), false);
}

void TeacherTrialBox::say(const QString &text, bool hasSucceeded)
{
    m_result->setText(text);
    m_hasSucceeded = hasSucceeded;
    Q_EMIT changed();
}

void TeacherTrialBox::test()
{
    const auto &ids = m_session.set().rows()->ids;
    if (ids.empty())
        return;
    const Settings settings = m_settings();
    m_feedback = std::make_shared<Feedback>();
    say(tr("Asking %1…").arg(QString::fromStdString(settings.endpoint.baseUrl)), false);
    using Tried = Result<std::shared_ptr<const TeacherTrial>>;
    inBackground(
        this,
        [workspace = m_session.workspace(), settings, sample = ids.front(), feedback = m_feedback]() -> Tried {
            const auto key = PRIMER_TRY(settings.key.isEmpty()
                                            ? findKey(settings.endpoint, settings.keyVariable.toStdString())
                                            : Result<ApiKey>(settings.key));
            const auto content = PRIMER_TRY(workspace->store().read(fetchContent, sample));
            return std::make_shared<const TeacherTrial>(tryTeacher(settings.endpoint, settings.prompt, key, content,
                                                                   [feedback] { return feedback->isCancelled(); }));
        },
        [this, wanted = m_generation, endpoint = settings.endpoint](const Tried &tried) {
            if (wanted != m_generation)
                return; // the settings are others by now
            m_feedback.reset();
            if (tried)
                show(**tried, endpoint);
            else
                say(ErrorTexts::inOneText(tried.error()), false);
        });
}

void TeacherTrialBox::show(const TeacherTrial &trial, const Endpoint &endpoint)
{
    const QString model = QString::fromStdString(endpoint.model), url = QString::fromStdString(trial.url);
    const bool isAnswered = trial.stage == TeacherTrial::Stage::Sample
                            && trial.reply.outcome == HttpReply::Outcome::Answered && trial.reply.status == 200;
    if (!isAnswered || !trial.hasValue) {
        const TeacherProblem problem = isAnswered ? TeacherProblems::ofAnswer(QString::fromStdString(trial.problem))
                                                  : TeacherProblems::ofReply(trial.reply, url, model);
        QString text = QStringLiteral("✗ ") + problem.cause;
        if (!problem.remedy.isEmpty())
            text += QLatin1Char('\n') + problem.remedy;
        if (trial.stage == TeacherTrial::Stage::Sample && trial.listsModels && !trial.knowsModel)
            text += QLatin1Char('\n') + tr("The server's list of models has no “%1”.").arg(model);
        if (!problem.details.isEmpty())
            text += QStringLiteral("\n(") + problem.details + QLatin1Char(')');
        say(text, false);
        return;
    }
    QString text = tr("✓ The connection works. “%1” gave the first sample %2 in %3 s.")
                       .arg(model, QLocale().toString(trial.value, 'g', 3),
                            QLocale().toString(trial.reply.seconds, 'f', 1));
    if (trial.promptTokens >= 0 && trial.completionTokens >= 0)
        text += QLatin1Char(' ')
                + tr("It took %1 prompt and %2 reply tokens.")
                      .arg(HumanText::count(trial.promptTokens), HumanText::count(trial.completionTokens));
    if (!trial.reasoning.empty())
        text += QLatin1Char('\n') + displayText(trial.reasoning).text.left(maxReasoning).simplified();
    say(text, true);
}

} // namespace primer
