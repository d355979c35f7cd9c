// Owns: a question and its answers as a thread to read. All foreign text goes in as plain text.
// Not here: their order (storage keeps question, accepted, then by score).
#pragma once

#include <QList>
#include <QTextCursor>
#include <QTextEdit>

#include "core/dataset/sample.h"

namespace primer {

class ThreadView : public QTextEdit
{
    Q_OBJECT
public:
    explicit ThreadView(QWidget *parent = nullptr);
    void setThread(const std::vector<ThreadPost> &posts);
    /// As CodeView's.
    int markHits(const QString &pattern, bool isRegex, bool ignoreCase, bool goesThere = true);
    void goToHit(int step);

Q_SIGNALS:
    void currentHitChanged(int place, int count);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void showHits();

    QList<QTextCursor> m_hits;
    int m_currentHit = -1;
};

} // namespace primer
