#include "ui/training_page/device_probe.h"

#include <memory>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "core/base/child_process.h"
#include "core/base/log.h"
#include "core/jobs/background.h"

namespace primer {

namespace {

constexpr auto longestWait = std::chrono::seconds(60); // a driver may take its time

QList<DeviceChoice> devicesOf(const QJsonObject &answer)
{
    QList<DeviceChoice> devices;
    for (const QJsonValue &entry : answer[QStringLiteral("devices")].toArray()) {
        const QJsonObject device = entry.toObject();
        devices.append({device[QStringLiteral("device")].toString(), device[QStringLiteral("name")].toString(),
                        qint64(device[QStringLiteral("memory_bytes")].toDouble()),
                        device[QStringLiteral("peak_flops_per_second")].toDouble()});
    }
    return devices;
}

} // namespace

void askDevices(QObject *context, const QString &engine, std::function<void(const QJsonObject &)> then)
{
    const auto feedback = std::make_shared<Feedback>();
    QObject::connect(context, &QObject::destroyed, [feedback] { feedback->cancel(); });
    inBackground(
        context,
        [feedback, program = engine.toStdString()] {
            const auto answer = outputOf({program, "devices"}, {.time = longestWait}, feedback.get());
            if (!answer) // an engine that was not built has none
                log::failure(answer.error().code == ErrorCode::NotFound ? log::Level::Info
                                                                        : log::levelOf(answer.error().code),
                             answer.error(), "devices of this machine");
            return answer ? QJsonDocument::fromJson(QByteArray::fromStdString(*answer)).object() : QJsonObject();
        },
        std::move(then));
}

void probeDevices(QObject *context, const QString &engine, std::function<void(const QList<DeviceChoice> &)> then)
{
    askDevices(context, engine, [then = std::move(then)](const QJsonObject &answer) {
        if (const QList<DeviceChoice> devices = devicesOf(answer); !devices.isEmpty())
            then(devices);
    });
}

} // namespace primer
