// Owns: charts as files: figures for paper as PNG and SVG, numbers as CSV, asking where to, writing off the UI thread.
// Not here: how a chart draws itself (chart_view.h).
#pragma once

#include <functional>
#include <string>

#include <QImage>
#include <QList>
#include <QString>

#include "core/base/result.h"

class QWidget;

namespace primer {

class ChartView;

enum class FigureFormat { Png, Svg, Csv };

/// A name without an ending gets the format's.
QString withEnding(const QString &path, FigureFormat format);

/// Opens a dialog; `then` is called with the file that was chosen.
void askForFile(QWidget *parent, const QString &caption, const QString &name, FigureFormat format,
                std::function<void(const QString &path)> then);

/// The charts side by side in rows of `columns`, at twice the size.
QImage figureImage(const QList<ChartView *> &charts, int columns);
/// Encodes when it is called.
std::function<std::string()> pngOf(const QImage &image);
std::string figureSvg(ChartView &chart);

/// A cell of a CSV line.
std::string csvCell(const QString &text);
void appendNumber(std::string &text, double value);

/// `then` is called on the thread of `context`, unless that is gone.
void writeInBackground(QObject *context, const QString &path, std::function<std::string()> contents,
                       std::function<void(const QString &path, const Status &status)> then);

} // namespace primer
