#include "ui/code_view/visible_highlighter.h"

#include <algorithm>

#include <QElapsedTimer>
#include <QTextBlock>
#include <QTextDocument>

#include <KSyntaxHighlighting/Definition>
#include <KSyntaxHighlighting/Format>
#include <KSyntaxHighlighting/Repository>
#include <KSyntaxHighlighting/Theme>

#include "ui/widgets/palettes.h"

namespace primer {

namespace {

constexpr int sliceMs = 6;
constexpr int blocksAhead = 120;
constexpr int maxColouredLine = 4000; ///< characters; a minified line is not worth a stall

// Of the Web Content Accessibility Guidelines 2.2, 1.4.3 and 1.4.6.
constexpr double minContrast = 4.5, minInHighContrast = 7;
constexpr double mixStep = 0.05;

KSyntaxHighlighting::Definition definitionFor(const KSyntaxHighlighting::Repository &repository,
                                              const QString &language, const QString &path)
{
    const auto named = repository.definitionForName(language == QLatin1String("shell") ? QStringLiteral("Bash")
                                                                                       : language);
    if (named.isValid())
        return named;
    return repository.definitionForFileName(path);
}

} // namespace

std::shared_ptr<KSyntaxHighlighting::Repository> sharedSyntaxRepository()
{
    static std::weak_ptr<KSyntaxHighlighting::Repository> shared;
    auto repository = shared.lock();
    if (!repository) {
        repository = std::make_shared<KSyntaxHighlighting::Repository>();
        shared = repository;
    }
    return repository;
}

VisibleHighlighter::VisibleHighlighter(std::shared_ptr<KSyntaxHighlighting::Repository> repository, QObject *parent)
    : QObject(parent), m_repository(std::move(repository))
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(0);
    connect(&m_timer, &QTimer::timeout, this, &VisibleHighlighter::work);
}

void VisibleHighlighter::start(QTextDocument *document, const QString &language, const QString &path,
                               const QPalette &palette)
{
    m_palette = palette;
    m_readable.clear();
    m_document = document;
    m_state = {};
    m_next = 0;
    m_wanted = -1;
    const auto wanted = definitionFor(*m_repository, language, path);
    m_isActive = wanted.isValid();
    if (m_isActive) {
        setDefinition(wanted);
        setTheme(m_repository->defaultTheme(isDark(palette, QPalette::Base)
                                                ? KSyntaxHighlighting::Repository::DarkTheme
                                                : KSyntaxHighlighting::Repository::LightTheme));
    }
}

void VisibleHighlighter::wantThrough(int block)
{
    m_wanted = std::max(m_wanted, block + blocksAhead);
    if (m_isActive && m_next <= m_wanted && !m_timer.isActive())
        work(); // the first screen at once: a slice is shorter than a frame
}

QColor VisibleHighlighter::readable(const QColor &colour)
{
    const auto known = m_readable.constFind(colour.rgb());
    if (known != m_readable.constEnd())
        return *known;
    const QColor paper = m_palette.color(QPalette::Base), text = m_palette.color(QPalette::Text);
    const double wanted = isHighContrast(m_palette) ? minInHighContrast : minContrast;
    QColor shown = colour;
    for (double weight = mixStep; contrastOf(shown, paper) < wanted && weight < 1 + mixStep / 2; weight += mixStep)
        shown = mixedColour(colour, text, weight);
    return *m_readable.insert(colour.rgb(), shown);
}

void VisibleHighlighter::applyFormat(int offset, int length, const KSyntaxHighlighting::Format &format)
{
    if (length <= 0 || format.isDefaultTextStyle(theme()))
        return;
    QTextCharFormat shown;
    if (format.hasTextColor(theme()))
        shown.setForeground(readable(format.textColor(theme())));
    if (format.isBold(theme()))
        shown.setFontWeight(QFont::Bold);
    if (format.isItalic(theme()))
        shown.setFontItalic(true);
    m_ranges.append({offset, length, shown});
}

void VisibleHighlighter::work()
{
    QElapsedTimer clock;
    clock.start();
    QTextBlock block = m_document->findBlockByNumber(m_next);
    const int dirtyFrom = block.isValid() ? block.position() : 0;
    int dirtyTo = dirtyFrom;
    while (block.isValid() && m_next <= m_wanted && clock.elapsed() < sliceMs) {
        const QString text = block.text();
        m_ranges.clear();
        if (text.size() <= maxColouredLine) {
            m_state = highlightLine(text, m_state);
            block.layout()->setFormats(m_ranges);
        }
        dirtyTo = block.position() + block.length();
        ++m_next;
        block = block.next();
    }
    if (dirtyTo > dirtyFrom)
        m_document->markContentsDirty(dirtyFrom, dirtyTo - dirtyFrom);
    if (block.isValid() && m_next <= m_wanted)
        m_timer.start();
}

} // namespace primer
