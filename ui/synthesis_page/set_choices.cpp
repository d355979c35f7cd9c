#include "ui/synthesis_page/set_choices.h"

#include <QFileDialog>
#include <QFileInfo>

#include "core/jobs/background.h"

namespace primer {

namespace {

constexpr int letters = 12; ///< that are seen at the least

} // namespace

SetChoices::SetChoices(What what, QWidget *parent) : QComboBox(parent), m_what(what)
{
    for (const std::string &name : what == What::Sets ? builtInSetNames() : builtInTemplateNames())
        addItem(QString::fromStdString(name), QString::fromStdString(name));
    setSizeAdjustPolicy(AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(letters);
    connect(this, &QComboBox::currentIndexChanged, this, &SetChoices::load);
}

void SetChoices::choose(const QString &nameOrPath)
{
    if (findData(nameOrPath) < 0) {
        addItem(QFileInfo(nameOrPath).fileName(), nameOrPath);
        setItemData(count() - 1, nameOrPath, Qt::ToolTipRole);
    }
    if (currentIndex() == findData(nameOrPath))
        load();
    else
        setCurrentIndex(findData(nameOrPath));
}

void SetChoices::askForFile()
{
    const bool isSets = m_what == What::Sets;
    auto *dialog = new QFileDialog(window(), isSets ? tr("Open a constraint set") : tr("Open a template"), QString(),
                                   isSets ? tr("Constraint sets (*.json)") : tr("Templates (*.json)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &SetChoices::choose);
    dialog->open();
}

void SetChoices::load()
{
    const quint64 generation = ++m_generation;
    const auto read = [this, generation]<typename Value>(Result<Value> (*reader)(const std::string &), auto signal) {
        using Loaded = Result<std::shared_ptr<const Value>>;
        inBackground(
            this,
            [reader, name = chosen().toStdString()]() -> Loaded {
                auto value = PRIMER_TRY(reader(name));
                return std::make_shared<const Value>(std::move(value));
            },
            [this, generation, signal](const Loaded &loaded) {
                if (generation != m_generation)
                    return;
                if (loaded)
                    Q_EMIT(this->*signal)(*loaded);
                else
                    Q_EMIT failed(loaded.error());
            });
    };
    if (m_what == What::Sets)
        read(&loadConstraintSet, &SetChoices::setLoaded);
    else
        read(&loadTemplate, &SetChoices::templateLoaded);
}

} // namespace primer
