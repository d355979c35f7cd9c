#include "ui/quality_page/quality_gap.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/widgets/human_text.h"

namespace primer {

namespace {

constexpr std::int64_t minLabels = 100; ///< below that a forest learns little
constexpr int textWidth = 640;          ///< pixels; lines of words that are wider are not read

std::int64_t labelsOf(const QualityLists &lists)
{
    std::int64_t labels = lists.judged;
    for (const auto &[teacher, count] : lists.teachers)
        labels += count;
    return labels;
}

} // namespace

QualityGap::QualityGap(WorkspaceSession &session, QWidget *parent)
    : QWidget(parent), m_session(session), m_title(new QLabel(this)), m_text(new QLabel(this)),
      m_button(new QPushButton(this)), m_other(new QPushButton(tr("Label 3,000 files by rules and score all"), this))
{
    QFont large = m_title->font();
    large.setPointSizeF(large.pointSizeF() * 1.4);
    m_title->setFont(large);
    for (QLabel *label : {m_title, m_text}) {
        label->setTextFormat(Qt::PlainText);
        label->setAlignment(Qt::AlignCenter);
        label->setWordWrap(true);
    }
    // The labels take the column's width and the height that their lines need; an alignment would give them less.
    auto *column = new QWidget(this);
    column->setMaximumWidth(textWidth);
    auto *layout = new QVBoxLayout(column);
    layout->addStretch();
    layout->addWidget(m_title);
    layout->addWidget(m_text);
    layout->addSpacing(12);
    for (QPushButton *button : {m_button, m_other}) {
        button->setAutoDefault(false);
        layout->addWidget(button, 0, Qt::AlignHCenter);
    }
    layout->addStretch();
    auto *middle = new QHBoxLayout(this);
    middle->addStretch(1);
    middle->addWidget(column, 8);
    middle->addStretch(1);
    connect(m_button, &QPushButton::clicked, this, &QualityGap::act);
    connect(m_other, &QPushButton::clicked, this, &QualityGap::startWanted);
}

std::int64_t QualityGap::forest() const
{
    const QualityLists &lists = m_session.cut().lists();
    return lists.scored != 0 || lists.forests.empty() ? lists.scored : lists.forests.back().id;
}

QualityGap::Kind QualityGap::look() const
{
    const QualityLists &lists = m_session.cut().lists();
    if (!m_session.areCountsKnown() || !m_session.cut().areListsRead())
        return Kind::Unknown;
    if (m_session.counts().samples == 0)
        return Kind::NoSamples;
    if (lists.scored == 0 && lists.forests.empty())
        return labelsOf(lists) >= minLabels && !lists.embeddings.empty() ? Kind::NoForest : Kind::NoLabels;
    if (lists.scored == 0)
        return Kind::NotScored;
    const auto &view = m_session.cut().view();
    if (!view)
        return Kind::None;
    if (view->baseSize() == 0)
        return Kind::EmptySet;
    return view->setSize() > 0 && view->withoutScore() == view->setSize() ? Kind::NoneScored : Kind::None;
}

void QualityGap::refresh()
{
    const bool wasUnknown = m_kind == Kind::Unknown;
    m_kind = look();
    showTexts();
    m_button->setVisible(m_kind != Kind::Unknown);
    const bool canWrite = !m_session.workspace()->isReadOnly() || m_kind == Kind::EmptySet;
    m_button->setEnabled(canWrite && !m_isBusy);
    m_other->setEnabled(canWrite && !m_isBusy);
    m_other->setVisible(m_kind == Kind::NoForest);
    m_button->setToolTip(canWrite ? QString() : tr("This workspace can only be read"));
    if (wasUnknown && hasFocus())
        giveFocus();
}

/// What is missing is filled by the next press.
void QualityGap::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    giveFocus();
}

/// Nothing before it is known what a press would do.
void QualityGap::giveFocus()
{
    if (m_kind != Kind::Unknown)
        m_button->setFocus();
}

void QualityGap::setBusy(bool isBusy)
{
    m_isBusy = isBusy;
    refresh();
}

void QualityGap::showTexts()
{
    const QualityLists &lists = m_session.cut().lists();
    const auto show = [this](const QString &title, const QString &text, const QString &action) {
        m_title->setText(title);
        m_text->setText(text);
        m_button->setText(action);
    };
    const QString number = QString::number(forest());
    switch (m_kind) {
    case Kind::Unknown: show({}, {}, {}); return;
    case Kind::None: return;
    case Kind::NoSamples:
        show(tr("There is no code here yet"),
             tr("Import some: then labels, a forest and its scores say what is worth keeping."), tr("Import files…"));
        return;
    case Kind::NoLabels:
        show(tr("No sample has a score yet"),
             tr("Scores come from a random forest that learns from labels: a few thousand labelled samples are enough "
                "to score all of them. The quickest way needs no key: rules label 3,000 files, hashed features "
                "describe every file, and a forest scores them all. Labels by a model (Label page) can replace them "
                "at any time."),
             tr("Label 3,000 files by rules and score all"));
        return;
    case Kind::NoForest:
        show(tr("No sample has a score yet"),
             tr("There are %1 labels to learn from. A forest that is fitted on them scores all samples.")
                 .arg(HumanText::count(labelsOf(lists))),
             tr("Fit a forest…"));
        return;
    case Kind::NotScored:
        show(tr("No sample has a score yet"), tr("Forest %1 is fitted, but its scores are not loaded.").arg(number),
             tr("Score all samples by forest %1").arg(number));
        return;
    case Kind::EmptySet:
        show(tr("The current set is empty"),
             tr("Nothing fits all of its parts, which stand above this page. Each can be switched off or removed "
                "there."),
             tr("Show all samples"));
        return;
    case Kind::NoneScored:
        show(tr("No sample of the current set has a score"),
             tr("Its %1 samples came after forest %2 had scored, or have no vectors yet.")
                 .arg(HumanText::count(m_session.cut().view()->baseSize()), number),
             tr("Score all samples by forest %1").arg(number));
        return;
    }
}

void QualityGap::act()
{
    switch (m_kind) {
    case Kind::Unknown:
    case Kind::None: return;
    case Kind::NoSamples: Q_EMIT importWanted(); return;
    case Kind::NoLabels: Q_EMIT startWanted(); return;
    case Kind::NoForest: Q_EMIT fitWanted(); return;
    case Kind::NotScored:
    case Kind::NoneScored: Q_EMIT scoreWanted(forest()); return;
    case Kind::EmptySet: {
        SampleSet all = m_session.set().value();
        all.parts.clear();
        m_session.set().change(all);
        return;
    }
    }
}

} // namespace primer
