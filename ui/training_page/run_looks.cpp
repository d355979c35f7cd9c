#include "ui/training_page/run_looks.h"

#include <QFileInfo>
#include <QJsonArray>

namespace primer {

namespace {

const QString coloursKey = QStringLiteral("colours"), tickedKey = QStringLiteral("ticked"),
              chosenKey = QStringLiteral("chosen");

QString nameOf(const QString &folder) { return QFileInfo(folder).fileName(); }

} // namespace

int RunLooks::colourOf(const QString &folder)
{
    if (const auto known = m_colours.find(folder); known != m_colours.end())
        return known->second;
    std::set<int> taken;
    for (const auto &[other, colour] : m_colours)
        taken.insert(colour);
    int free = 0;
    while (taken.contains(free))
        ++free;
    m_colours.emplace(folder, free);
    return free;
}

void RunLooks::setTicked(const QString &folder, bool isTicked)
{
    if (isTicked)
        m_ticked.insert(folder);
    else
        m_ticked.erase(folder);
}

QJsonObject RunLooks::toJson() const
{
    QJsonObject colours;
    for (const auto &[folder, colour] : m_colours)
        colours.insert(nameOf(folder), colour);
    QJsonArray ticked;
    for (const QString &folder : m_ticked)
        ticked.append(nameOf(folder));
    return {{coloursKey, colours}, {tickedKey, ticked}, {chosenKey, nameOf(m_chosen)}};
}

void RunLooks::restore(const QJsonObject &stored, const QString &runs)
{
    const auto folderOf = [&runs](const QString &name) { return runs + QLatin1Char('/') + name; };
    const QJsonObject colours = stored.value(coloursKey).toObject();
    for (auto colour = colours.begin(); colour != colours.end(); ++colour)
        m_colours[folderOf(colour.key())] = colour.value().toInt();
    for (const QJsonValue &name : stored.value(tickedKey).toArray())
        m_ticked.insert(folderOf(name.toString()));
    if (const QString name = stored.value(chosenKey).toString(); !name.isEmpty())
        m_chosen = folderOf(name);
}

} // namespace primer
