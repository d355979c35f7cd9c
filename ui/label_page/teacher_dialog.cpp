#include "ui/label_page/teacher_dialog.h"

#include <algorithm>

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTabWidget>
#include <QVBoxLayout>

#include "core/jobs/background.h"
#include "core/labelling/prompt.h"
#include "core/storage/sample_store.h"
#include "ui/code_view/display_text.h"
#include "ui/error_text/error_text.h"
#include "ui/label_page/teacher_problem.h"
#include "ui/label_page/teacher_trial_box.h"
#include "ui/widgets/dialog_size.h"
#include "ui/widgets/scrolling_page.h"

namespace primer {

namespace {

constexpr int byRules = 0, byModel = 1;
constexpr int pilotRows = 50, usualTokens = 400;
constexpr int promptLines = 12;
constexpr int rulesWidth = 620;
constexpr std::size_t previewCharacters = 12'000;

} // namespace

TeacherDialog::TeacherDialog(WorkspaceSession &session, QWidget *parent)
    : QDialog(parent), m_session(session), m_teacher(new QComboBox(this)), m_promptName(new QComboBox(this)),
      m_sampling(new QComboBox(this)), m_count(new QSpinBox(this)), m_repeated(new QSpinBox(this)),
      m_endpoint(new EndpointFields(usualTokens, this)), m_text(new QPlainTextEdit(this)),
      m_preview(new QPlainTextEdit(this)), m_problem(new QLabel(this)),
      m_trial(new TeacherTrialBox(
          session,
          [this] {
              const Choice chosen = choice();
              return TeacherTrialBox::Settings{chosen.endpoint, chosen.prompt, chosen.key, chosen.keyVariable};
          },
          this)),
      m_modelPart(new QWidget(this)),
      m_buttons(new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this))
{
    setWindowTitle(tr("Label with a teacher"));
    fillChoices();
    makeLayout();
    connectInputs();
    showPrompt();
    showTeacher();
}

void TeacherDialog::fillChoices()
{
    m_teacher->addItem(tr("Rules on the syntax tree (heuristic-1): no key, nothing leaves this machine"));
    m_teacher->addItem(tr("A model behind an OpenAI-compatible address"));
    m_sampling->addItem(tr("Random"), int(Sampling::Random));
    m_sampling->addItem(tr("Round robin by source"), int(Sampling::Stratified));
    m_sampling->addItem(tr("Round robin by repository"), int(Sampling::Diverse));
    m_sampling->addItem(tr("Uncertain ones first: scores near one half"), int(Sampling::Uncertain));
    m_sampling->setCurrentIndex(2);
    const auto available = qint64(m_session.set().rows()->ids.size());
    m_count->setRange(1, int(std::clamp<qint64>(available, 1, 10'000'000)));
    m_count->setValue(int(std::min<qint64>(2000, available)));
    m_count->setGroupSeparatorShown(true);
    m_repeated->setRange(0, 100'000);
    for (const Prompt &prompt : builtInPrompts())
        m_promptName->addItem(QString::fromStdString(prompt.name));
    m_promptName->setCurrentIndex(1);
    m_promptName->setEditable(true);
    m_preview->setReadOnly(true);
    m_problem->setWordWrap(true);
    m_problem->setTextFormat(Qt::PlainText);
}

void TeacherDialog::connectInputs()
{
    connect(m_teacher, &QComboBox::currentIndexChanged, this, &TeacherDialog::showTeacher);
    connect(m_promptName, &QComboBox::activated, this, &TeacherDialog::showPrompt);
    // What was tried out was tried out with what is asked for now.
    connect(m_text, &QPlainTextEdit::textChanged, this, [this] {
        m_trial->forget();
        preview();
    });
    connect(m_endpoint, &EndpointFields::requestChanged, m_trial, &TeacherTrialBox::forget);
    connect(m_trial, &TeacherTrialBox::changed, this, &TeacherDialog::check);
    connect(m_endpoint, &EndpointFields::moneyChanged, this, &TeacherDialog::check);
}

void TeacherDialog::makeLayout()
{
    auto *form = new QFormLayout;
    alignForm(*form);
    form->addRow(tr("Teacher"), m_teacher);
    form->addRow(tr("Samples"), m_count);
    form->addRow(tr("Sampling"), m_sampling);
    auto *drawn = new QLabel(
        tr("Drawn from the %Ln samples of the current set; those this teacher has labelled are left out.", nullptr,
           int(m_session.set().rows()->ids.size())),
        this);
    drawn->setWordWrap(true);
    form->addRow(QString(), drawn);
    alignLabels({form, makeModelPart()});
    m_buttons->button(QDialogButtonBox::Cancel)->setText(tr("Cancel"));
    m_buttons->button(QDialogButtonBox::Ok)->setDefault(true);
    m_modelScroll = scrollingPage(m_modelPart);
    auto *layout = new QVBoxLayout(this);
    layout->addLayout(form);
    layout->addWidget(m_modelScroll, 1);
    layout->addWidget(m_problem);
    layout->addWidget(m_buttons);
    connect(m_buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

QFormLayout *TeacherDialog::makeModelPart()
{
    auto *model = new QFormLayout(m_modelPart);
    model->setContentsMargins(0, 0, 0, 0);
    alignForm(*model);
    m_endpoint->addAddress(*model);
    model->addRow(tr("Try it first"), m_trial);
    m_endpoint->addLimits(*model, {{tr("Samples asked twice"), m_repeated}});
    model->addRow(tr("Prompt"), m_promptName);
    auto *tabs = new QTabWidget(this);
    tabs->addTab(m_text, tr("Text"));
    tabs->addTab(m_preview, tr("On a sample"));
    tabs->setMinimumHeight(promptLines * fontMetrics().lineSpacing());
    model->addRow(tabs);
    return model;
}

/// No larger than what the chosen teacher needs.
void TeacherDialog::showTeacher()
{
    const bool asksModel = m_teacher->currentIndex() == byModel;
    m_modelScroll->setVisible(asksModel);
    m_buttons->button(QDialogButtonBox::Ok)
        ->setText(asksModel ? tr("Label %1 first, then forecast").arg(pilotRows) : tr("Start labelling"));
    check();
    layout()->activate();
    // A sentence that wraps is as high as its width wants.
    resizeWithin(*this, asksModel ? QSize(820, 780) : QSize(rulesWidth, layout()->totalHeightForWidth(rulesWidth)));
}

void TeacherDialog::showPrompt()
{
    const auto prompt = builtInPrompt(m_promptName->currentText().toStdString());
    if (prompt)
        m_text->setPlainText(QString::fromStdString(prompt->text));
}

void TeacherDialog::preview()
{
    check();
    const SampleId sample = m_session.set().rows()->ids.empty() ? 0 : m_session.set().rows()->ids.front();
    if (sample == 0)
        return;
    inBackground(
        this, [workspace = m_session.workspace(), sample] { return workspace->store().read(fetchContent, sample); },
        [this](const Result<std::string> &content) {
            if (!content)
                m_preview->setPlainText(ErrorTexts::inOneText(content.error()));
            else if (checkPrompt(choice().prompt)) // else `check` says what is wrong with it
                m_preview->setPlainText(
                    displayText(fillPrompt(choice().prompt, *content).user.substr(0, previewCharacters)).text);
        });
}

void TeacherDialog::check()
{
    const Choice chosen = choice();
    const bool hasSamples = !m_session.set().rows()->ids.empty();
    const Status fits = chosen.asksModel ? fieldsFit(chosen) : success();
    const bool isTried = !chosen.asksModel || m_trial->hasSucceeded();
    m_trial->button()->setEnabled(fits.ok() && hasSamples && !m_trial->isTesting());
    m_problem->setText(!fits      ? TeacherProblems::ofField(fits.error())
                       : !isTried ? tr("“Test connection” asks for one sample first.")
                                  : QString());
    m_problem->setVisible(!m_problem->text().isEmpty());
    m_buttons->button(QDialogButtonBox::Ok)->setEnabled(fits.ok() && isTried && hasSamples);
}

Status TeacherDialog::fieldsFit(const Choice &choice) const
{
    PRIMER_TRY(m_endpoint->check());
    return checkPrompt(choice.prompt);
}

void TeacherDialog::startFrom(const LabelRun &run, const std::optional<Prompt> &prompt)
{
    const auto endpoint = Endpoint::fromJson(run.settingsJson);
    if (run.kind == "heuristic" || !endpoint)
        return; // rules have no settings
    m_teacher->setCurrentIndex(byModel);
    m_endpoint->show(*endpoint, run.budgetNanos);
    if (prompt) {
        m_promptName->setCurrentText(QString::fromStdString(prompt->name));
        m_text->setPlainText(QString::fromStdString(prompt->text));
    }
}

TeacherDialog::Choice TeacherDialog::choice() const
{
    Choice choice{m_endpoint->choice()};
    choice.asksModel = m_teacher->currentIndex() == byModel;
    const auto known = builtInPrompt(m_promptName->currentText().toStdString());
    choice.prompt = known ? *known : builtInPrompts().front();
    choice.prompt.name = m_promptName->currentText().trimmed().toStdString();
    choice.prompt.text = m_text->toPlainText().toStdString();
    choice.draw.kind = Sampling(m_sampling->currentData().toInt());
    choice.draw.count = m_count->value();
    choice.pilot = pilotRows;
    choice.repeated = m_repeated->value();
    return choice;
}

} // namespace primer
