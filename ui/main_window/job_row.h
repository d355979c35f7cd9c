// Owns: one line of the panel of jobs: title, state, progress, rate, what can be done, and its log underneath.
// Not here: the words (job_texts.h), jobs and trainings themselves.
#pragma once

#include <vector>

#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QProgressBar;
class QToolButton;

namespace primer {

class RateLine;

/// What a row shows; a job and a training run are shown alike.
struct JobRowView {
    QString title;
    QString state;
    QString facts;
    static constexpr int endless = 1001;
    int permille = -1; ///< -1: no bar; `endless`: a bar without an end
    std::vector<double> rates;
    QStringList log;
    bool isProblem = false;
    bool hasPlace = true; ///< it can be shown where its result is
    QString goOn;         ///< "" when it cannot
    QString cancel;       ///< "" when it cannot
    QString remedy;       ///< "" when there is none

    bool operator==(const JobRowView &) const = default;
};

class JobRow : public QWidget
{
    Q_OBJECT
public:
    explicit JobRow(QWidget *parent = nullptr);
    void show(const JobRowView &view);

Q_SIGNALS:
    void cancelClicked();
    void goOnClicked();
    void showMeClicked();
    void remedyClicked();

private:
    QToolButton *addButton(const QString &name, const QString &text, void (JobRow::*signal)());
    static void setButton(QToolButton *button, const QString &text, const QString &title);

    JobRowView m_view; ///< as it is shown
    bool m_isShown = false;
    QLabel *m_title;
    QLabel *m_state;
    QLabel *m_facts;
    QProgressBar *m_bar;
    RateLine *m_rates;
    QPlainTextEdit *m_log;
    QToolButton *m_goOn, *m_remedy, *m_showMe, *m_logSwitch, *m_cancel;
};

} // namespace primer
