// Owns: the rule stages as switches, with how many samples each leaves: the funnel. Not here: counting, what a rule
// means.
#pragma once

#include <vector>

#include <QWidget>

class QCheckBox;
class QGridLayout;
class QLabel;
class QProgressBar;

namespace primer {

class StageList : public QWidget
{
    Q_OBJECT
public:
    explicit StageList(QWidget *parent = nullptr);
    /// Filters of the stages that are on, in order.
    std::vector<std::string> stages() const;
    void setStages(const std::vector<std::string> &filters);
    /// What it starts from is the current set itself, or that without its cut.
    void setBase(bool isWholeSet);
    /// The number it starts from, then what each stage that is on leaves, then what the cut leaves.
    void setCounts(const std::vector<std::int64_t> &counts, std::int64_t afterCut);

Q_SIGNALS:
    void changed();

private:
    struct Row {
        QCheckBox *box = nullptr; ///< none for first and last
        QLabel *name = nullptr;   ///< of those
        QProgressBar *bar;
        QLabel *count;
        std::string filter;
    };
    Row makeRow(QGridLayout *layout, const QString &title, const QString &tip, bool isSwitch);
    void show(Row &row, std::int64_t count, std::int64_t before, std::int64_t first, bool isOn);

    std::vector<Row> m_rows;
};

} // namespace primer
