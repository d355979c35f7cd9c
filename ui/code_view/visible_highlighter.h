// Owns: syntax colours for the part of a document that has been on screen, computed in short slices so that a huge
// file never holds up the window. Not here: grammars (KSyntaxHighlighting).
#pragma once

#include <memory>
#include <vector>

#include <QHash>
#include <QObject>
#include <QPalette>
#include <QTextLayout>
#include <QTimer>

#include <KSyntaxHighlighting/AbstractHighlighter>
#include <KSyntaxHighlighting/State>

class QTextDocument;

namespace KSyntaxHighlighting {
class Repository;
}

namespace primer {

/// Loading it takes some 50 ms: one is shared by every view of a program.
std::shared_ptr<KSyntaxHighlighting::Repository> sharedSyntaxRepository();

class VisibleHighlighter : public QObject, private KSyntaxHighlighting::AbstractHighlighter
{
    Q_OBJECT
    Q_INTERFACES(KSyntaxHighlighting::AbstractHighlighter)
public:
    VisibleHighlighter(std::shared_ptr<KSyntaxHighlighting::Repository> repository, QObject *parent);

    /// Starts anew for the document's present text. `language` as samples name it, `path` helps where that is not
    /// known. Colours that are too near the palette's paper, as those of remarks mostly are, are brought nearer to its
    /// text until they can be read.
    void start(QTextDocument *document, const QString &language, const QString &path, const QPalette &palette);
    /// Colours are wanted down to this block.
    void wantThrough(int block);
    int colouredBlocks() const { return m_next; }
    bool isActive() const { return m_isActive; }

protected:
    void applyFormat(int offset, int length, const KSyntaxHighlighting::Format &format) override;

private:
    void work();
    QColor readable(const QColor &colour);
    std::shared_ptr<KSyntaxHighlighting::Repository> m_repository;
    QTextDocument *m_document = nullptr;
    KSyntaxHighlighting::State m_state;
    QList<QTextLayout::FormatRange> m_ranges;
    QTimer m_timer;
    QPalette m_palette;
    QHash<QRgb, QColor> m_readable; ///< by the theme's colour
    int m_next = 0;
    int m_wanted = -1;
    bool m_isActive = false;
};

} // namespace primer
