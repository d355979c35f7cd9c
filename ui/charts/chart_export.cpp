#include "ui/charts/chart_export.h"

#include <charconv>

#include <QBuffer>
#include <QCoreApplication>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgGenerator>

#include "core/base/atomic_file.h"
#include "core/jobs/background.h"
#include "ui/charts/chart_view.h"

namespace primer {

namespace {

constexpr QSize figureSize(720, 440);
constexpr int figureGap = 12, pictureScale = 2, figureResolution = 96; ///< dots per inch, as of the window
constexpr double pointsPerInch = 72;

QSize extentOf(const QList<ChartView *> &charts, int columns)
{
    const int rows = (int(charts.size()) + columns - 1) / columns;
    return {columns * figureSize.width() + (columns - 1) * figureGap,
            rows * figureSize.height() + (rows - 1) * figureGap};
}

void paintFigures(QPainter &painter, const QList<ChartView *> &charts, int columns)
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(QRect(QPoint(), extentOf(charts, columns)), Qt::white);
    for (int place = 0; place < int(charts.size()); ++place) {
        painter.save();
        const int column = place % columns, row = place / columns;
        painter.translate(column * (figureSize.width() + figureGap), row * (figureSize.height() + figureGap));
        charts[place]->drawFigure(painter, figureSize);
        painter.restore();
    }
}

QString titlesOf(const QList<ChartView *> &charts)
{
    QStringList titles;
    for (const ChartView *chart : charts)
        titles.append(chart->title());
    return titles.join(QStringLiteral(", "));
}

} // namespace

QList<FileKind> figureKinds()
{
    const auto words = [](const char *text) { return QCoreApplication::translate("primer::ChartView", text); };
    return {{QStringLiteral("png"), words(QT_TRANSLATE_NOOP("primer::ChartView", "Pictures (*.png)"))},
            {QStringLiteral("svg"), words(QT_TRANSLATE_NOOP("primer::ChartView", "Drawings (*.svg)"))},
            {QStringLiteral("pdf"), words(QT_TRANSLATE_NOOP("primer::ChartView", "PDF documents (*.pdf)"))},
            {QStringLiteral("csv"), words(QT_TRANSLATE_NOOP("primer::ChartView", "Tables (*.csv)"))}};
}

QImage figureImage(const QList<ChartView *> &charts, int columns)
{
    QImage image(extentOf(charts, columns) * pictureScale, QImage::Format_RGB32);
    image.setDevicePixelRatio(pictureScale);
    QPainter painter(&image);
    paintFigures(painter, charts, columns);
    return image;
}

std::string figureSvg(const QList<ChartView *> &charts, int columns)
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setResolution(figureResolution);
    generator.setSize(extentOf(charts, columns));
    generator.setViewBox(QRect(QPoint(), extentOf(charts, columns)));
    generator.setTitle(titlesOf(charts));
    generator.setDescription(charts.constFirst()->accessibleDescription());
    QPainter painter(&generator);
    paintFigures(painter, charts, columns);
    painter.end();
    return buffer.data().toStdString();
}

std::string figurePdf(const QList<ChartView *> &charts, int columns)
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setResolution(figureResolution);
    const QSizeF points = QSizeF(extentOf(charts, columns)) * pointsPerInch / figureResolution;
    writer.setPageSize(QPageSize(points, QPageSize::Point, QString(), QPageSize::ExactMatch));
    writer.setPageMargins(QMarginsF());
    writer.setTitle(titlesOf(charts));
    writer.setCreator(QStringLiteral("Primer"));
    QPainter painter(&writer);
    paintFigures(painter, charts, columns);
    painter.end();
    return buffer.data().toStdString();
}

std::function<std::string()> figureWriter(const QList<ChartView *> &charts, int columns, FigureFormat format)
{
    switch (format) {
    case FigureFormat::Svg: return [svg = figureSvg(charts, columns)] { return svg; };
    case FigureFormat::Pdf: return [pdf = figurePdf(charts, columns)] { return pdf; };
    default:
        return [image = figureImage(charts, columns)] {
            QBuffer buffer;
            buffer.open(QIODevice::WriteOnly);
            image.save(&buffer, "PNG");
            return buffer.data().toStdString();
        };
    }
}

void appendNumber(std::string &text, double value)
{
    char digits[64];
    const auto [end, code] = std::to_chars(digits, digits + sizeof digits, value);
    text.append(digits, end);
}

void writeInBackground(QObject *context, const QString &path, std::function<std::string()> contents,
                       std::function<void(const QString &path, const Status &status)> then)
{
    inBackground(
        context,
        [path = path.toStdString(), contents = std::move(contents)] { return writeFileAtomically(path, contents()); },
        [path, then = std::move(then)](const Status &status) { then(path, status); });
}

} // namespace primer
