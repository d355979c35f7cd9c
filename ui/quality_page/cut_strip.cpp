#include "ui/quality_page/cut_strip.h"

#include <algorithm>

#include <QGridLayout>
#include <QLabel>
#include <QLocale>
#include <QToolButton>

#include "core/jobs/background.h"
#include "core/storage/sample_store.h"
#include "ui/code_view/code_view.h"
#include "ui/code_view/display_text.h"
#include "ui/widgets/human_text.h"

namespace primer {

namespace {

constexpr int restMs = 120;
constexpr int maxColumns = 3, cardRows = 2;
constexpr int minCardCharacters = 22; ///< of a card's width
constexpr std::size_t shownBytes = 6000;
constexpr int frameMargin = 4, minPathWidth = 60;

struct Loaded {
    SampleRow row;
    DisplayText text;
};
using LoadedCards = Result<std::shared_ptr<std::vector<Loaded>>>;

LoadedCards loadCards(Workspace &workspace, const std::vector<QualityView::Scored> &samples)
{
    auto reader = PRIMER_TRY(workspace.store().reader());
    auto cards = std::make_shared<std::vector<Loaded>>();
    for (const QualityView::Scored &scored : samples) {
        const auto rows = fetchRows(*reader, {&scored.sample, 1});
        const auto content = fetchContent(*reader, scored.sample);
        if (!rows)
            return rows.error();
        if (!content)
            return content.error();
        if (!rows->empty())
            cards->push_back({rows->front(), displayText(std::string_view(*content).substr(0, shownBytes))});
    }
    return cards;
}

} // namespace

CutStrip::CutStrip(WorkspaceSession &session, const QString &title, QWidget *parent)
    : QWidget(parent), m_session(session), m_title(new QLabel(title, this)), m_grid(new QGridLayout(this))
{
    QFont bold = font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setSpacing(4);
    m_grid->addWidget(m_title, 0, 0, 1, maxColumns);
    for (int number = 0; number < cards; ++number)
        makeCard();
    fitCards();
    m_rest.setSingleShot(true);
    m_rest.setInterval(restMs);
    connect(&m_rest, &QTimer::timeout, this, &CutStrip::load);
}

void CutStrip::makeCard()
{
    Card card{new QFrame(this), nullptr, nullptr, nullptr, nullptr, 0, {}};
    static_cast<QFrame *>(card.frame)->setFrameShape(QFrame::StyledPanel);
    card.path = new QLabel(card.frame);
    card.path->setTextFormat(Qt::PlainText);
    card.path->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    card.score = new QLabel(card.frame);
    card.score->setTextFormat(Qt::PlainText);
    card.open = new QToolButton(card.frame);
    card.open->setText(tr("Open"));
    card.open->setAutoRaise(true);
    card.code = new CodeView(card.frame);
    card.code->setLineWrapMode(QPlainTextEdit::NoWrap);
    card.code->setFrameShape(QFrame::NoFrame);
    card.code->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    card.code->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff); // the wheel and the keys still scroll
    card.code->setMinimumHeight(6 * fontMetrics().height());
    QFont small = card.code->font();
    small.setPointSizeF(small.pointSizeF() * 0.85);
    card.code->setFont(small);
    auto *layout = new QGridLayout(card.frame);
    layout->setContentsMargins(6, 2, 2, 2);
    layout->setSpacing(2);
    layout->addWidget(card.path, 0, 0);
    layout->addWidget(card.open, 0, 1, 2, 1);
    layout->addWidget(card.score, 1, 0);
    layout->addWidget(card.code, 2, 0, 1, 2);
    layout->setColumnStretch(0, 1);
    card.frame->hide();
    const std::size_t number = m_cards.size();
    connect(card.open, &QToolButton::clicked, this, [this, number] { Q_EMIT opened(m_cards[number].sample); });
    m_cards.push_back(card);
}

QSize CutStrip::minimumSizeHint() const
{
    return {minCardCharacters * fontMetrics().averageCharWidth(), QWidget::minimumSizeHint().height()};
}

void CutStrip::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitCards();
}

/// As many side by side as can be read; the nearest to the cut are the first.
void CutStrip::fitCards()
{
    const int columns = std::clamp(width() / (minCardCharacters * fontMetrics().averageCharWidth()), 1, maxColumns);
    if (columns != m_columns) {
        for (std::size_t number = 0; number < m_cards.size(); ++number) {
            m_grid->removeWidget(m_cards[number].frame);
            m_grid->addWidget(m_cards[number].frame, 1 + int(number) / columns, int(number) % columns);
        }
        for (int column = 0; column < maxColumns; ++column)
            m_grid->setColumnStretch(column, column < columns ? 1 : 0);
        m_columns = columns;
    }
    const int cardWidth = width() / columns;
    for (std::size_t number = 0; number < m_cards.size(); ++number) {
        Card &card = m_cards[number];
        card.frame->setVisible(card.sample != 0 && int(number) < columns * cardRows);
        const int room = cardWidth - card.open->sizeHint().width() - 4 * frameMargin;
        card.path->setText(
            card.path->fontMetrics().elidedText(card.wholePath, Qt::ElideLeft, std::max(room, minPathWidth)));
    }
}

void CutStrip::setSamples(const std::vector<QualityView::Scored> &samples)
{
    m_samples = samples;
    m_rest.start();
}

std::vector<SampleId> CutStrip::shown() const
{
    std::vector<SampleId> ids;
    for (const Card &card : m_cards) {
        if (card.frame->isVisibleTo(this))
            ids.push_back(card.sample);
    }
    return ids;
}

void CutStrip::load()
{
    const quint64 generation = ++m_generation;
    inBackground(
        this, [workspace = m_session.workspace(), samples = m_samples] { return loadCards(*workspace, samples); },
        [this, generation](const LoadedCards &loaded) {
            if (generation != m_generation)
                return;
            if (!loaded) {
                m_session.tell(loaded.error());
                return;
            }
            for (std::size_t number = 0; number < m_cards.size(); ++number) {
                Card &card = m_cards[number];
                card.sample = 0;
                if (number >= (*loaded)->size())
                    continue;
                const Loaded &one = (**loaded)[number];
                card.sample = one.row.id;
                const QString path = displayText(one.row.path).text;
                card.path->setToolTip(QStringLiteral("<qt>") + path.toHtmlEscaped() + QStringLiteral("</qt>"));
                QString score = one.row.quality ? QLocale().toString(*one.row.quality, 'f', 3) : QString();
                if (one.row.teacherValue)
                    score += tr(" · label %1").arg(QLocale().toString(*one.row.teacherValue));
                card.score->setText(score);
                card.wholePath = path;
                card.open->setAccessibleName(tr("Open %1").arg(path));
                card.code->setAccessibleName(path);
                card.code->setCode(one.text.text, QString::fromStdString(one.row.language), path);
            }
            fitCards();
        });
}

} // namespace primer
