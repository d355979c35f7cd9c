#include "ui/main_window/about_dialog.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QGuiApplication>
#include <QHeaderView>
#include <QIcon>
#include <QJsonArray>
#include <QJsonObject>
#include <QLabel>
#include <QPushButton>
#include <QSysInfo>
#include <QTableWidget>
#include <QVBoxLayout>

#include "ui/training_page/device_probe.h"
#include "ui/widgets/dialog_size.h"

namespace primer {

namespace {

constexpr int iconSize = 64;

struct Part {
    const char *name, *licence;
};
constexpr Part parts[] = {{"Qt 6 Widgets, Svg, Network, Sql", "LGPL-3.0"},
                          {"Qt 6 Charts", "GPL-3.0"},
                          {"SQLite", "public domain"},
                          {"KSyntaxHighlighting", "MIT"},
                          {"LibTorch", "BSD-3-Clause"},
                          {"CUDA, cuBLAS, cuDNN, NCCL", "NVIDIA"},
                          {"Arrow C++", "Apache-2.0"},
                          {"spdlog, fmt", "MIT"},
                          {"tree-sitter", "MIT"},
                          {"simdjson", "Apache-2.0"},
                          {"nlohmann json", "MIT"},
                          {"CLI11", "BSD-3-Clause"},
                          {"zstd", "BSD-3-Clause"},
                          {"zlib", "zlib"},
                          {"PCRE2", "BSD-3-Clause"},
                          {"expat", "MIT"},
                          {"libsecret", "LGPL-2.1-or-later"},
                          {"OpenSSL", "Apache-2.0"}};

/// A line for LibTorch, one for CUDA, one for each device.
QString linesOf(const QJsonObject &answer)
{
    QStringList lines;
    if (const QString torch = answer[QStringLiteral("libtorch")].toString(); !torch.isEmpty())
        lines.append(QStringLiteral("LibTorch %1").arg(torch));
    const QString cuda = answer[QStringLiteral("cuda")].toString();
    lines.append(cuda.isEmpty() ? AboutDialog::tr("CUDA: not in this build") : QStringLiteral("CUDA %1").arg(cuda));
    bool hasGpu = false;
    for (const QJsonValue &entry : answer[QStringLiteral("devices")].toArray()) {
        const QString device = entry[QStringLiteral("device")].toString(),
                      name = entry[QStringLiteral("name")].toString();
        hasGpu = hasGpu || device != QLatin1String("cpu");
        lines.append(QStringLiteral("%1: %2").arg(device, name));
    }
    if (!hasGpu)
        lines.append(AboutDialog::tr("No GPU was found on this machine"));
    return lines.join(QLatin1Char('\n'));
}

} // namespace

AboutDialog::AboutDialog(const QString &engine, QWidget *parent) : QDialog(parent), m_versions(new QLabel(this))
{
    setWindowTitle(tr("About Primer"));
    auto *icon = new QLabel(this);
    icon->setPixmap(QIcon(QStringLiteral(":/icons/primer.svg")).pixmap(iconSize, iconSize));
    auto *name = new QLabel(QStringLiteral("<span style='font-size:x-large'>Primer %1</span><br>%2")
                                .arg(QStringLiteral(PRIMER_VERSION),
                                     tr("Curate code datasets, train small code models, see what the data did.")),
                            this);
    auto *head = new QHBoxLayout;
    head->addWidget(icon);
    head->addSpacing(8);
    head->addWidget(name, 1);
    m_versions->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_versions->setAccessibleName(tr("Versions"));
    auto *buttons = new QDialogButtonBox(this);
    auto *copyButton = buttons->addButton(tr("Copy the versions"), QDialogButtonBox::ActionRole);
    auto *closeButton = buttons->addButton(tr("Close"), QDialogButtonBox::RejectRole);
    closeButton->setDefault(true);
    copyButton->setAutoDefault(false);
    connect(copyButton, &QPushButton::clicked, this, &AboutDialog::copy);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->addLayout(head);
    layout->addWidget(m_versions);
    layout->addWidget(
        new QLabel(tr("Primer is free software under the GNU GPL, version 3 or later. It stands on:"), this));
    layout->addWidget(licences(), 1);
    layout->addWidget(buttons);
    resizeWithin(*this, {520, 560});
    showVersions(tr("LibTorch, CUDA and devices: asking primer-engine…"));
    askDevices(this, engine, [this](const QJsonObject &answer) {
        showVersions(answer.isEmpty() ? tr("primer-engine did not answer: LibTorch and devices are not known")
                                      : linesOf(answer));
    });
}

QWidget *AboutDialog::licences()
{
    auto *table = new QTableWidget(int(std::size(parts)), 2, this);
    table->setAccessibleName(tr("Licences"));
    table->setHorizontalHeaderLabels({tr("What"), tr("Licence")});
    table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    table->verticalHeader()->hide();
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setShowGrid(false);
    for (int row = 0; row < table->rowCount(); ++row) {
        table->setItem(row, 0, new QTableWidgetItem(QString::fromLatin1(parts[row].name)));
        table->setItem(row, 1, new QTableWidgetItem(QString::fromLatin1(parts[row].licence)));
    }
    table->resizeColumnToContents(1);
    return table;
}

void AboutDialog::showVersions(const QString &engineLines)
{
    m_versions->setText(QStringLiteral("Qt %1\n%2\n%3 (%4)")
                            .arg(QLatin1String(qVersion()), engineLines, QSysInfo::prettyProductName(),
                                 QSysInfo::currentCpuArchitecture()));
}

void AboutDialog::copy()
{
    QGuiApplication::clipboard()->setText(QStringLiteral("Primer %1\n").arg(QStringLiteral(PRIMER_VERSION))
                                          + m_versions->text());
}

} // namespace primer
