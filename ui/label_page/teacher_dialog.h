// Owns: asking who shall label which samples, with which prompt and budget; a preview of the prompt on a real sample. A
// model is asked for one sample before it can be asked for more. Not here: labelling, the test (teacher_trial_box.h).
#pragma once

#include <optional>

#include <QDialog>

#include "core/dataset/prompt.h"
#include "core/query/label_sampling.h"
#include "core/storage/label_store.h"
#include "ui/label_page/endpoint_fields.h"
#include "ui/session/workspace_session.h"

class QComboBox;
class QDialogButtonBox;
class QFormLayout;
class QCheckBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QSpinBox;

namespace primer {

class TeacherTrialBox;

class TeacherDialog : public QDialog
{
    Q_OBJECT
public:
    struct Choice : EndpointFields::Choice {
        bool asksModel = false;
        Prompt prompt;
        SamplingRequest draw;
        std::int64_t pilot = 50; ///< 0: everything at once
        std::int64_t repeated = 0;
    };

    TeacherDialog(WorkspaceSession &session, QWidget *parent = nullptr);
    Choice choice() const;
    /// The settings of a run that was; the key is found as always.
    void startFrom(const LabelRun &run, const std::optional<Prompt> &prompt);

    QComboBox *teacher() const { return m_teacher; }
    QLineEdit *url() const { return m_endpoint->url(); }
    QLineEdit *model() const { return m_endpoint->model(); }
    QLineEdit *keyVariable() const { return m_endpoint->keyVariable(); }
    QCheckBox *plainHttp() const { return m_endpoint->plainHttp(); }
    QLabel *problem() const { return m_problem; }
    TeacherTrialBox *trial() const { return m_trial; }
    QDialogButtonBox *buttons() const { return m_buttons; }

private:
    void makeLayout();
    QFormLayout *makeModelPart();
    void fillChoices();
    void connectInputs();
    void showTeacher();
    /// Of the fields; success when a model could be asked.
    Status fieldsFit(const Choice &choice) const;
    void showPrompt();
    void preview();
    void check();

    WorkspaceSession &m_session;
    QComboBox *m_teacher, *m_promptName, *m_sampling;
    QSpinBox *m_count, *m_repeated;
    EndpointFields *m_endpoint;
    QPlainTextEdit *m_text, *m_preview;
    QLabel *m_problem;
    TeacherTrialBox *m_trial;
    QWidget *m_modelPart, *m_modelScroll = nullptr;
    QDialogButtonBox *m_buttons;
};

} // namespace primer
