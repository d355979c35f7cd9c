// Owns: what a person sets for all workspaces: language, theme, keys, recent workspaces, who judges.
// Not here: what belongs to one workspace (its setting table).
#pragma once

#include <QKeySequence>
#include <QObject>
#include <QString>
#include <QStringList>
#include <QThreadPool>

namespace primer {

enum class Theme { System, Light, Dark, HighContrast };

class AppSettings : public QObject
{
    Q_OBJECT
public:
    explicit AppSettings(QObject *parent = nullptr);

    /// "en", "ko" or "" for the system's.
    QString language() const;
    void setLanguage(const QString &code);
    Theme theme() const;
    void setTheme(Theme theme);
    QString annotator() const;
    void setAnnotator(const QString &name);
    /// In checks, scores and labels of teachers stay hidden until the person has judged. On unless it was switched off.
    bool hidesOpinions() const;
    void setHidesOpinions(bool hides);
    const QStringList &recentWorkspaces() const { return m_recent; }
    /// The newest first; written behind the caller's back.
    void addRecentWorkspace(const QString &path);

    /// The key of an action, or `fallback` when it was never changed.
    QKeySequence key(const QString &actionId, const QKeySequence &fallback) const;
    void setKey(const QString &actionId, const QKeySequence &key);
    void resetKeys();

Q_SIGNALS:
    void themeChanged();
    void languageChanged();
    void keysChanged();

private:
    QStringList m_recent;
    QThreadPool m_writer; ///< waits for what is being written when it goes
};

} // namespace primer
