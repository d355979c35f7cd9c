#include "ui/synthesis_page/synthesis_dialog.h"

#include <algorithm>

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QSplitter>
#include <QStyle>
#include <QTabWidget>
#include <QVBoxLayout>

#include "ui/label_page/forecast_text.h"
#include "ui/label_page/teacher_problem.h"
#include "ui/synthesis_page/connection_test.h"
#include "ui/synthesis_page/prompt_view.h"
#include "ui/synthesis_page/set_choices.h"
#include "ui/synthesis_page/set_editor.h"
#include "ui/synthesis_page/synthesis_words.h"
#include "ui/synthesis_page/template_editor.h"
#include "ui/widgets/dialog_size.h"
#include "ui/widgets/human_text.h"
#include "ui/widgets/scrolling_page.h"

namespace primer {

namespace {

enum Writer { ByGrammar, ByModel };
enum Tab { PromptTab, SetTab, TemplateTab, ModelTab };
constexpr int maxRows = 10'000'000, usualRows = 1000, pilotRows = 20, usualTokens = 1200;
constexpr double usualTemperature = 0.9;
constexpr int comboLetters = 12;
const QString firstSet = QStringLiteral("grammar-exercises");

} // namespace

SynthesisDialog::SynthesisDialog(WorkspaceSession &session, const std::vector<SynthesisRun> &runs, QWidget *parent)
    : QDialog(parent), m_session(session), m_runs(runs), m_name(new QLineEdit(this)),
      m_sets(new SetChoices(SetChoices::What::Sets, this)),
      m_templates(new SetChoices(SetChoices::What::Templates, this)),
      m_writer(new QComboBox(this)), m_numbers{new QSpinBox(this), new QSpinBox(this), new QSpinBox(this),
                                               new QComboBox(this)},
      m_pilot(new QCheckBox(tr("Ask for %1 first, then forecast").arg(pilotRows), this)),
      m_endpoint(new EndpointFields(usualTokens, this)), m_connection(new ConnectionTest(*m_endpoint, this)),
      m_tabs(new QTabWidget(this)), m_setEditor(new SetEditor(this)), m_templateEditor(new TemplateEditor(this)),
      m_prompts(new PromptView(this)), m_preview(new PlanPreview(session, this)), m_plan(new QLabel(this)),
      m_problem(new QLabel(this)),
      m_buttons(new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this))
{
    setWindowTitle(tr("New synthesis"));
    fillChoices();
    makeLayout();
    connectInputs();
    connectEditors();
    m_sets->choose(firstSet);
    ask();
    resizeWithin(*this, {1180, 760});
}

void SynthesisDialog::fillChoices()
{
    m_writer->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_writer->setMinimumContentsLength(comboLetters);
    m_writer->addItem(tr("grammar-1: no model, no key, for trying out"));
    m_writer->addItem(tr("A model behind an OpenAI-compatible address"));
    for (const PlanSampling sampling : {PlanSampling::Cover, PlanSampling::Cross, PlanSampling::Weighted})
        m_numbers.sampling->addItem(SynthesisWords::of(sampling), int(sampling));
    m_numbers.count->setRange(1, maxRows);
    m_numbers.count->setValue(usualRows);
    m_numbers.target->setRange(0, maxRows);
    m_numbers.target->setSpecialValueText(tr("no limit"));
    m_numbers.target->setToolTip(
        tr("The run ends when so many rows are accepted; without a limit every prompt is asked."));
    m_numbers.seed->setRange(0, maxRows);
    m_numbers.seed->setValue(1);
    for (QSpinBox *box : {m_numbers.count, m_numbers.target})
        box->setGroupSeparatorShown(true);
    m_pilot->setChecked(true);
    m_name->setToolTip(tr("Letters, digits, “-”, “_” and “.”; its samples are found by source:synthetic-NAME."));
}

QWidget *SynthesisDialog::withFile(SetChoices *choices)
{
    auto *row = new QWidget(this);
    auto *file = new QPushButton(tr("File…"), row);
    file->setAutoDefault(false);
    connect(file, &QPushButton::clicked, choices, &SetChoices::askForFile);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(choices, 1);
    layout->addWidget(file);
    return row;
}

QFormLayout *SynthesisDialog::makeForm()
{
    auto *form = new QFormLayout;
    alignForm(*form);
    form->addRow(tr("Name"), m_name);
    form->addRow(tr("Constraint set"), withFile(m_sets));
    form->addRow(tr("Template"), withFile(m_templates));
    form->addRow(tr("Writer"), m_writer);
    form->addRow(tr("Prompts"), m_numbers.count);
    form->addRow(tr("Accepted rows wanted"), m_numbers.target);
    form->addRow(tr("Drawn by"), m_numbers.sampling);
    form->addRow(tr("Seed"), m_numbers.seed);
    form->addRow(QString(), m_pilot);
    m_sets->setAccessibleName(tr("Constraint set"));
    m_templates->setAccessibleName(tr("Template"));
    return form;
}

void SynthesisDialog::makeTabs()
{
    auto *model = new QWidget(this);
    auto *form = new QFormLayout(model);
    alignForm(*form);
    m_endpoint->addAddress(*form);
    form->addRow(tr("Try it first"), m_connection);
    m_endpoint->addLimits(*form, {});
    m_tabs->addTab(m_prompts, tr("Prompts"));
    m_tabs->addTab(m_setEditor, tr("Set"));
    m_tabs->addTab(m_templateEditor, tr("Template"));
    m_tabs->addTab(scrollingPage(model), tr("Model"));
    m_tabs->setTabEnabled(ModelTab, false);
}

void SynthesisDialog::makeLayout()
{
    makeTabs();
    for (QLabel *label : {m_plan, m_problem}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    m_plan->setAccessibleName(tr("The plan"));
    auto *left = new QWidget(this);
    auto *leftLayout = new QVBoxLayout(left);
    leftLayout->setContentsMargins(0, 0, 8, 0);
    leftLayout->addLayout(makeForm());
    leftLayout->addSpacing(8);
    leftLayout->addWidget(m_plan);
    leftLayout->addWidget(m_problem);
    leftLayout->addStretch(1);
    QWidget *scroll = scrollingPage(left);
    scroll->setMinimumWidth(left->minimumSizeHint().width() + style()->pixelMetric(QStyle::PM_ScrollBarExtent));
    auto *splitter = new QSplitter(this);
    splitter->addWidget(scroll);
    splitter->addWidget(m_tabs);
    splitter->setChildrenCollapsible(false);
    splitter->setStretchFactor(0, 2);
    splitter->setStretchFactor(1, 3);
    m_buttons->button(QDialogButtonBox::Cancel)->setText(tr("Cancel"));
    m_buttons->button(QDialogButtonBox::Ok)->setText(tr("Start"));
    m_buttons->button(QDialogButtonBox::Ok)->setDefault(true);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(splitter, 1);
    layout->addWidget(m_buttons);
    connect(m_buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

void SynthesisDialog::connectInputs()
{
    connect(m_name, &QLineEdit::textChanged, this, &SynthesisDialog::ask);
    connect(m_writer, &QComboBox::currentIndexChanged, this, [this] {
        m_tabs->setTabEnabled(ModelTab, asksModel());
        if (asksModel())
            m_tabs->setCurrentIndex(ModelTab);
        ask();
    });
    for (QSpinBox *box : {m_numbers.count, m_numbers.target, m_numbers.seed})
        connect(box, &QSpinBox::valueChanged, this, &SynthesisDialog::ask);
    connect(m_numbers.sampling, &QComboBox::currentIndexChanged, this, &SynthesisDialog::ask);
    connect(m_endpoint, &EndpointFields::requestChanged, this, &SynthesisDialog::ask);
    connect(m_endpoint, &EndpointFields::moneyChanged, this, &SynthesisDialog::showPlan);
    connect(m_pilot, &QCheckBox::toggled, this, &SynthesisDialog::showPlan);
    connect(m_preview, &PlanPreview::changed, this, &SynthesisDialog::showPlan);
}

void SynthesisDialog::connectEditors()
{
    connect(m_sets, &SetChoices::setLoaded, this,
            [this](const std::shared_ptr<const ConstraintSet> &set) { takeSet(*set); });
    connect(m_templates, &SetChoices::templateLoaded, this,
            [this](const std::shared_ptr<const PromptTemplate> &loaded) {
                m_templateEditor->show(*loaded);
                m_isLoaded = true;
                ask();
            });
    connect(m_sets, &SetChoices::failed, this, &SynthesisDialog::say);
    connect(m_templates, &SetChoices::failed, this, &SynthesisDialog::say);
    connect(m_setEditor, &SetEditor::changed, this, &SynthesisDialog::ask);
    connect(m_setEditor, &SetEditor::failed, this, &SynthesisDialog::say);
    connect(m_setEditor, &SetEditor::saved, m_sets, &SetChoices::choose);
    connect(m_templateEditor, &TemplateEditor::changed, this, &SynthesisDialog::ask);
    connect(m_templateEditor, &TemplateEditor::failed, this, &SynthesisDialog::say);
    connect(m_templateEditor, &TemplateEditor::saved, m_templates, &SetChoices::choose);
}

void SynthesisDialog::takeSet(const ConstraintSet &set)
{
    m_setEditor->show(set);
    const int sampling = m_numbers.sampling->findData(int(set.sampling));
    m_numbers.sampling->setCurrentIndex(std::max(0, sampling));
    if (const std::string name = templateNameFor(m_sets->chosen().toStdString()); !name.empty())
        m_templates->choose(QString::fromStdString(name));
    suggestName();
    ask();
}

/// The set's, with the first number that no run has.
void SynthesisDialog::suggestName()
{
    const auto set = m_setEditor->set();
    if (m_name->isModified() || !set)
        return;
    const auto isTaken = [this](const std::string &name) {
        return std::any_of(m_runs.begin(), m_runs.end(), [&name](const SynthesisRun &run) { return run.name == name; });
    };
    int number = 1;
    while (isTaken(set->name + "-" + std::to_string(number)))
        ++number;
    m_name->setText(QString::fromStdString(set->name + "-" + std::to_string(number)));
}

bool SynthesisDialog::asksModel() const { return m_writer->currentIndex() == ByModel; }

SynthesisChoice SynthesisDialog::choice() const
{
    SynthesisChoice choice;
    choice.request.name = m_name->text().trimmed().toStdString();
    if (auto set = m_setEditor->set())
        choice.request.set = std::move(*set);
    choice.request.promptTemplate = m_templateEditor->value();
    choice.request.plan.count = m_numbers.count->value();
    choice.request.plan.seed = std::uint64_t(m_numbers.seed->value());
    choice.request.plan.sampling = PlanSampling(m_numbers.sampling->currentData().toInt());
    choice.request.target = m_numbers.target->value();
    if (asksModel()) {
        choice.asking = m_endpoint->choice();
        choice.asking->endpoint.temperature = usualTemperature;
        choice.request.endpoint = choice.asking->endpoint;
        choice.request.budgetNanos = choice.asking->budgetNanos;
        choice.pilot = m_pilot->isChecked() ? pilotRows : 0;
    }
    return choice;
}

Status SynthesisDialog::fieldsFit() const
{
    const std::string name = m_name->text().trimmed().toStdString();
    PRIMER_TRY(checkRunName(name));
    if (std::any_of(m_runs.begin(), m_runs.end(), [&name](const SynthesisRun &run) { return run.name == name; }))
        return Error{ErrorCode::InvalidInput, "a run has this name already; take another, or go on with that one",
                     name};
    PRIMER_TRY(m_setEditor->set());
    return success();
}

void SynthesisDialog::ask()
{
    const auto set = m_setEditor->set();
    if (set)
        m_templateEditor->setAxes(*set);
    if (set && !m_templateEditor->value().text.empty())
        m_preview->ask(choice().request);
    else
        m_preview->withdraw();
    m_pilot->setVisible(asksModel());
    showPlan();
}

QString SynthesisDialog::costText(const SynthesisPreview &preview) const
{
    const SynthesisChoice chosen = choice();
    if (!chosen.asking)
        return tr("grammar-1 writes them on this machine; nothing is sent and nothing is paid.");
    const double rows = double(chosen.request.plan.count);
    QString text = tr("About %1 tokens a prompt, %2 in all, at four bytes a token and nothing cached.")
                       .arg(HumanText::count(qint64(preview.tokensPerPrompt())),
                            HumanText::count(qint64(preview.tokensPerPrompt() * rows)));
    const double share = preview.plan.rows() > 0 && !preview.plan.isExhausted ? rows / double(preview.plan.rows()) : 1;
    const double most = double(preview.maxNanos(chosen.asking->endpoint)) * share * 1e-9;
    text += QLatin1Char(' ')
            + (most > 0 ? tr("At most %1, if every reply is as long as it may be.").arg(ForecastText::dollars(most))
                        : tr("No price was given."));
    if (chosen.pilot > 0)
        text +=
            QLatin1Char('\n')
            + tr("The first %1 tell what share is accepted, what the rest costs and how long it takes.").arg(pilotRows);
    return text;
}

QString SynthesisDialog::planText() const
{
    const SynthesisPreview &preview = m_preview->preview();
    const int wanted = m_numbers.count->value();
    QStringList lines;
    if (preview.plan.isExhausted && preview.plan.rows() < wanted)
        lines.append(tr("The set has %n different prompt(s), no more.", nullptr, int(preview.plan.rows())));
    else
        lines.append(tr("%1 prompts are drawn.").arg(HumanText::count(wanted)));
    QStringList axes;
    for (std::size_t place = 0; place < preview.set.axes.size(); ++place) {
        const Axis &axis = preview.set.axes[place];
        if (axis.isDrawn && axis.kind != AxisKind::Words)
            axes.append(tr("%1: %2").arg(QString::fromStdString(axis.name),
                                         HumanText::count(qint64(sizeOf(preview.set, place)))));
    }
    if (!axes.isEmpty())
        lines.append(tr("Values: %1.").arg(axes.join(QStringLiteral(", "))));
    lines.append(costText(preview));
    if (preview.known > 0)
        lines.append(
            tr("%n of the first %1 prompts were answered before and cost nothing.", nullptr, int(preview.known))
                .arg(HumanText::count(preview.looked)));
    return lines.join(QLatin1Char('\n'));
}

void SynthesisDialog::say(const Error &error)
{
    m_problem->setText(SynthesisWords::ofError(error));
    m_problem->show();
    m_buttons->button(QDialogButtonBox::Ok)->setEnabled(false);
}

void SynthesisDialog::showPlan()
{
    const bool isReady = m_preview->state() == PlanPreview::State::Ready;
    m_plan->setText(isReady ? planText() : tr("Drawing the prompts…"));
    m_plan->setVisible(isReady || m_preview->state() == PlanPreview::State::Loading);
    if (isReady)
        m_prompts->show(m_preview->preview().first);
    m_buttons->button(QDialogButtonBox::Ok)->setEnabled(false);
    m_problem->hide();
    if (!m_isLoaded)
        return;
    const Status fits = fieldsFit(), asked = asksModel() ? m_endpoint->check() : success();
    if (!fits) {
        say(fits.error());
    } else if (!asked) {
        m_problem->setText(TeacherProblems::ofField(asked.error()));
        m_problem->show();
    } else if (m_preview->state() == PlanPreview::State::Failed) {
        say(m_preview->error());
        m_prompts->showNote(SynthesisWords::ofError(m_preview->error()));
    } else {
        m_buttons->button(QDialogButtonBox::Ok)->setEnabled(isReady);
    }
}

} // namespace primer
