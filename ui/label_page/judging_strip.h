// Owns: the six large keys 0 to 5, the rubric line, the note and the progress, as the queue has them.
// Not here: which sample; storing.
#pragma once

#include <QWidget>

#include "ui/session/judging_queue.h"

class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;

namespace primer {

class JudgingStrip : public QWidget
{
    Q_OBJECT
public:
    explicit JudgingStrip(JudgingQueue &queue, QWidget *parent = nullptr);

    void setNote(const QString &note);
    QString note() const;
    QLineEdit *noteInput() const { return m_note; }
    /// The value given before, or -1.
    void setGiven(int value);
    void toggleRubric();
    static QString rubricLine(int value);

Q_SIGNALS:
    void valueGiven(int value);
    void skipped();
    void discarded();
    void undoRequested();
    void noteEdited(const QString &note);

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    void makeKeys();
    void makeLayout();
    void showProgress();
    void showReady();

    JudgingQueue &m_queue;
    QList<QPushButton *> m_values;
    QPushButton *m_skip;
    QPushButton *m_discard;
    QPushButton *m_undo;
    QLabel *m_rubric;
    QLabel *m_fullRubric;
    QLineEdit *m_note;
    QProgressBar *m_progress;
};

} // namespace primer
