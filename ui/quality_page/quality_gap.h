// Owns: why the quality page has nothing to show, in words, with the one action that changes it. Not here: doing it
// (quality_jobs.h).
#pragma once

#include <QWidget>

#include "ui/session/workspace_session.h"

class QLabel;
class QPushButton;

namespace primer {

class QualityGap : public QWidget
{
    Q_OBJECT
public:
    enum class Kind {
        Unknown,    ///< counts and lists are not read yet
        None,       ///< there is something to show
        NoSamples,  ///< in the workspace
        NoLabels,   ///< and no forest
        NoForest,   ///< labels and vectors to learn from are there
        NotScored,  ///< a forest is there, no scores
        EmptySet,   ///< the current set
        NoneScored, ///< of the set
    };

    explicit QualityGap(WorkspaceSession &session, QWidget *parent = nullptr);
    /// Looks anew.
    void refresh();
    Kind kind() const { return m_kind; }
    QLabel *title() const { return m_title; }
    QLabel *text() const { return m_text; }
    QPushButton *button() const { return m_button; }
    QPushButton *otherButton() const { return m_other; }
    /// While the work goes on that fills it.
    void setBusy(bool isBusy);

Q_SIGNALS:
    void importWanted();
    /// Labels by rules, hashed features, a forest, scores.
    void startWanted();
    void fitWanted();
    void scoreWanted(std::int64_t forest);

protected:
    void focusInEvent(QFocusEvent *event) override;

private:
    void giveFocus();
    Kind look() const;
    std::int64_t forest() const; ///< whose scores are wanted: the one in use, else the newest
    void showTexts();
    void act();

    WorkspaceSession &m_session;
    Kind m_kind = Kind::Unknown;
    QLabel *m_title, *m_text;
    QPushButton *m_button, *m_other;
    bool m_isBusy = false;
};

} // namespace primer
