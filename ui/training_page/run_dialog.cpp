#include "ui/training_page/run_dialog.h"

#include <array>

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

#include "ui/widgets/human_text.h"

namespace primer {

namespace {

enum Column { KeyColumn, ValueColumn, ExplanationColumn, ColumnCount };

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
      m_forecast(new QLabel(this)), m_problem(new QLabel(this)), m_table(new QTableWidget(this)),
      m_buttons(new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this)), m_shards(shards)
{
    setWindowTitle(tr("New training run"));
    for (const std::string &preset : TrainingConfig::presetNames())
        m_presets->addItem(QString::fromStdString(preset));
    m_presets->setCurrentText(QStringLiteral("small-cpu"));
    for (const ShardChoice &shard : shards)
        m_data->addItem(tr("%1 (%2 tokens)").arg(shard.name, HumanText::count(qint64(shard.tokens))), shard.folder);
    m_data->addItem(tr("Make token shards of the current set (%1 samples)").arg(HumanText::count(setSize)), QString());
    m_tokenizer->setPlaceholderText(tr("tokenizer.json or its folder; empty: a vocabulary is trained on the samples"));
    m_problem->setWordWrap(true);
    m_forecast->setWordWrap(true);
    m_buttons->button(QDialogButtonBox::Ok)->setText(tr("Start training"));

    m_form->addRow(tr("Name"), m_name);
    m_form->addRow(tr("Preset"), m_presets);
    m_form->addRow(tr("Data"), m_data);
    m_form->addRow(tr("Tokenizer"), m_tokenizer);
    m_table->setColumnCount(ColumnCount);
    m_table->setHorizontalHeaderLabels({tr("Setting"), tr("Value"), tr("What it does")});
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->setColumnWidth(KeyColumn, 170);
    m_table->setColumnWidth(ValueColumn, 110);
    m_table->setAccessibleName(tr("Settings of the run"));
    auto *layout = new QVBoxLayout(this);
    layout->addLayout(m_form);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_forecast);
    layout->addWidget(m_problem);
    layout->addWidget(m_buttons);
    resize(760, 640);

    fillTable();
    connect(m_presets, &QComboBox::currentTextChanged, this, &RunDialog::fillTable);
    connect(m_table, &QTableWidget::itemChanged, this, &RunDialog::check);
    connect(m_name, &QLineEdit::textChanged, this, &RunDialog::check);
    connect(m_data, &QComboBox::currentIndexChanged, this, &RunDialog::check);
    connect(m_buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
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

void RunDialog::fillTable()
{
    const QSignalBlocker quiet(m_table);
    m_table->setRowCount(0);
    for (const auto &[key, value] : settingsOf(base())) {
        const int row = m_table->rowCount();
        m_table->insertRow(row);
        const std::array texts{key, value, explanation(key)};
        for (int column = 0; column < ColumnCount; ++column) {
            auto *item = new QTableWidgetItem(texts[std::size_t(column)]);
            item->setToolTip(texts[std::size_t(column)]);
            if (column != ValueColumn)
                item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
            m_table->setItem(row, column, item);
        }
    }
    check();
}

Result<TrainingConfig> RunDialog::config() const
{
    TrainingConfig config = base();
    for (int row = 0; row < m_table->rowCount(); ++row) {
        const QString assignment = m_table->item(row, KeyColumn)->text() + QLatin1Char('=')
                                   + m_table->item(row, ValueColumn)->text().trimmed();
        PRIMER_TRY(config.set(assignment.toStdString()));
    }
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
    m_buttons->button(QDialogButtonBox::Ok)->setEnabled(found.ok() && !m_name->text().trimmed().isEmpty());
    m_problem->setVisible(!found);
    if (!found) {
        m_problem->setText(tr("%1: %2").arg(QString::fromStdString(found.error().where),
                                            QString::fromStdString(found.error().detail)));
        return;
    }
    m_forecast->setText(forecastOf(*found));
}

QString RunDialog::forecast() const { return m_forecast->text(); }

/// Size, memory beside the device's, tokens and epochs, time by the last run's rate or a usual share of the peak.
QString RunDialog::forecastOf(const TrainingConfig &config) const
{
    constexpr double usualShare = 0.4; ///< of the peak rate, as common trainers reach
    const std::int64_t tokens = config.steps * config.tokensPerStep();
    QStringList facts{
        tr("%1 parameters").arg(HumanText::count(config.model.parameterCount())),
        tr("%1 tokens in total, %2 per step").arg(HumanText::count(tokens), HumanText::count(config.tokensPerStep()))};
    for (const ShardChoice &shard : m_shards) {
        if (shard.folder == m_data->currentData().toString() && shard.tokens > 0)
            facts.append(tr("%1 epochs").arg(QLocale().toString(double(tokens) / double(shard.tokens), 'g', 3)));
    }
    const DeviceChoice *device = nullptr;
    for (const DeviceChoice &known : m_devices) {
        if (known.device == QString::fromStdString(config.device) && !device)
            device = &known;
    }
    const std::int64_t memory = config.memoryBytes();
    if (!device) {
        facts.append(tr("about %1 of memory").arg(HumanText::bytes(memory)));
        if (!m_devices.isEmpty())
            facts.append(tr("⚠ there is no %1 device on this machine").arg(QString::fromStdString(config.device)));
        return facts.join(QStringLiteral(" · "));
    }
    facts.append(memory > device->memoryBytes
                     ? tr("⚠ about %1 of memory, %2 has %3")
                           .arg(HumanText::bytes(memory), device->name, HumanText::bytes(device->memoryBytes))
                     : tr("about %1 of the %3 of %2")
                           .arg(HumanText::bytes(memory), device->name, HumanText::bytes(device->memoryBytes)));
    const double rate = m_flopsPerSecond > 0 ? m_flopsPerSecond : device->peakFlops * usualShare;
    if (rate > 0) {
        const QString time = HumanText::duration(double(tokens) * config.model.flopsPerToken(config.sequenceLength)
                                                 / rate);
        facts.append(m_flopsPerSecond > 0
                         ? tr("about %1 at the last run's rate").arg(time)
                         : tr("about %1 at %2 % of the peak rate").arg(time).arg(int(usualShare * 100)));
    }
    return facts.join(QStringLiteral(" · "));
}

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

void RunDialog::set(const QString &key, const QString &value)
{
    for (int row = 0; row < m_table->rowCount(); ++row) {
        if (m_table->item(row, KeyColumn)->text() == key)
            m_table->item(row, ValueColumn)->setText(value);
    }
}

} // namespace primer
