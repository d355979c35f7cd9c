#include "ui/import_page/mapping_dialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

#include "ui/widgets/dialog_size.h"

namespace primer {

namespace {
constexpr int cellCharacters = 200;
}

MappingDialog::MappingDialog(const QString &why, const SourcePreview &preview, QWidget *parent)
    : QDialog(parent), m_rows(new QTableWidget(this))
{
    setWindowTitle(tr("Which columns?"));
    resizeWithin(*this, {860, 600});
    auto *intro = new QLabel(why, this);
    intro->setTextFormat(Qt::PlainText);
    intro->setWordWrap(true);
    const QList<std::pair<QString, QString>> fields{
        {QStringLiteral("content"), tr("Content")},   {QStringLiteral("path"), tr("Path")},
        {QStringLiteral("repo"), tr("Repository")},   {QStringLiteral("licence"), tr("Licence")},
        {QStringLiteral("language"), tr("Language")}, {QStringLiteral("created"), tr("Date")},
        {QStringLiteral("stars"), tr("Stars")},       {QStringLiteral("score"), tr("Score")}};
    // Two columns of choices: the rows beneath are what helps to choose, and have the room.
    QFormLayout *forms[] = {new QFormLayout, new QFormLayout};
    auto *columns = new QHBoxLayout;
    columns->setSpacing(24);
    for (QFormLayout *form : forms) {
        alignForm(*form);
        columns->addLayout(form, 1);
    }
    for (qsizetype place = 0; place < fields.size(); ++place) {
        const auto &[field, title] = fields.at(place);
        auto *choice = new QComboBox(this);
        choice->addItem(field == QLatin1String("content") ? tr("(choose)") : tr("(found by its name, or none)"),
                        QString());
        for (const std::string &column : preview.columns)
            choice->addItem(QString::fromStdString(column), QString::fromStdString(column));
        choice->setAccessibleName(title);
        forms[place * 2 / fields.size()]->addRow(title, choice);
        m_choices.insert(field, choice);
    }
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    QPushButton *import = buttons->button(QDialogButtonBox::Ok);
    import->setText(tr("Import"));
    import->setEnabled(false);
    buttons->button(QDialogButtonBox::Cancel)->setText(tr("Cancel"));
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_choices.value(QStringLiteral("content")), &QComboBox::currentIndexChanged, import,
            [import](int index) { import->setEnabled(index > 0); });
    fillPreview(preview);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(intro);
    layout->addLayout(columns);
    layout->addWidget(m_rows, 1);
    layout->addWidget(buttons);
}

void MappingDialog::fillPreview(const SourcePreview &preview)
{
    m_rows->setAccessibleName(tr("First rows"));
    m_rows->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_rows->setColumnCount(int(preview.columns.size()));
    m_rows->setRowCount(int(preview.rows.size()));
    QStringList titles;
    for (const std::string &column : preview.columns)
        titles.append(QString::fromStdString(column));
    m_rows->setHorizontalHeaderLabels(titles);
    for (int row = 0; row < m_rows->rowCount(); ++row) {
        const QJsonObject object =
            QJsonDocument::fromJson(QByteArray::fromStdString(preview.rows[std::size_t(row)])).object();
        for (int column = 0; column < titles.size(); ++column) {
            const QJsonValue value = object.value(titles.at(column));
            const QString text = value.isString()                      ? value.toString()
                                 : value.isObject() || value.isArray() ? QString::fromUtf8(
                                       QJsonDocument::fromVariant(value.toVariant()).toJson(QJsonDocument::Compact))
                                                                       : value.toVariant().toString();
            m_rows->setItem(row, column, new QTableWidgetItem(text.left(cellCharacters).simplified()));
        }
    }
    m_rows->horizontalHeader()->setDefaultSectionSize(160);
}

ColumnMapping MappingDialog::mapping() const
{
    ColumnMapping mapping;
    for (auto choice = m_choices.begin(); choice != m_choices.end(); ++choice) {
        const QString column = choice.value()->currentData().toString();
        if (!column.isEmpty())
            mapping[choice.key().toStdString()] = column.toStdString();
    }
    return mapping;
}

} // namespace primer
