// Owns: this program's log in a window, live: filters, copy, the way to its folder. Not here: the log.
#pragma once

#include <QTimer>
#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QTableView;

namespace primer {

class LogModel;

class LogView : public QWidget
{
    Q_OBJECT
public:
    static constexpr std::size_t maxLines = 10'000;

    explicit LogView(QWidget *parent = nullptr);
    QTableView *table() const { return m_table; }

public Q_SLOTS:
    /// The selected lines, or all that are shown when none is.
    void copy() const;
    void openFolder() const;
    /// Takes what was logged meanwhile; while the view is shown it does so by itself.
    void pull();

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    QWidget *buildBar();
    void filter();
    void showCounts();
    bool isAtEnd() const;

    LogModel *m_model;
    QTableView *m_table;
    QComboBox *m_level;
    QLineEdit *m_text;
    QLabel *m_counts;
    QTimer m_timer;
};

} // namespace primer
