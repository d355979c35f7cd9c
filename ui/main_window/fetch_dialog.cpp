#include "ui/main_window/fetch_dialog.h"

#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>

namespace primer {

namespace {

constexpr int inputWidth = 420;

QString ofEnvironment(const char *name, const QString &otherwise)
{
    const QString value = qEnvironmentVariable(name);
    return value.isEmpty() ? otherwise : value;
}

} // namespace

FetchDialog::FetchDialog(const QString &base, QWidget *parent)
    : QDialog(parent), m_base(base), m_model(new QLineEdit(this)),
      m_revision(new QLineEdit(QString::fromStdString(ModelFetch().revision), this)),
      m_endpoint(new QLineEdit(ofEnvironment("HF_ENDPOINT", QString::fromStdString(ModelFetch().endpoint)), this)),
      m_target(new QLineEdit(this)), m_token(new QLineEdit(this)), m_problem(new QLabel(this))
{
    setWindowTitle(tr("Fetch a model"));
    m_model->setPlaceholderText(tr("OWNER/NAME"));
    m_model->setMinimumWidth(inputWidth);
    m_token->setEchoMode(QLineEdit::Password);
    m_token->setPlaceholderText(tr("only for models that need one"));
    m_token->setToolTip(tr("Kept until this workspace is closed, in memory only. Without it the variable HF_TOKEN is "
                           "used when there is one."));
    auto *browse = new QPushButton(tr("Choose…"), this);
    auto *folder = new QHBoxLayout;
    folder->addWidget(m_target, 1);
    folder->addWidget(browse);
    auto *form = new QFormLayout(this);
    auto *intro = new QLabel(
        tr("Configuration, tokenizer and weights as safetensors; every file is checked. A fetch that "
           "was cancelled or broke off goes on where it ended."),
        this);
    intro->setWordWrap(true);
    form->addRow(intro);
    form->addRow(tr("Model"), m_model);
    form->addRow(tr("Revision"), m_revision);
    form->addRow(tr("Endpoint"), m_endpoint);
    form->addRow(tr("Folder"), folder);
    form->addRow(tr("Token"), m_token);
    m_problem->setWordWrap(true);
    form->addRow(m_problem);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    m_fetch = buttons->button(QDialogButtonBox::Ok);
    m_fetch->setText(tr("Fetch"));
    m_fetch->setIcon({});
    buttons->button(QDialogButtonBox::Cancel)->setText(tr("Cancel"));
    buttons->button(QDialogButtonBox::Cancel)->setIcon({});
    form->addRow(buttons);
    connect(browse, &QPushButton::clicked, this, &FetchDialog::chooseFolder);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_model, &QLineEdit::textChanged, this, [this](const QString &model) {
        if (!m_target->isModified()) // the person's own stays
            m_target->setText(m_base + QLatin1Char('/') + model.section(QLatin1Char('/'), -1));
    });
    for (const QLineEdit *input : {m_model, m_revision, m_endpoint, m_target})
        connect(input, &QLineEdit::textChanged, this, &FetchDialog::showWhatFits);
    showWhatFits();
}

std::string FetchDialog::tokenOfEnvironment() { return qEnvironmentVariable("HF_TOKEN").toStdString(); }

void FetchDialog::chooseFolder()
{
    auto *dialog = new QFileDialog(this, tr("Folder of the model"), m_base);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        m_target->setText(path);
        m_target->setModified(true);
    });
    dialog->open();
}

/// What the fetch would refuse is said here, before it begins.
void FetchDialog::showWhatFits()
{
    static const QRegularExpression name(QStringLiteral("^[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+$"));
    static const QRegularExpression address(QStringLiteral("^(https://|http://(localhost|127\\.0\\.0\\.1)\\b).+"));
    const QString model = m_model->text().trimmed();
    QString problem;
    if (!model.isEmpty() && !name.match(model).hasMatch())
        problem = tr("A model's name is OWNER/NAME, as in Salesforce/codegen-350M-mono.");
    else if (!address.match(m_endpoint->text().trimmed()).hasMatch())
        problem = tr("An endpoint begins with https://, or with http:// on this machine.");
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
    m_fetch->setEnabled(problem.isEmpty() && !model.isEmpty() && !m_revision->text().trimmed().isEmpty()
                        && !m_target->text().trimmed().isEmpty());
}

ModelFetch FetchDialog::choice() const
{
    ModelFetch fetch;
    fetch.model = m_model->text().trimmed().toStdString();
    fetch.revision = m_revision->text().trimmed().toStdString();
    fetch.endpoint = m_endpoint->text().trimmed().toStdString();
    fetch.target = m_target->text().trimmed().toStdString();
    fetch.token = m_token->text().isEmpty() ? tokenOfEnvironment() : m_token->text().toStdString();
    return fetch;
}

} // namespace primer
