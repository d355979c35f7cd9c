#include "ui/charts/chart_export.h"

#include <charconv>

#include <QBuffer>
#include <QCoreApplication>
#include <QFileDialog>
#include <QFileInfo>
#include <QPainter>
#include <QSvgGenerator>

#include "core/base/atomic_file.h"
#include "core/jobs/background.h"
#include "ui/charts/chart_view.h"

namespace primer {

namespace {

constexpr QSize figureSize(720, 440);
constexpr int figureGap = 12, pictureScale = 2, svgResolution = 96;

struct FormatFacts {
    QString ending, filter;
};

FormatFacts factsOf(FigureFormat format)
{
    const auto tr = [](const char *text) { return QCoreApplication::translate("primer::ChartView", text); };
    switch (format) {
    case FigureFormat::Png:
        return {QStringLiteral("png"), tr(QT_TRANSLATE_NOOP("primer::ChartView", "Pictures (*.png)"))};
    case FigureFormat::Svg:
        return {QStringLiteral("svg"), tr(QT_TRANSLATE_NOOP("primer::ChartView", "Drawings (*.svg)"))};
    default: return {QStringLiteral("csv"), tr(QT_TRANSLATE_NOOP("primer::ChartView", "Tables (*.csv)"))};
    }
}

QString fileNameOf(const QString &title)
{
    QString name;
    for (const QChar letter : title.toLower()) {
        if (letter.isLetterOrNumber())
            name += letter;
        else if (!name.isEmpty() && !name.endsWith(QLatin1Char('-')))
            name += QLatin1Char('-');
    }
    while (name.endsWith(QLatin1Char('-')))
        name.chop(1);
    return name;
}

/// Where the last figure went is where the next one most likely goes.
QString &lastFolder()
{
    static QString folder;
    return folder;
}

} // namespace

QString withEnding(const QString &path, FigureFormat format)
{
    return QFileInfo(path).suffix().isEmpty() ? path + QLatin1Char('.') + factsOf(format).ending : path;
}

void askForFile(QWidget *parent, const QString &caption, const QString &name, FigureFormat format,
                std::function<void(const QString &path)> then)
{
    const FormatFacts facts = factsOf(format);
    auto *dialog = new QFileDialog(parent, caption, lastFolder(), facts.filter);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setFileMode(QFileDialog::AnyFile);
    dialog->setDefaultSuffix(facts.ending);
    dialog->selectFile(fileNameOf(name) + QLatin1Char('.') + facts.ending);
    QObject::connect(dialog, &QFileDialog::fileSelected, parent, [then = std::move(then)](const QString &path) {
        lastFolder() = QFileInfo(path).absolutePath();
        then(path);
    });
    dialog->open();
}

QImage figureImage(const QList<ChartView *> &charts, int columns)
{
    const int rows = (int(charts.size()) + columns - 1) / columns;
    const QSize whole(columns * figureSize.width() + (columns - 1) * figureGap,
                      rows * figureSize.height() + (rows - 1) * figureGap);
    QImage image(whole * pictureScale, QImage::Format_RGB32);
    image.setDevicePixelRatio(pictureScale);
    image.fill(Qt::white);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    for (int place = 0; place < int(charts.size()); ++place) {
        painter.save();
        painter.translate((place % columns) * (figureSize.width() + figureGap),
                          (place / columns) * (figureSize.height() + figureGap));
        charts[place]->drawFigure(painter, figureSize);
        painter.restore();
    }
    return image;
}

std::function<std::string()> pngOf(const QImage &image)
{
    return [image] {
        QBuffer buffer;
        buffer.open(QIODevice::WriteOnly);
        image.save(&buffer, "PNG");
        return buffer.data().toStdString();
    };
}

std::string figureSvg(ChartView &chart)
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setResolution(svgResolution);
    generator.setSize(figureSize);
    generator.setViewBox(QRect(QPoint(), figureSize));
    generator.setTitle(chart.title());
    generator.setDescription(chart.accessibleDescription());
    QPainter painter(&generator);
    chart.drawFigure(painter, figureSize);
    painter.end();
    return buffer.data().toStdString();
}

std::string csvCell(const QString &text)
{
    QString quoted = text;
    quoted.replace(QLatin1Char('"'), QStringLiteral("\"\""));
    return '"' + quoted.toStdString() + '"';
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
