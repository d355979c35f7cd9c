// Owns: asking for a new run: preset, name, data, every setting with its explanation, what it will take.
// Not here: making the run.
#pragma once

#include <QDialog>

#include "core/recipe/training_config.h"

class QComboBox;
class QDialogButtonBox;
class QLabel;
class QLineEdit;
class QTableWidget;

namespace primer {

class RunDialog : public QDialog
{
    Q_OBJECT
public:
    struct Choice {
        QString name;
        TrainingConfig config;   ///< data is empty when shards are to be made
        bool makesShards = false;
        QString tokenizer;       ///< for the shards: a file or folder, "" trains a vocabulary of the model's size
    };
    /// `shardFolders`: names and folders of what can be trained on; `setSize`: samples of the current set.
    RunDialog(const QList<std::pair<QString, QString>> &shardFolders, qint64 setSize, QWidget *parent = nullptr);
    Choice choice() const;
    /// As if typed into the table.
    void set(const QString &key, const QString &value);
    QDialogButtonBox *buttons() const { return m_buttons; }
    QComboBox *presets() const { return m_presets; }
    QLineEdit *nameInput() const { return m_name; }

    /// One sentence on a setting.
    static QString explanation(const QString &key);

private:
    void fillTable();
    void check();
    Result<TrainingConfig> config() const;

    QLineEdit *m_name;
    QComboBox *m_presets;
    QComboBox *m_data;
    QLineEdit *m_tokenizer;
    QLabel *m_forecast;
    QLabel *m_problem;
    QTableWidget *m_table;
    QDialogButtonBox *m_buttons;
};

} // namespace primer
