// Owns: reading one file: line numbers, folding, search in file with marks, colours of what is visible.
// Not here: editing; which file.
#pragma once

#include <QPlainTextEdit>
#include <QVector>

namespace primer {

class VisibleHighlighter;

class CodeView : public QPlainTextEdit
{
    Q_OBJECT
public:
    explicit CodeView(QWidget *parent = nullptr);

    /// `text` as displayText made it.
    void setCode(const QString &text, const QString &language, const QString &path);
    static constexpr int maxHits = 10'000;
    /// Marks every place; the first is scrolled to when `goesThere`. An empty pattern takes the marks away. Returns how
    /// many (at most maxHits are counted).
    int markHits(const QString &pattern, bool isRegex, bool ignoreCase, bool goesThere = true);
    int hitCount() const { return int(m_hits.size()); }
    /// The last expression was too costly: there may be more places than are marked.
    bool gaveUp() const { return m_gaveUp; }
    void goToHit(int step); ///< +1 next, -1 previous

    /// From 0: the first visible one, or where a jump puts its line.
    int readLine() const;
    /// From 0; it becomes the first visible one, or nearly so.
    void goToLine(int line);
    void toggleFold(int blockNumber);
    void foldAll();
    void unfoldAll();
    bool isFoldable(int blockNumber) const;
    bool isFolded(int blockNumber) const;
    const VisibleHighlighter *highlighter() const { return m_highlighter; }

Q_SIGNALS:
    void currentHitChanged(int place, int count);
    void readLineChanged(int line);
    void menuWanted(const QPoint &globalPlace);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    friend class CodeGutter;
    friend class HitRuler;
    void paintGutter(QPaintEvent *event);
    void clickGutter(int y);
    void paintRuler(QPaintEvent *event);
    int gutterWidth() const;
    int lastBlockOfFold(int blockNumber) const;
    void updateGeometryOfSides();
    void restartHighlighter();
    void showHits();
    void tellReadLine();

    VisibleHighlighter *m_highlighter;
    QWidget *m_gutter;
    QWidget *m_ruler;
    QString m_language;
    QString m_path;
    struct Hit {
        int position;
        int length;
    };
    QVector<Hit> m_hits;
    int m_currentHit = -1;
    bool m_gaveUp = false;
    int m_readLine = 0; ///< as it was told
};

} // namespace primer
