#include "ui/synthesis_page/row_browser.h"

#include <algorithm>

#include <QFontDatabase>
#include <QHeaderView>
#include <QLabel>
#include <QPlainTextEdit>
#include <QSplitter>
#include <QTabWidget>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "core/jobs/background.h"
#include "ui/code_view/sample_view.h"
#include "ui/label_page/teacher_problem.h"
#include "ui/synthesis_page/synthesis_words.h"
#include "ui/widgets/human_text.h"

namespace primer {

namespace {

constexpr int positionRole = Qt::UserRole;
constexpr int narrowest = 560; ///< for rows and code side by side
constexpr int rowsWidth = 200, viewWidth = 600, stateColumn = 2;

QString stateOf(const SynthesisItem &item)
{
    if (item.verdict == SynthesisVerdict::Accepted)
        return RowBrowser::tr("accepted");
    if (item.verdict == SynthesisVerdict::Rejected)
        return RowBrowser::tr("rejected");
    return item.state == ItemState::Failed ? RowBrowser::tr("failed") : RowBrowser::tr("waiting");
}

} // namespace

RowBrowser::RowBrowser(WorkspaceSession &session, const QString &note, QWidget *parent)
    : QWidget(parent), m_session(session), m_note(note), m_splitter(new QSplitter(this)), m_rows(new QTreeWidget(this)),
      m_count(new QLabel(this)), m_facts(new QLabel(this)), m_tabs(new QTabWidget(this)), m_text(new SampleView(this)),
      m_before(new SampleView(this)), m_prompt(newPlainView(tr("Prompt of the row"))),
      m_reply(newPlainView(tr("Raw reply of the row")))
{
    makeLayout();
    connect(m_rows, &QTreeWidget::currentItemChanged, this, &RowBrowser::load);
    clear();
}

QPlainTextEdit *RowBrowser::newPlainView(const QString &name)
{
    auto *view = new QPlainTextEdit(this);
    view->setReadOnly(true);
    view->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    view->setTabChangesFocus(true);
    view->setAccessibleName(name);
    return view;
}

void RowBrowser::makeLayout()
{
    m_rows->setHeaderLabels({tr("Row"), tr("Name"), tr("State")});
    m_rows->setRootIsDecorated(false);
    m_rows->setUniformRowHeights(true);
    m_rows->setAccessibleName(tr("Rows of the run"));
    m_rows->header()->setStretchLastSection(false);
    m_rows->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_rows->header()->setSectionResizeMode(1, QHeaderView::Stretch);
    m_facts->setWordWrap(true);
    m_facts->setTextFormat(Qt::PlainText);
    m_facts->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_before->hide();
    auto *texts = new QSplitter(this);
    texts->addWidget(m_before);
    texts->addWidget(m_text);
    texts->setChildrenCollapsible(false);
    m_tabs->addTab(texts, tr("Text"));
    m_tabs->addTab(m_prompt, tr("Prompt"));
    m_tabs->addTab(m_reply, tr("Reply"));
    m_tabs->setDocumentMode(true);
    auto *list = new QWidget(this);
    auto *listLayout = new QVBoxLayout(list);
    listLayout->setContentsMargins(0, 0, 0, 0);
    listLayout->addWidget(m_rows, 1);
    listLayout->addWidget(m_count);
    auto *view = new QWidget(this);
    auto *viewLayout = new QVBoxLayout(view);
    viewLayout->setContentsMargins(0, 0, 0, 0);
    viewLayout->addWidget(m_facts);
    viewLayout->addWidget(m_tabs, 1);
    m_splitter->addWidget(list);
    m_splitter->addWidget(view);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({rowsWidth, viewWidth});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_splitter);
}

/// Beside the rows where code has room there, else beneath them.
void RowBrowser::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const auto wanted = width() < narrowest && height() > width() / 2 ? Qt::Vertical : Qt::Horizontal;
    if (m_splitter->orientation() == wanted)
        return;
    m_splitter->setOrientation(wanted);
    m_splitter->setSizes(wanted == Qt::Vertical ? QList<int>{1000, 3000} : QList<int>{rowsWidth, viewWidth});
}

void RowBrowser::clear()
{
    ++m_generation;
    ++m_rowGeneration;
    m_isShown = false;
    m_run.clear();
    m_rows->clear();
    m_count->clear();
    m_facts->clear();
    m_facts->hide();
    m_prompt->clear();
    m_reply->clear();
    m_before->hide();
    m_text->showNote(m_note);
}

void RowBrowser::show(const std::string &run, const RowKind &kind)
{
    if (m_run != run)
        clear();
    m_run = run;
    m_rows->setColumnHidden(stateColumn, kind.what != RowKind::What::Cell); // else all are alike
    const quint64 generation = ++m_generation;
    using Found = Result<std::shared_ptr<const FoundRows>>;
    inBackground(
        this,
        [workspace = m_session.workspace(), run, kind]() -> Found {
            auto found = PRIMER_TRY(findRows(workspace->store(), run, kind));
            return std::make_shared<const FoundRows>(std::move(found));
        },
        [this, generation](const Found &found) {
            if (generation != m_generation)
                return;
            if (found)
                fill(**found);
            else
                Q_EMIT failed(found.error());
        });
}

void RowBrowser::fill(const FoundRows &found)
{
    const QTreeWidgetItem *chosen = m_rows->currentItem();
    const qint64 before = chosen ? chosen->data(0, positionRole).toLongLong() : -1;
    const QSignalBlocker blocker(m_rows);
    m_rows->clear();
    QList<QTreeWidgetItem *> items;
    QTreeWidgetItem *current = nullptr;
    for (const SynthesisItem &row : found.items) {
        auto *item = new QTreeWidgetItem(
            {HumanText::count(row.position + 1), displayText(row.functionName).text, stateOf(row)});
        item->setData(0, positionRole, qlonglong(row.position));
        item->setTextAlignment(0, Qt::AlignRight | Qt::AlignVCenter);
        items.append(item);
        if (row.position == before)
            current = item;
    }
    m_rows->addTopLevelItems(items);
    m_count->setText(found.count > qint64(found.items.size())
                         ? tr("The first %1 of %2 rows")
                               .arg(HumanText::count(qint64(found.items.size())), HumanText::count(found.count))
                         : tr("%n row(s)", nullptr, int(found.count)));
    if (!current && !items.isEmpty())
        current = items.front();
    m_rows->setCurrentItem(current);
    // What is being read stays as it is while the run goes on.
    const bool isStill = m_isShown
                         && std::any_of(found.items.begin(), found.items.end(), [&](const SynthesisItem &row) {
                                return row.position == before && row.position == m_shown.position
                                       && row.verdict == m_shown.verdict && row.answer == m_shown.answer
                                       && row.state == m_shown.state;
                            });
    if (!isStill)
        load();
}

void RowBrowser::load()
{
    const QTreeWidgetItem *item = m_rows->currentItem();
    const quint64 generation = ++m_rowGeneration;
    m_isShown = false;
    if (!item) {
        m_facts->hide();
        m_prompt->clear();
        m_reply->clear();
        m_before->hide();
        m_text->showNote(m_note);
        return;
    }
    using Contents = Result<std::shared_ptr<const RowContents>>;
    inBackground(
        this,
        [workspace = m_session.workspace(), run = m_run,
         position = item->data(0, positionRole).toLongLong()]() -> Contents {
            auto contents = PRIMER_TRY(readRow(workspace->store(), run, position));
            return std::make_shared<const RowContents>(std::move(contents));
        },
        [this, generation](const Contents &contents) {
            if (generation != m_rowGeneration)
                return;
            if (contents)
                fillRow(**contents);
            else
                Q_EMIT failed(contents.error());
        });
}

QString RowBrowser::factsOf(const RowContents &contents) const
{
    const SynthesisItem &item = contents.item;
    QStringList lines;
    if (item.verdict == SynthesisVerdict::Rejected) {
        const QString detail = displayText(item.detail).text;
        const QString problem = SynthesisWords::ofProblem(item.problem);
        const QString words = problem.isEmpty() ? displayText(item.problem).text : problem;
        lines.append(detail.isEmpty() ? tr("Rejected: %1").arg(words) : tr("Rejected: %1 (%2)").arg(words, detail));
    } else if (item.state == ItemState::Failed) {
        const TeacherProblem problem = TeacherProblems::ofReason(QString::fromStdString(item.reason), contents.address,
                                                                 contents.model);
        lines.append(tr("Failed: %1").arg(problem.cause));
    }
    QStringList drawn;
    for (const auto &[axis, value] : contents.drawn)
        drawn.append(axis + QStringLiteral(": ") + value);
    lines.append(drawn.join(QStringLiteral(" · ")));
    return lines.join(QLatin1Char('\n'));
}

void RowBrowser::fillRow(const RowContents &contents)
{
    m_shown = contents.item;
    m_isShown = true;
    m_facts->setText(factsOf(contents));
    m_facts->show();
    m_prompt->setPlainText(contents.prompt);
    m_reply->setPlainText(contents.reply.text);
    const QString language = contents.isMarkdown ? QStringLiteral("markdown") : QStringLiteral("python");
    const QString path = contents.isMarkdown ? QStringLiteral("section.md") : QStringLiteral("exercise.py");
    m_before->setVisible(contents.isRewrite && !contents.before.text.isEmpty());
    if (m_before->isVisibleTo(this))
        m_before->showCode(contents.before, QStringLiteral("python"), QStringLiteral("before.py"));
    if (contents.item.verdict == SynthesisVerdict::Accepted)
        m_text->showCode(contents.text, language, path);
    else if (!contents.said.text.isEmpty()) // what was judged
        m_text->showCode(contents.said, language, path);
    else
        m_text->showNote(contents.item.state == ItemState::Failed ? tr("No reply came.")
                                                                  : tr("This row has not been asked yet."));
}

} // namespace primer
