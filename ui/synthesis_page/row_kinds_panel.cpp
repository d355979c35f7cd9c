#include "ui/synthesis_page/row_kinds_panel.h"

#include <QHeaderView>
#include <QPushButton>
#include <QSplitter>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "core/jobs/background.h"
#include "ui/label_page/teacher_problem.h"
#include "ui/synthesis_page/row_browser.h"
#include "ui/synthesis_page/synthesis_summary.h"
#include "ui/synthesis_page/synthesis_words.h"
#include "ui/widgets/human_text.h"
#include "ui/widgets/themed_icon.h"

namespace primer {

namespace {

constexpr int whatRole = Qt::UserRole, reasonRole = Qt::UserRole + 1;
constexpr int kindsWidth = 210, browserWidth = 800;
constexpr std::size_t noExamples = 0; ///< the list of rows shows them

} // namespace

RowKindsPanel::RowKindsPanel(WorkspaceSession &session, QWidget *parent)
    : QWidget(parent), m_session(session), m_kinds(new QTreeWidget(this)),
      m_retry(new QPushButton(themedIcon(QStringLiteral("retry")), tr("Ask again"), this)),
      m_browser(new RowBrowser(session, tr("Choose a row to see its text."), this))
{
    makeLayout();
    connect(m_kinds, &QTreeWidget::currentItemChanged, this, &RowKindsPanel::choose);
    connect(m_browser, &RowBrowser::failed, this, &RowKindsPanel::failed);
    connect(m_retry, &QPushButton::clicked, this, [this] {
        const RowKind kind = chosenKind();
        Q_EMIT retryWanted(kind.reason, kind.what == RowKind::What::Rejected);
    });
}

void RowKindsPanel::makeLayout()
{
    m_kinds->setHeaderLabels({tr("What became of it"), tr("Rows")});
    m_kinds->setRootIsDecorated(false);
    m_kinds->setUniformRowHeights(true);
    m_kinds->setAccessibleName(tr("What became of the rows"));
    m_kinds->header()->setStretchLastSection(false);
    m_kinds->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_kinds->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    auto *left = new QWidget(this);
    auto *leftLayout = new QVBoxLayout(left);
    leftLayout->setContentsMargins(0, 0, 0, 0);
    leftLayout->addWidget(m_kinds, 1);
    leftLayout->addWidget(m_retry, 0, Qt::AlignLeft);
    auto *splitter = new QSplitter(this);
    splitter->addWidget(left);
    splitter->addWidget(m_browser);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({kindsWidth, browserWidth});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 4, 0, 0);
    layout->addWidget(splitter);
    showButtons();
}

void RowKindsPanel::clear()
{
    ++m_generation;
    m_run = {};
    m_kinds->clear();
    m_browser->clear();
    showButtons();
}

void RowKindsPanel::setBusy(bool isBusy)
{
    m_isBusy = isBusy;
    showButtons();
}

void RowKindsPanel::show(const SynthesisRun &run)
{
    if (run.name != m_run.name)
        clear();
    m_run = run;
    const quint64 generation = ++m_generation;
    using Kinds = Result<std::shared_ptr<const std::vector<RejectedKind>>>;
    inBackground(
        this,
        [workspace = m_session.workspace(), name = run.name]() -> Kinds {
            auto kinds = PRIMER_TRY(rejectedKinds(workspace->store(), name, noExamples));
            return std::make_shared<const std::vector<RejectedKind>>(std::move(kinds));
        },
        [this, generation](const Kinds &kinds) {
            if (generation != m_generation)
                return;
            if (kinds)
                fill(**kinds);
            else
                Q_EMIT failed(kinds.error());
        });
}

QTreeWidgetItem *RowKindsPanel::add(const QString &name, std::int64_t count, int what, const std::string &reason)
{
    auto *item = new QTreeWidgetItem(m_kinds, {name, HumanText::count(count)});
    item->setToolTip(0, name);
    item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
    item->setData(0, whatRole, what);
    item->setData(0, reasonRole, QString::fromStdString(reason));
    return item;
}

void RowKindsPanel::fill(const std::vector<RejectedKind> &rejected)
{
    const RowKind before = chosenKind();
    {
        const QSignalBlocker blocker(m_kinds);
        m_kinds->clear();
        add(tr("Accepted"), m_run.accepted, int(RowKind::What::Accepted), {});
        for (const RejectedKind &kind : rejected) {
            const QString problem = SynthesisWords::ofProblem(kind.reason);
            const QString words = !problem.isEmpty() ? problem
                                  : kind.isFailed    ? TeacherProblems::ofReason(QString::fromStdString(kind.reason),
                                                                                 SynthesisSummary::address(m_run),
                                                                                 SynthesisSummary::model(m_run))
                                                        .cause
                                                  : displayText(kind.reason).text;
            add(kind.isFailed ? tr("Failed: %1").arg(words) : words, kind.count,
                int(kind.isFailed ? RowKind::What::Failed : RowKind::What::Rejected), kind.reason);
        }
        add(tr("Waiting"), m_run.waiting, int(RowKind::What::Waiting), {});
        QTreeWidgetItem *chosen = m_kinds->topLevelItem(0);
        for (int row = 0; row < m_kinds->topLevelItemCount(); ++row) {
            QTreeWidgetItem *item = m_kinds->topLevelItem(row);
            if (item->data(0, whatRole).toInt() == int(before.what)
                && item->data(0, reasonRole).toString().toStdString() == before.reason)
                chosen = item;
        }
        m_kinds->setCurrentItem(chosen);
    }
    choose();
}

RowKind RowKindsPanel::chosenKind() const
{
    RowKind kind;
    if (const QTreeWidgetItem *item = m_kinds->currentItem()) {
        kind.what = RowKind::What(item->data(0, whatRole).toInt());
        kind.reason = item->data(0, reasonRole).toString().toStdString();
    }
    return kind;
}

void RowKindsPanel::choose()
{
    showButtons();
    if (m_run.id > 0 && m_kinds->currentItem())
        m_browser->show(m_run.name, chosenKind());
}

void RowKindsPanel::showButtons()
{
    const RowKind kind = chosenKind();
    const bool isRejected = kind.what == RowKind::What::Rejected, isFailed = kind.what == RowKind::What::Failed;
    const bool isGrammar = m_run.kind == "grammar";
    m_retry->setEnabled((isRejected || isFailed) && !isGrammar && !m_isBusy && !m_session.workspace()->isReadOnly());
    m_retry->setToolTip(isGrammar    ? tr("grammar-1 would write the same texts again.")
                        : isRejected ? tr("Rows of this reason are asked again, and paid again.")
                                     : tr("Rows of this reason are asked again."));
}

} // namespace primer
