// Owns: asking who shall label which samples, with which prompt and budget; a preview of the prompt on a real sample.
// Not here: labelling.
#pragma once

#include <QDialog>

#include "core/dataset/prompt.h"
#include "core/teacher/endpoint.h"
#include "core/query/label_sampling.h"
#include "ui/session/workspace_session.h"

class QComboBox;
class QDialogButtonBox;
class QDoubleSpinBox;
class QCheckBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QSpinBox;

namespace primer {

class TeacherDialog : public QDialog
{
    Q_OBJECT
public:
    struct Choice {
        bool asksModel = false;
        Endpoint endpoint;
        ApiKey key;            ///< typed in, else from the keychain or `keyVariable`
        bool keepsKey = false; ///< the one typed in, in the keychain
        QString keyVariable;
        Prompt prompt;
        SamplingRequest draw;
        std::int64_t pilot = 50; ///< 0: everything at once
        std::int64_t repeated = 0;
        std::int64_t budgetNanos = 0;
    };

    TeacherDialog(WorkspaceSession &session, QWidget *parent = nullptr);
    Choice choice() const;

private:
    struct Money {
        QDoubleSpinBox *budget, *promptPrice, *completionPrice;
    };
    void makeLayout();
    void showTeacher();
    void showPrompt();
    void preview();
    void check();

    WorkspaceSession &m_session;
    QComboBox *m_teacher, *m_promptName, *m_sampling;
    QCheckBox *m_keepsKey;
    QLineEdit *m_url, *m_model, *m_keyVariable, *m_key;
    QSpinBox *m_count, *m_repeated, *m_concurrency, *m_mostTokens;
    Money m_money;
    QPlainTextEdit *m_text, *m_preview;
    QLabel *m_problem;
    QWidget *m_modelPart;
    QDialogButtonBox *m_buttons;
};

} // namespace primer
