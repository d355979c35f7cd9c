// Owns: charts as files: figures for paper as PNG, SVG and PDF, numbers as CSV, writing off the UI thread.
// Not here: how a chart draws itself (chart_view.h), asking where to (ui/widgets/save_file.h).
#pragma once

#include <functional>
#include <string>

#include <QImage>
#include <QList>
#include <QString>

#include "core/base/result.h"
#include "ui/widgets/save_file.h"

namespace primer {

class ChartView;

enum class FigureFormat { Png, Svg, Pdf, Csv };

/// In the order of FigureFormat.
QList<FileKind> figureKinds();

/// The charts side by side in rows of `columns`, at twice the size.
QImage figureImage(const QList<ChartView *> &charts, int columns);
/// The same as drawings: letters stay letters, lines lines.
std::string figureSvg(const QList<ChartView *> &charts, int columns);
std::string figurePdf(const QList<ChartView *> &charts, int columns);
/// Draws the charts now, encodes when it is called. Not for Csv.
std::function<std::string()> figureWriter(const QList<ChartView *> &charts, int columns, FigureFormat format);

void appendNumber(std::string &text, double value);

/// `then` is called on the thread of `context`, unless that is gone.
void writeInBackground(QObject *context, const QString &path, std::function<std::string()> contents,
                       std::function<void(const QString &path, const Status &status)> then);

} // namespace primer
