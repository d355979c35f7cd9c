// Owns: asking for a new run: preset, name, data, every setting, whether it can run here and what it will take.
// Not here: the list of settings (setting_tree.h), the forecast (run_forecast.h), making the run.
#pragma once

#include <optional>

#include <QDialog>

#include "core/recipe/training_config.h"
#include "core/workspace/selection.h"

class QComboBox;
class QDialogButtonBox;
class QFormLayout;
class QLabel;
class QLineEdit;

namespace primer {

class SettingTree;

/// Token shards that can be trained on; `setSize`: samples of the current set.
struct ShardChoice {
    QString name, folder;
    quint64 tokens = 0;
};

/// As `primer-engine devices` tells.
struct DeviceChoice {
    QString device; ///< cpu or cuda
    QString name;
    qint64 memoryBytes = 0;
    double peakFlops = 0;
};

class RunDialog : public QDialog
{
    Q_OBJECT
public:
    struct Choice {
        QString name;
        TrainingConfig config; ///< without data
        bool makesShards = false;
        QString shardFolder;  ///< "" when shards are to be made
        SelectionRequest set; ///< of the shards to be made; whoever asks fills it in
        QString tokenizer;    ///< for the shards: a file or folder, "" trains a vocabulary of the model's size
    };
    /// `shards`: names and folders of what can be trained on.
    RunDialog(const QList<ShardChoice> &shards, qint64 setSize, QWidget *parent = nullptr);
    /// Begins with these settings instead of a preset's: another run's, to go on from one of its checkpoints.
    void startFrom(const QString &label, const TrainingConfig &config);
    /// For the forecast: what this machine has, and the rate of the last run here (0: none).
    void setDevices(const QList<DeviceChoice> &devices, double flopsPerSecond);
    QString forecast() const;
    Choice choice() const;
    /// As if typed into the table.
    void set(const QString &key, const QString &value);
    QDialogButtonBox *buttons() const { return m_buttons; }
    QComboBox *presets() const { return m_presets; }
    QLineEdit *nameInput() const { return m_name; }
    SettingTree *settings() const { return m_settings; }
    QLabel *problem() const { return m_problem; }

    /// Every setting with its value as text, in the order of the table.
    static QList<std::pair<QString, QString>> settingsOf(const TrainingConfig &config);
    /// One sentence on a setting.
    static QString explanation(const QString &key);

private:
    void makeLayout();
    void fillSettings();
    void check();
    TrainingConfig base() const;
    /// Why this machine cannot run it, "" when it can or is not known.
    QString obstacleOf(const TrainingConfig &config) const;
    const DeviceChoice *deviceOf(const TrainingConfig &config) const;
    QString problemText(const Error &error) const;
    Result<TrainingConfig> config() const;

    QLineEdit *m_name;
    QComboBox *m_presets;
    QComboBox *m_data;
    QFormLayout *m_form;
    QLineEdit *m_tokenizer;
    QLabel *m_forecast;
    QLabel *m_problem;
    SettingTree *m_settings;
    QDialogButtonBox *m_buttons;
    QList<ShardChoice> m_shards;
    QList<DeviceChoice> m_devices;
    std::optional<TrainingConfig> m_from; ///< the last entry of the presets
    double m_flopsPerSecond = 0;
};

} // namespace primer
