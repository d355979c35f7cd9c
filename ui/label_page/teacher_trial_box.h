// Owns: “Test connection”: one sample asked for real with the settings as they are, and what came of it. Not here: the
// settings (teacher_dialog.h), asking (core/teacher/teacher_trial.h), the words for faults (teacher_problem.h).
#pragma once

#include <functional>
#include <memory>

#include <QWidget>

#include "core/base/feedback.h"
#include "core/dataset/prompt.h"
#include "core/teacher/endpoint.h"
#include "core/teacher/teacher_trial.h"
#include "ui/session/workspace_session.h"

class QLabel;
class QPushButton;

namespace primer {

class TeacherTrialBox : public QWidget
{
    Q_OBJECT
public:
    struct Settings {
        Endpoint endpoint;
        Prompt prompt;
        ApiKey key; ///< typed in, else found
        QString keyVariable;
    };
    /// `settings` is asked when the test begins.
    TeacherTrialBox(WorkspaceSession &session, std::function<Settings()> settings, QWidget *parent = nullptr);
    ~TeacherTrialBox() override;

    QPushButton *button() const { return m_button; }
    QLabel *result() const { return m_result; }
    /// The settings as they are gave a value.
    bool hasSucceeded() const { return m_hasSucceeded; }
    bool isTesting() const { return m_feedback != nullptr; }
    /// What was found out is no longer of these settings.
    void forget();

Q_SIGNALS:
    void changed();

private:
    void test();
    void show(const TeacherTrial &trial, const Endpoint &endpoint);
    void say(const QString &text, bool hasSucceeded);

    WorkspaceSession &m_session;
    std::function<Settings()> m_settings;
    QPushButton *m_button;
    QLabel *m_result;
    std::shared_ptr<Feedback> m_feedback;
    quint64 m_generation = 0;
    bool m_hasSucceeded = false;
};

} // namespace primer
