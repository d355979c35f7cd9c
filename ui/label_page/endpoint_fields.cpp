#include "ui/label_page/endpoint_fields.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>

namespace primer {

namespace {

constexpr int usualConcurrency = 8;
constexpr double nanosPerDollar = 1e9, million = 1e6;

} // namespace

EndpointFields::EndpointFields(std::int64_t maxTokens, QWidget *parent)
    : QObject(parent), m_keepsKey(new QCheckBox(tr("Keep it in the keychain"), parent)),
      m_plainHttp(new QCheckBox(tr("Allow plain http to another machine"), parent)), m_url(new QLineEdit(parent)),
      m_model(new QLineEdit(parent)), m_keyVariable(new QLineEdit(QStringLiteral("OPENAI_API_KEY"), parent)),
      m_key(new QLineEdit(parent)), m_concurrency(new QSpinBox(parent)), m_maxTokens(new QSpinBox(parent)),
      m_budget(new QDoubleSpinBox(parent)), m_promptPrice(new QDoubleSpinBox(parent)),
      m_completionPrice(new QDoubleSpinBox(parent))
{
    fill();
    m_maxTokens->setValue(int(maxTokens));
    connect(m_key, &QLineEdit::textChanged, this,
            [this](const QString &text) { m_keepsKey->setEnabled(!text.trimmed().isEmpty()); });
    for (QLineEdit *input : {m_url, m_model, m_keyVariable, m_key})
        connect(input, &QLineEdit::textChanged, this, &EndpointFields::requestChanged);
    connect(m_plainHttp, &QCheckBox::toggled, this, &EndpointFields::requestChanged);
    connect(m_maxTokens, &QSpinBox::valueChanged, this, &EndpointFields::requestChanged);
    for (QDoubleSpinBox *box : {m_budget, m_promptPrice, m_completionPrice})
        connect(box, &QDoubleSpinBox::valueChanged, this, &EndpointFields::moneyChanged);
}

void EndpointFields::fill()
{
    m_concurrency->setRange(1, 256);
    m_concurrency->setValue(usualConcurrency);
    m_maxTokens->setRange(1, 100'000);
    for (QDoubleSpinBox *box : {m_budget, m_promptPrice, m_completionPrice}) {
        box->setRange(0, 1'000'000);
        box->setDecimals(3);
        box->setPrefix(QStringLiteral("$ "));
    }
    m_budget->setDecimals(2);
    m_url->setPlaceholderText(QStringLiteral("https://api.openai.com/v1"));
    m_model->setPlaceholderText(QStringLiteral("gpt-4o-mini"));
    m_key->setEchoMode(QLineEdit::Password);
    m_key->setPlaceholderText(tr("for this session only, in memory"));
    m_keepsKey->setToolTip(tr("In the keychain of the desktop, for this server; never in a file of Primer's."));
    m_keepsKey->setEnabled(false);
    m_plainHttp->setToolTip(tr("The key and the samples can then be read on the way."));
    m_keyVariable->setToolTip(tr("A key in the keychain comes first; else the one that this variable holds."));
}

void EndpointFields::addAddress(QFormLayout &form)
{
    form.addRow(tr("Address"), m_url);
    form.addRow(QString(), m_plainHttp);
    form.addRow(tr("Model"), m_model);
    auto *keys = new QHBoxLayout;
    keys->setSpacing(8);
    keys->addWidget(m_key, 1);
    keys->addWidget(m_keepsKey);
    form.addRow(tr("Key"), keys);
    form.addRow(tr("or from variable"), m_keyVariable);
}

void EndpointFields::addLimits(QFormLayout &form, const QList<Input> &others)
{
    QList<Input> inputs{{tr("Budget (never exceeded)"), m_budget},
                        {tr("Per million prompt tokens"), m_promptPrice},
                        {tr("Per million reply tokens"), m_completionPrice},
                        {tr("Concurrent requests"), m_concurrency},
                        {tr("Max tokens per reply"), m_maxTokens}};
    inputs.append(others);
    constexpr int perLine = 3;
    auto *limits = new QGridLayout;
    limits->setHorizontalSpacing(8);
    for (int place = 0; place < int(inputs.size()); ++place) {
        const auto &[text, input] = inputs.at(place);
        auto *label = new QLabel(text, input->parentWidget());
        label->setBuddy(input);
        input->setAccessibleName(text);
        limits->addWidget(label, place / perLine * 2, place % perLine);
        limits->addWidget(input, place / perLine * 2 + 1, place % perLine);
    }
    form.addRow(tr("Cost and limits"), limits);
}

EndpointFields::Choice EndpointFields::choice() const
{
    Choice choice;
    choice.endpoint.baseUrl = m_url->text().trimmed().toStdString();
    choice.endpoint.allowsPlainHttp = m_plainHttp->isChecked();
    choice.endpoint.model = m_model->text().trimmed().toStdString();
    choice.endpoint.concurrency = m_concurrency->value();
    choice.endpoint.maxTokens = m_maxTokens->value();
    choice.endpoint.nanosPerPromptToken = Endpoint::nanosPerToken(m_promptPrice->value());
    choice.endpoint.nanosPerCompletionToken = Endpoint::nanosPerToken(m_completionPrice->value());
    choice.key = ApiKey(m_key->text().trimmed().toStdString());
    choice.keepsKey = m_keepsKey->isEnabled() && m_keepsKey->isChecked();
    choice.keyVariable = m_keyVariable->text().trimmed();
    choice.budgetNanos = std::int64_t(m_budget->value() * nanosPerDollar);
    return choice;
}

void EndpointFields::show(const Endpoint &endpoint, std::int64_t budgetNanos)
{
    m_url->setText(QString::fromStdString(endpoint.baseUrl));
    m_model->setText(QString::fromStdString(endpoint.model));
    m_plainHttp->setChecked(endpoint.allowsPlainHttp);
    m_concurrency->setValue(endpoint.concurrency);
    m_maxTokens->setValue(int(endpoint.maxTokens));
    m_promptPrice->setValue(double(endpoint.nanosPerPromptToken) / nanosPerDollar * million);
    m_completionPrice->setValue(double(endpoint.nanosPerCompletionToken) / nanosPerDollar * million);
    m_budget->setValue(double(budgetNanos) / nanosPerDollar);
}

Status EndpointFields::check() const
{
    const Choice chosen = choice();
    PRIMER_TRY(chosen.endpoint.check());
    if (chosen.budgetNanos == 0
        && (chosen.endpoint.nanosPerPromptToken > 0 || chosen.endpoint.nanosPerCompletionToken > 0))
        return Error{ErrorCode::InvalidInput, "the budget is 0", "budget"};
    return success();
}

} // namespace primer
