#include "ui/main_window/keys_dialog.h"

#include <algorithm>
#include <QAction>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

#include "ui/widgets/dialog_size.h"
#include "ui/widgets/keyed_action.h"

namespace primer {

namespace {

QString areaOf(const QString &id)
{
    if (id.startsWith(QLatin1String("browse.")))
        return KeysDialog::tr("Browse");
    if (id.startsWith(QLatin1String("label.")))
        return KeysDialog::tr("Label");
    return KeysDialog::tr("Everywhere");
}

} // namespace

KeysDialog::KeysDialog(const QList<QAction *> &actions, AppSettings &settings, QWidget *parent)
    : QDialog(parent), m_actions(actions), m_settings(settings), m_table(new QTableWidget(this)),
      m_conflict(new QLabel(this))
{
    setWindowTitle(tr("Keys"));
    resizeWithin(*this, {640, 640});
    m_table->setColumnCount(3);
    m_table->setHorizontalHeaderLabels({tr("Where"), tr("What"), tr("Key")});
    m_table->horizontalHeader()->setSectionResizeMode(1, QHeaderView::Stretch);
    m_table->verticalHeader()->hide();
    m_table->setSelectionMode(QAbstractItemView::NoSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setAccessibleName(tr("Keys"));
    auto *intro = new QLabel(tr("Click a key to change it. Changes take effect at once."), this);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close | QDialogButtonBox::RestoreDefaults, this);
    buttons->button(QDialogButtonBox::Close)->setText(tr("Close"));
    buttons->button(QDialogButtonBox::RestoreDefaults)->setText(tr("Restore defaults"));
    buttons->button(QDialogButtonBox::Close)->setDefault(true);
    buttons->button(QDialogButtonBox::RestoreDefaults)->setAutoDefault(false); // Return must not do that
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(buttons->button(QDialogButtonBox::RestoreDefaults), &QPushButton::clicked, this, [this] {
        m_settings.resetKeys();
        fill();
    });
    m_conflict->setWordWrap(true);
    m_conflict->setAccessibleName(tr("Conflict of keys"));
    m_conflict->setMinimumHeight(2 * fontMetrics().lineSpacing()); // the table stays where it is
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(intro);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_conflict);
    layout->addWidget(buttons);
    std::sort(m_actions.begin(), m_actions.end(),
              [](const QAction *left, const QAction *right) { return keyedActionId(left) < keyedActionId(right); });
    fill();
}

void KeysDialog::fill()
{
    m_table->setRowCount(int(m_actions.size()));
    for (int row = 0; row < m_actions.size(); ++row) {
        QAction *action = m_actions.at(row);
        const QString id = keyedActionId(action);
        m_table->setItem(row, 0, new QTableWidgetItem(areaOf(id)));
        m_table->setItem(row, 1, new QTableWidgetItem(action->text()));
        auto *edit = new QKeySequenceEdit(action->shortcut(), m_table);
        edit->setAccessibleName(tr("Key for: %1").arg(action->text()));
        connect(edit, &QKeySequenceEdit::editingFinished, this,
                [this, edit, action] { choose(action, edit->keySequence()); });
        m_table->setCellWidget(row, 2, edit);
    }
    m_table->resizeColumnToContents(0);
    m_table->setColumnWidth(2, 160);
}

void KeysDialog::choose(QAction *action, const QKeySequence &key)
{
    if (key == action->shortcut())
        return;
    m_conflict->clear();
    disconnect(m_conflict, nullptr, this, nullptr);
    if (QAction *other = keyConflict(m_actions, action, key)) {
        tellConflict(action, other, key);
        fill(); // the key that holds is shown again
        return;
    }
    m_settings.setKey(keyedActionId(action), key);
}

void KeysDialog::tellConflict(QAction *action, QAction *other, const QKeySequence &key)
{
    const QString name = key.toString(QKeySequence::NativeText).toHtmlEscaped();
    m_conflict->setText(
        tr("%1 is the key of “%2” (%3): with both, neither would work. "
           "<a href=\"take\">Use it for “%4” instead</a>")
            .arg(name, other->text().toHtmlEscaped(), areaOf(keyedActionId(other)), action->text().toHtmlEscaped()));
    connect(m_conflict, &QLabel::linkActivated, this, [this, action, other, key] {
        m_settings.setKey(keyedActionId(other), {});
        choose(action, key);
        fill();
    });
}

} // namespace primer
