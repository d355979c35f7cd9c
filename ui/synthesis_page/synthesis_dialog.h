// Owns: asking for a new run: set, template, writer, numbers; the set and the template edited, the prompts that would
// be asked and what they would cost, as the settings stand. Not here: its parts (set_editor.h, plan_preview.h, ...).
#pragma once

#include <vector>

#include <QDialog>

#include "ui/synthesis_page/plan_preview.h"
#include "ui/synthesis_page/synthesis_jobs.h"

class QCheckBox;
class QComboBox;
class QDialogButtonBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QSpinBox;
class QTabWidget;

namespace primer {

class ConnectionTest;
class PromptView;
class SetChoices;
class SetEditor;
class TemplateEditor;

class SynthesisDialog : public QDialog
{
    Q_OBJECT
public:
    /// `runs`: those there are; a new one has another name.
    SynthesisDialog(WorkspaceSession &session, const std::vector<SynthesisRun> &runs, QWidget *parent = nullptr);

    SynthesisChoice choice() const;

    QLineEdit *name() const { return m_name; }
    SetChoices *sets() const { return m_sets; }
    SetChoices *templates() const { return m_templates; }
    QComboBox *writer() const { return m_writer; }
    QSpinBox *count() const { return m_numbers.count; }
    QSpinBox *target() const { return m_numbers.target; }
    QCheckBox *pilot() const { return m_pilot; }
    EndpointFields *endpoint() const { return m_endpoint; }
    ConnectionTest *connectionTest() const { return m_connection; }
    SetEditor *setEditor() const { return m_setEditor; }
    TemplateEditor *templateEditor() const { return m_templateEditor; }
    PromptView *prompts() const { return m_prompts; }
    QLabel *plan() const { return m_plan; }
    QLabel *problem() const { return m_problem; }
    QDialogButtonBox *buttons() const { return m_buttons; }

private:
    struct Numbers {
        QSpinBox *count, *target, *seed;
        QComboBox *sampling;
    };
    void fillChoices();
    void makeLayout();
    QFormLayout *makeForm();
    QWidget *withFile(SetChoices *choices);
    void makeTabs();
    void connectInputs();
    void connectEditors();
    void takeSet(const ConstraintSet &set);
    void suggestName();
    bool asksModel() const;
    /// What hinders a start; success when nothing does.
    Status fieldsFit() const;
    void ask();
    void showPlan();
    QString planText() const;
    QString costText(const SynthesisPreview &preview) const;
    void say(const Error &error);

    WorkspaceSession &m_session;
    const std::vector<SynthesisRun> m_runs;
    QLineEdit *m_name;
    SetChoices *m_sets, *m_templates;
    QComboBox *m_writer;
    Numbers m_numbers;
    QCheckBox *m_pilot;
    EndpointFields *m_endpoint;
    ConnectionTest *m_connection;
    QTabWidget *m_tabs;
    SetEditor *m_setEditor;
    TemplateEditor *m_templateEditor;
    PromptView *m_prompts;
    PlanPreview *m_preview;
    QLabel *m_plan, *m_problem;
    QDialogButtonBox *m_buttons;
    bool m_isLoaded = false; ///< there is a set and a template to speak of
};

} // namespace primer
