#include "ui/widgets/themed_icon.h"

#include <utility>

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPixmap>
#include <QPixmapCache>
#include <QSvgRenderer>

namespace primer {

namespace {

class ThemedIconEngine : public QIconEngine
{
public:
    ThemedIconEngine(QString name, QByteArray svg, QPalette::ColorRole role)
        : m_name(std::move(name)), m_svg(std::move(svg)), m_role(role)
    {}

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override
    {
        const qreal ratio = painter->device() ? painter->device()->devicePixelRatioF() : 1;
        QPixmap drawn = pixmap((QSizeF(rect.size()) * ratio).toSize(), mode, state);
        drawn.setDevicePixelRatio(ratio);
        painter->drawPixmap(rect.topLeft(), drawn);
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State) override
    {
        const QColor colour = colourFor(mode);
        const QString key = QStringLiteral("primer-icon %1 %2x%3 %4")
                                .arg(m_name, QString::number(size.width()), QString::number(size.height()),
                                     colour.name(QColor::HexArgb));
        QPixmap drawn;
        if (QPixmapCache::find(key, &drawn))
            return drawn;
        QByteArray svg = m_svg;
        svg.replace("currentColor", colour.name().toLatin1());
        drawn = QPixmap(size);
        drawn.fill(Qt::transparent);
        QPainter painter(&drawn);
        QSvgRenderer(svg).render(&painter, QRectF(QPointF(), size));
        painter.end();
        QPixmapCache::insert(key, drawn);
        return drawn;
    }

    QIconEngine *clone() const override { return new ThemedIconEngine(m_name, m_svg, m_role); }
    QString key() const override { return QStringLiteral("primer"); }
    QString iconName() override { return m_name; }

private:
    QColor colourFor(QIcon::Mode mode) const
    {
        const QPalette palette = QGuiApplication::palette();
        switch (mode) {
        case QIcon::Disabled: return palette.color(QPalette::Disabled, m_role);
        case QIcon::Selected: return palette.color(QPalette::Active, QPalette::HighlightedText);
        default: return palette.color(QPalette::Active, m_role);
        }
    }

    QString m_name;
    QByteArray m_svg;
    QPalette::ColorRole m_role;
};

} // namespace

QIcon themedIcon(const QString &name, QPalette::ColorRole role)
{
    QFile file(QStringLiteral(":/icons/") + name + QStringLiteral(".svg"));
    return file.open(QIODevice::ReadOnly) ? QIcon(new ThemedIconEngine(name, file.readAll(), role)) : QIcon();
}

} // namespace primer
