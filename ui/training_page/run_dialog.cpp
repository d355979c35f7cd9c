#include "ui/training_page/run_dialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/training_page/run_forecast.h"
#include "ui/training_page/setting_texts.h"
#include "ui/training_page/setting_tree.h"
#include "ui/widgets/dialog_size.h"
#include "ui/widgets/human_text.h"

namespace primer {

namespace {

QString valueText(const TrainingConfig &config, const TrainingField &field)
{
    return std::visit(
        [&config](auto member) {
            using Value = std::remove_cvref_t<decltype(config.*member)>;
            if constexpr (std::is_same_v<Value, std::string>)
                return QString::fromStdString(config.*member);
            else if constexpr (std::is_same_v<Value, bool>)
                return config.*member ? QStringLiteral("true") : QStringLiteral("false");
            else
                return QString::number(config.*member);
        },
        field.member);
}

QString valueText(const ModelConfig &config, const ModelField &field)
{
    return std::visit([&config](auto member) { return QString::number(config.*member); }, field.member);
}

} // namespace

RunDialog::RunDialog(const QList<ShardChoice> &shards, qint64 setSize, QWidget *parent)
    : QDialog(parent), m_name(new QLineEdit(tr("run"), this)), m_presets(new QComboBox(this)),
      m_data(new QComboBox(this)), m_form(new QFormLayout), m_tokenizer(new QLineEdit(this)),
      m_forecast(new QLabel(this)), m_problem(new QLabel(this)), m_settings(new SettingTree(this)),
      m_buttons(new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this)), m_shards(shards)
{
    setWindowTitle(tr("New training run"));
    for (const std::string &preset : TrainingConfig::presetNames())
        m_presets->addItem(QString::fromStdString(preset));
    m_presets->setCurrentText(QStringLiteral("small-cpu"));
    for (const ShardChoice &shard : shards)
        m_data->addItem(tr("%1 (%2 tokens)").arg(shard.name, HumanText::count(qint64(shard.tokens))), shard.folder);
    m_data->addItem(tr("Make token shards of the current set (%Ln samples)", nullptr, int(setSize)), QString());
    m_tokenizer->setPlaceholderText(tr("tokenizer.json or its folder; empty: a vocabulary is trained on the samples"));
    m_problem->setWordWrap(true);
    m_forecast->setWordWrap(true);
    m_buttons->button(QDialogButtonBox::Ok)->setText(tr("Start training"));

    makeLayout();
    fillSettings();
    connect(m_presets, &QComboBox::currentTextChanged, this, &RunDialog::fillSettings);
    connect(m_settings, &SettingTree::changed, this, &RunDialog::check);
    connect(m_name, &QLineEdit::textChanged, this, &RunDialog::check);
    connect(m_data, &QComboBox::currentIndexChanged, this, &RunDialog::check);
    connect(m_buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

void RunDialog::makeLayout()
{
    m_form->addRow(tr("Name"), m_name);
    m_form->addRow(tr("Preset"), m_presets);
    m_form->addRow(tr("Data"), m_data);
    m_form->addRow(tr("Tokenizer"), m_tokenizer);
    auto *layout = new QVBoxLayout(this);
    layout->addLayout(m_form);
    layout->addWidget(m_settings, 1);
    layout->addWidget(m_forecast);
    layout->addWidget(m_problem);
    layout->addWidget(m_buttons);
    alignForm(*m_form);
    resizeWithin(*this, {980, 720});
}

QList<std::pair<QString, QString>> RunDialog::settingsOf(const TrainingConfig &config)
{
    QList<std::pair<QString, QString>> settings;
    for (const TrainingField &field : trainingFields())
        settings.append({QString::fromUtf8(field.key), valueText(config, field)});
    for (const ModelField &field : modelFields())
        settings.append({QStringLiteral("model.") + QString::fromUtf8(field.key), valueText(config.model, field)});
    return settings;
}

void RunDialog::startFrom(const QString &label, const TrainingConfig &config)
{
    m_from = config;
    m_presets->addItem(label);
    m_presets->setCurrentIndex(m_presets->count() - 1);
    for (int place = 0; place < m_data->count(); ++place) {
        const QString folder = m_data->itemData(place).toString();
        if (!config.data.empty() && !folder.isEmpty()
            && QString::fromStdString(config.data.front().first).startsWith(folder))
            m_data->setCurrentIndex(place);
    }
}

TrainingConfig RunDialog::base() const
{
    const bool isOther = m_from && m_presets->currentIndex() == m_presets->count() - 1;
    return isOther ? *m_from : *TrainingConfig::fromPreset(m_presets->currentText().toStdString());
}

void RunDialog::setDevices(const QList<DeviceChoice> &devices, double flopsPerSecond)
{
    m_devices = devices;
    m_flopsPerSecond = flopsPerSecond;
    check();
}

void RunDialog::fillSettings()
{
    m_settings->setPreset(settingsOf(base()));
    check();
}

Result<TrainingConfig> RunDialog::config() const
{
    TrainingConfig config = base();
    const auto values = m_settings->values();
    for (const auto &[key, value] : values)
        PRIMER_TRY(config.set((key + QLatin1Char('=') + value.trimmed()).toStdString()));
    // Shards that are still to be made have no folder yet; any name passes the check.
    const QString folder = m_data->currentData().toString();
    config.data = {{folder.isEmpty() ? "shards" : (folder + QStringLiteral("/train")).toStdString(), 1}};
    PRIMER_TRY(config.check());
    return config;
}

void RunDialog::check()
{
    const auto found = config();
    m_tokenizer->setEnabled(m_data->currentData().toString().isEmpty());
    const QString obstacle = found ? obstacleOf(*found) : problemText(found.error());
    m_buttons->button(QDialogButtonBox::Ok)->setEnabled(obstacle.isEmpty() && !m_name->text().trimmed().isEmpty());
    m_problem->setText(obstacle);
    m_problem->setVisible(!obstacle.isEmpty());
    if (!found)
        return;
    quint64 tokens = 0;
    for (const ShardChoice &shard : m_shards) {
        if (shard.folder == m_data->currentData().toString())
            tokens = shard.tokens;
    }
    const RunForecast forecast(*found, tokens, deviceOf(*found), m_flopsPerSecond);
    m_forecast->setText(forecast.text());
    m_forecast->setToolTip(forecast.exactText());
}

QString RunDialog::problemText(const Error &error) const
{
    const QString key = QString::fromStdString(error.where), detail = QString::fromStdString(error.detail);
    const QString name = m_settings->item(key)                              ? key
                         : m_settings->item(QStringLiteral("model.") + key) ? QStringLiteral("model.") + key
                                                                            : QString();
    return name.isEmpty() ? tr("%1: %2").arg(key, detail)
                          : tr("%1 (%2): %3").arg(SettingTexts::name(name), name, detail);
}

const DeviceChoice *RunDialog::deviceOf(const TrainingConfig &config) const
{
    for (const DeviceChoice &known : m_devices) {
        if (known.device == QString::fromStdString(config.device))
            return &known;
    }
    return nullptr;
}

QString RunDialog::obstacleOf(const TrainingConfig &config) const
{
    if (m_devices.isEmpty() || deviceOf(config))
        return {};
    return config.device == "cuda"
               ? tr("This machine has no GPU, and these settings need one. Train on a host that has one, or choose a "
                    "smaller preset: small-cpu and tiny run here.")
               : tr("This machine has no device “%1”.").arg(QString::fromStdString(config.device));
}

QString RunDialog::forecast() const { return m_forecast->text(); }

RunDialog::Choice RunDialog::choice() const
{
    Choice choice;
    choice.name = m_name->text().trimmed();
    const auto found = config();
    if (found)
        choice.config = *found;
    choice.config.data.clear();
    choice.shardFolder = m_data->currentData().toString();
    choice.makesShards = choice.shardFolder.isEmpty();
    choice.tokenizer = m_tokenizer->text().trimmed();
    return choice;
}

void RunDialog::set(const QString &key, const QString &value) { m_settings->set(key, value); }

} // namespace primer
