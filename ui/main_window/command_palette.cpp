#include "ui/main_window/command_palette.h"

#include <algorithm>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QVBoxLayout>

#include "ui/main_window/palette_search.h"

namespace primer {

CommandPalette::CommandPalette(QList<PaletteEntry> entries, QWidget *parent)
    : QDialog(parent, Qt::Popup), m_entries(std::move(entries)), m_input(new QLineEdit(this)),
      m_list(new QListWidget(this))
{
    m_input->setPlaceholderText(tr("Type what you want to do"));
    m_input->setAccessibleName(tr("Type what you want to do"));
    m_input->installEventFilter(this);
    m_list->setAccessibleName(tr("Commands"));
    m_list->setFocusPolicy(Qt::NoFocus);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(6, 6, 6, 6);
    layout->addWidget(m_input);
    layout->addWidget(m_list);
    connect(m_input, &QLineEdit::textChanged, this, &CommandPalette::filter);
    connect(m_list, &QListWidget::itemClicked, this, &CommandPalette::runCurrent);
    resize(520, 380);
    const QPoint corner = parent->mapToGlobal(QPoint(parent->width() / 2 - width() / 2, 60));
    move(corner);
    filter({});
    m_input->setFocus();
}

void CommandPalette::filter(const QString &words)
{
    m_list->clear();
    QList<std::pair<int, int>> found; // rank and place
    for (int place = 0; place < m_entries.size(); ++place) {
        const int rank = paletteRank(words, m_entries.at(place).text, m_entries.at(place).otherWords);
        if (rank >= 0)
            found.append({rank, place});
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const auto &left, const auto &right) { return left.first < right.first; });
    for (const auto &[rank, place] : found) {
        const PaletteEntry &entry = m_entries.at(place);
        auto *item = new QListWidgetItem(
            entry.hint.isEmpty() ? entry.text : entry.text + QStringLiteral("    ") + entry.hint, m_list);
        item->setData(Qt::UserRole, place);
    }
    if (found.isEmpty()) {
        auto *none = new QListWidgetItem(tr("No command has these words"), m_list);
        none->setFlags(Qt::NoItemFlags);
        none->setData(Qt::UserRole, -1);
    }
    m_list->setCurrentRow(0);
}

bool CommandPalette::eventFilter(QObject *object, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Down || key == Qt::Key_Up) {
            const int step = key == Qt::Key_Down ? 1 : -1;
            m_list->setCurrentRow(std::clamp(m_list->currentRow() + step, 0, std::max(0, m_list->count() - 1)));
            return true;
        }
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            runCurrent();
            return true;
        }
    }
    return QDialog::eventFilter(object, event);
}

void CommandPalette::runCurrent()
{
    const QListWidgetItem *item = m_list->currentItem();
    if (!item)
        return;
    const int place = item->data(Qt::UserRole).toInt();
    if (place < 0)
        return;
    const auto run = m_entries.at(place).run;
    accept();
    if (run)
        run();
}

} // namespace primer
