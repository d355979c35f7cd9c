#include "ui/label_page/judging_strip.h"

#include <algorithm>
#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/widgets/themed_icon.h"

namespace primer {

namespace {
constexpr int values = 6;
constexpr int keyHeight = 44;
} // namespace

QString JudgingStrip::rubricLine(int value)
{
    switch (value) {
    case 0: return tr("0 · Nothing to learn: data, generated or broken code.");
    case 1: return tr("1 · Hardly anything: boilerplate, configuration, no logic of its own.");
    case 2: return tr("2 · A little: there is logic, but undocumented or tangled with its surroundings.");
    case 3: return tr("3 · Useful: stands on its own and can be followed with some effort.");
    case 4: return tr("4 · Good: clear, documented, teaches a basic concept directly.");
    case 5: return tr("5 · Textbook: complete, explained, a beginner learns from reading it.");
    default: return {};
    }
}

JudgingStrip::JudgingStrip(JudgingQueue &queue, QWidget *parent)
    : QWidget(parent), m_queue(queue), m_skip(new QPushButton(tr("Skip"), this)),
      m_discard(new QPushButton(tr("Discard"), this)), m_undo(new QPushButton(tr("Undo"), this)),
      m_rubric(new QLabel(this)), m_fullRubric(new QLabel(this)), m_note(new QLineEdit(this)),
      m_progress(new QProgressBar(this))
{
    makeKeys();
    makeLayout();
    connect(m_skip, &QPushButton::clicked, this, &JudgingStrip::skipped);
    connect(m_discard, &QPushButton::clicked, this, &JudgingStrip::discarded);
    connect(m_undo, &QPushButton::clicked, this, &JudgingStrip::undoRequested);
    connect(m_note, &QLineEdit::textEdited, this, &JudgingStrip::noteEdited);
    connect(m_note, &QLineEdit::returnPressed, this, [this] { parentWidget()->setFocus(); });
    m_note->installEventFilter(this);
    connect(&queue, &JudgingQueue::readyChanged, this, &JudgingStrip::showReady);
    connect(&queue, &JudgingQueue::progressChanged, this, &JudgingStrip::showProgress);
    showReady();
    showProgress();
}

void JudgingStrip::makeKeys()
{
    for (int value = 0; value < values; ++value) {
        auto *key = new QPushButton(QString::number(value), this);
        key->setFixedSize(40, keyHeight);
        QFont large = key->font();
        large.setPointSizeF(large.pointSizeF() * 1.5);
        key->setFont(large);
        key->setCheckable(true);
        key->setAutoDefault(false);
        key->setAccessibleName(tr("Educational value %1").arg(value));
        key->setAccessibleDescription(rubricLine(value));
        key->installEventFilter(this);
        connect(key, &QPushButton::clicked, this, [this, value] { Q_EMIT valueGiven(value); });
        m_values.append(key);
    }
    m_skip->setIcon(themedIcon(QStringLiteral("skip")));
    m_discard->setIcon(themedIcon(QStringLiteral("discard")));
    m_undo->setIcon(themedIcon(QStringLiteral("undo")));
    for (QPushButton *button : {m_skip, m_discard, m_undo}) {
        button->setMinimumHeight(keyHeight);
        button->setAutoDefault(false);
    }
}

void JudgingStrip::makeLayout()
{
    m_note->setPlaceholderText(tr("Note (kept as a draft until you judge)"));
    m_note->setAccessibleName(tr("Note"));
    m_progress->setFixedWidth(140);
    m_progress->setTextVisible(true);
    m_progress->setAccessibleName(tr("Progress of the queue"));
    m_rubric->setTextFormat(Qt::PlainText);
    m_rubric->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // a small screen cuts it, not the page
    m_rubric->setText(tr("How much does a student who learns basic coding concepts get from this file?"));
    QStringList lines;
    for (int value = 0; value < values; ++value)
        lines.append(rubricLine(value));
    m_fullRubric->setTextFormat(Qt::PlainText);
    m_fullRubric->setText(lines.join(QLatin1Char('\n')));
    m_fullRubric->hide();
    auto *keys = new QHBoxLayout;
    keys->setSpacing(6);
    for (QPushButton *key : m_values)
        keys->addWidget(key);
    for (QPushButton *button : {m_skip, m_discard, m_undo})
        keys->addWidget(button);
    keys->addWidget(m_note, 1);
    auto *question = new QHBoxLayout;
    question->addWidget(m_rubric, 1);
    question->addWidget(m_progress);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 6, 0, 8);
    layout->setSpacing(4);
    layout->addWidget(m_fullRubric);
    layout->addLayout(question);
    layout->addLayout(keys);
}

bool JudgingStrip::eventFilter(QObject *object, QEvent *event)
{
    if (object == m_note && event->type() == QEvent::KeyPress
        && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
        parentWidget()->setFocus();
        return true;
    }
    if (event->type() == QEvent::Enter || event->type() == QEvent::FocusIn) {
        const int value = int(m_values.indexOf(qobject_cast<QPushButton *>(object)));
        if (value >= 0)
            m_rubric->setText(rubricLine(value));
    }
    return QWidget::eventFilter(object, event);
}

void JudgingStrip::setNote(const QString &note) { m_note->setText(note); }
QString JudgingStrip::note() const { return m_note->text(); }

void JudgingStrip::showProgress()
{
    const JudgingQueue::Progress progress = m_queue.progress();
    m_progress->setRange(0, std::max(1, progress.total));
    m_progress->setValue(progress.done);
    m_progress->setFormat(QStringLiteral("%1/%2").arg(progress.done).arg(progress.total));
}

void JudgingStrip::showReady()
{
    for (QPushButton *key : m_values)
        key->setEnabled(m_queue.isReady());
    m_skip->setEnabled(m_queue.isReady());
    m_discard->setEnabled(m_queue.isReady());
}

void JudgingStrip::setGiven(int value)
{
    for (int place = 0; place < m_values.size(); ++place)
        m_values.at(place)->setChecked(place == value);
}

void JudgingStrip::toggleRubric() { m_fullRubric->setVisible(m_fullRubric->isHidden()); }

} // namespace primer
