// Owns: which constraint sets and templates there are to choose from: those that come with Primer and files that were
// opened, loaded off the UI thread. Not here: editing them.
#pragma once

#include <memory>

#include <QComboBox>

#include "core/base/result.h"
#include "core/synthesis/constraint_set.h"
#include "core/synthesis/prompt_template.h"

namespace primer {

class SetChoices : public QComboBox
{
    Q_OBJECT
public:
    enum class What { Sets, Templates };
    SetChoices(What what, QWidget *parent = nullptr);

    /// By name, or the path of a file, which joins the list.
    void choose(const QString &nameOrPath);
    QString chosen() const { return currentData().toString(); }
    void askForFile();

Q_SIGNALS:
    void setLoaded(const std::shared_ptr<const primer::ConstraintSet> &set);
    void templateLoaded(const std::shared_ptr<const primer::PromptTemplate> &promptTemplate);
    void failed(const primer::Error &error);

private:
    void load();

    const What m_what;
    quint64 m_generation = 0;
};

} // namespace primer
