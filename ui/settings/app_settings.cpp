#include "ui/settings/app_settings.h"

#include <QSettings>

namespace primer {

namespace {
constexpr int maxRecent = 8;
}

AppSettings::AppSettings(QObject *parent)
    : QObject(parent), m_recent(QSettings().value(QStringLiteral("recent")).toStringList())
{
    m_writer.setMaxThreadCount(1); // what is kept last stays
}

QString AppSettings::language() const { return QSettings().value(QStringLiteral("language")).toString(); }

void AppSettings::setLanguage(const QString &code)
{
    QSettings().setValue(QStringLiteral("language"), code);
    Q_EMIT languageChanged();
}

Theme AppSettings::theme() const { return Theme(QSettings().value(QStringLiteral("theme"), 0).toInt()); }

void AppSettings::setTheme(Theme theme)
{
    QSettings().setValue(QStringLiteral("theme"), int(theme));
    Q_EMIT themeChanged();
}

QString AppSettings::annotator() const
{
    const QString user = qEnvironmentVariable("USER");
    return QSettings().value(QStringLiteral("annotator"), user).toString();
}

void AppSettings::setAnnotator(const QString &name) { QSettings().setValue(QStringLiteral("annotator"), name); }

bool AppSettings::hidesOpinions() const { return QSettings().value(QStringLiteral("hidesOpinions"), true).toBool(); }

void AppSettings::setHidesOpinions(bool hides) { QSettings().setValue(QStringLiteral("hidesOpinions"), hides); }

void AppSettings::addRecentWorkspace(const QString &path)
{
    m_recent.removeAll(path);
    m_recent.prepend(path);
    m_recent = m_recent.mid(0, maxRecent);
    // A file of settings is synced to the disk, and that is no wait for a workspace that is being opened.
    m_writer.start([recent = m_recent] { QSettings().setValue(QStringLiteral("recent"), recent); });
}

QKeySequence AppSettings::key(const QString &actionId, const QKeySequence &fallback) const
{
    const QVariant stored = QSettings().value(QStringLiteral("keys/") + actionId);
    return stored.isValid() ? QKeySequence(stored.toString(), QKeySequence::PortableText) : fallback;
}

void AppSettings::setKey(const QString &actionId, const QKeySequence &key)
{
    QSettings().setValue(QStringLiteral("keys/") + actionId, key.toString(QKeySequence::PortableText));
    Q_EMIT keysChanged();
}

void AppSettings::resetKeys()
{
    QSettings().remove(QStringLiteral("keys"));
    Q_EMIT keysChanged();
}

} // namespace primer
