// Owns: real files next to the cut, as cards to read: just above and just below. Loads them off the UI thread. Not
// here: which.
#pragma once

#include <vector>

#include <QTimer>
#include <QWidget>

#include "core/quality/quality_view.h"
#include "ui/session/workspace_session.h"

class QGridLayout;
class QLabel;
class QToolButton;

namespace primer {

class CodeView;

class CutStrip : public QWidget
{
    Q_OBJECT
public:
    static constexpr int cards = 6;

    CutStrip(WorkspaceSession &session, const QString &title, QWidget *parent = nullptr);
    /// Loaded after a short rest, so that a cut may be dragged past.
    void setSamples(const std::vector<QualityView::Scored> &samples);
    /// Of the cards that are filled and have room; for tests.
    std::vector<SampleId> shown() const;
    /// One card wide: with less room there are fewer.
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void opened(primer::SampleId sample);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    struct Card {
        QWidget *frame;
        QLabel *path, *score;
        QToolButton *open;
        CodeView *code;
        SampleId sample = 0; ///< 0: empty
        QString wholePath;
    };
    void makeCard();
    void fitCards();
    void load();

    WorkspaceSession &m_session;
    QLabel *m_title;
    QGridLayout *m_grid;
    int m_columns = 0;
    std::vector<Card> m_cards;
    std::vector<QualityView::Scored> m_samples;
    QTimer m_rest;
    quint64 m_generation = 0;
};

} // namespace primer
