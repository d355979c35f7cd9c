// Owns: judging: one sample at a time with single keys, queues, undo. A sample leaves the screen only after its
// judgement is on disk. Not here: storing (core/storage).
#pragma once

#include <QTimer>
#include <QWidget>

#include "ui/models/sample_loader.h"
#include "ui/models/workspace_session.h"
#include "ui/settings/app_settings.h"

class QComboBox;
class QLabel;
class QHBoxLayout;
class QPushButton;

namespace primer {

class JudgingStrip;
class MessageBar;
class SampleView;
class TeacherPanel;
class Toast;

class LabelPage : public QWidget
{
    Q_OBJECT
public:
    LabelPage(WorkspaceSession &session, AppSettings &settings, QWidget *parent = nullptr);

    SampleId currentSample() const { return m_current; }
    JudgingStrip *strip() const { return m_strip; }
    TeacherPanel *teachers() const { return m_teachers; }
    QPushButton *teacherSwitch() const { return m_teacherSwitch; }
    /// Starts judging the current set at this sample (from the browse page).
    void judgeFrom(SampleId sample);
    bool isPending() const { return m_isPending; }
    bool isBlind() const { return m_isBlind; }
    void chooseQueue(std::int64_t queue);

private:
    void buildKeys(AppSettings &settings);
    void give(Verdict verdict, int value);
    void onJudged(const Judgement &judgement);
    void undoLast();
    void step(int by);
    void goTo(int place);
    void showCurrent(const SampleDetails &details);
    void rebuildQueueList();
    void loadItems(bool keepPlace);
    void showOpinions(const SampleDetails &details);
    void showProgress();
    void showHistory();
    void openQueueDialog();
    void storeState();

    WorkspaceSession &m_session;
    AppSettings &m_settings;
    SampleLoader *m_loader;
    QComboBox *m_queueChoice;
    QLabel *m_title;
    QLabel *m_blindMark;
    MessageBar *m_messages;
    SampleView *m_sample;
    QHBoxLayout *m_history;
    JudgingStrip *m_strip;
    QLabel *m_opinions;
    TeacherPanel *m_teachers;
    QPushButton *m_teacherSwitch = nullptr;
    Toast *m_toast;
    QTimer m_draftTimer;

    std::vector<SampleId> m_items; ///< of a queue; empty while the current set is judged
    QHash<SampleId, int> m_given;  ///< in this queue: value, or -1 skip / discard
    std::int64_t m_queue = 0;
    bool m_isBlind = false;
    int m_place = 0;
    SampleId m_current = 0;
    SampleId m_noteOf = 0; ///< whose stored draft the strip was filled from
    bool m_isNoteEdited = false;
    bool m_isPending = false;
    std::vector<Judgement> m_done; ///< of this sitting, newest last
    quint64 m_itemsGeneration = 0;
};

} // namespace primer
