#include "ui/training_page/device_probe.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>

namespace primer {

void probeDevices(QObject *context, const QString &engine, std::function<void(const QList<DeviceChoice> &)> then)
{
    auto *process = new QProcess(context);
    process->setStandardErrorFile(QProcess::nullDevice());
    QObject::connect(process, &QProcess::finished, context, [process, then = std::move(then)] {
        QList<DeviceChoice> devices;
        for (const QJsonValue &entry :
             QJsonDocument::fromJson(process->readAllStandardOutput())[QStringLiteral("devices")].toArray()) {
            const QJsonObject device = entry.toObject();
            devices.append({device[QStringLiteral("device")].toString(), device[QStringLiteral("name")].toString(),
                            qint64(device[QStringLiteral("memory_bytes")].toDouble()),
                            device[QStringLiteral("peak_flops_a_second")].toDouble()});
        }
        process->deleteLater();
        if (!devices.isEmpty())
            then(devices);
    });
    QObject::connect(process, &QProcess::errorOccurred, process, &QObject::deleteLater); // an engine that was not built
    process->start(engine, {QStringLiteral("devices")});
}

} // namespace primer
