#include "ui/synthesis_page/connection_test.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "core/jobs/background.h"
#include "ui/error_text/error_text.h"
#include "ui/label_page/teacher_problem.h"
#include "ui/label_page/typed_keys.h"
#include "ui/widgets/themed_icon.h"

namespace primer {

ConnectionTest::ConnectionTest(EndpointFields &fields, QWidget *parent)
    : QWidget(parent), m_fields(fields),
      m_button(new QPushButton(themedIcon(QStringLiteral("connect")), tr("Test connection"), this)),
      m_result(new QLabel(this))
{
    m_button->setAutoDefault(false);
    m_result->setWordWrap(true);
    m_result->setTextFormat(Qt::PlainText);
    m_result->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_result->setMinimumHeight(3 * fontMetrics().lineSpacing()); // else the form shows its first line alone
    m_result->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_result->setAccessibleName(tr("What the test found"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_button, 0, Qt::AlignLeft);
    layout->addWidget(m_result);
    connect(m_button, &QPushButton::clicked, this, &ConnectionTest::test);
    connect(&fields, &EndpointFields::requestChanged, this, &ConnectionTest::forget);
    forget();
}

ConnectionTest::~ConnectionTest()
{
    if (m_feedback)
        m_feedback->cancel();
}

void ConnectionTest::forget()
{
    ++m_generation;
    if (m_feedback)
        m_feedback->cancel();
    m_feedback.reset();
    m_button->setEnabled(m_fields.choice().endpoint.check().ok());
    m_result->setText(tr("Asks the server for its list of models, which costs nothing."));
}

void ConnectionTest::test()
{
    const EndpointFields::Choice choice = m_fields.choice();
    m_feedback = std::make_shared<Feedback>();
    m_button->setEnabled(false);
    m_result->setText(tr("Asking %1…").arg(QString::fromStdString(choice.endpoint.baseUrl)));
    using Tried = Result<std::shared_ptr<const TeacherTrial>>;
    inBackground(
        this,
        [choice, feedback = m_feedback]() -> Tried {
            const auto key = PRIMER_TRY(TypedKeys::find(choice.key, choice.endpoint, choice.keyVariable));
            return std::make_shared<const TeacherTrial>(
                tryConnection(choice.endpoint, key, [feedback] { return feedback->isCancelled(); }));
        },
        [this, wanted = m_generation, endpoint = choice.endpoint](const Tried &tried) {
            if (wanted != m_generation)
                return; // the settings are others by now
            m_feedback.reset();
            m_button->setEnabled(true);
            m_result->setText(tried ? words(**tried, endpoint) : ErrorTexts::inOneText(tried.error()));
        });
}

QString ConnectionTest::words(const TeacherTrial &trial, const Endpoint &endpoint) const
{
    const QString model = QString::fromStdString(endpoint.model);
    if (!isConnected(trial)) {
        const TeacherProblem problem = TeacherProblems::ofReply(trial.reply, QString::fromStdString(trial.url), model);
        return QStringLiteral("✗ ") + problem.cause
               + (problem.remedy.isEmpty() ? QString() : QLatin1Char('\n') + problem.remedy);
    }
    if (!trial.listsModels)
        return tr("✓ The server answers. It has no list of models: the first prompts will tell whether it knows “%1”.")
            .arg(model);
    return trial.knowsModel ? tr("✓ The server answers and has “%1”.").arg(model)
                            : tr("✗ The server answers, and its list of models has no “%1”.").arg(model);
}

} // namespace primer
