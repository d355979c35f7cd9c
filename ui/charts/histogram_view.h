// Owns: a histogram with bars for all samples and for the current set; a click or a brush asks for a range.
// Not here: counting (core/query).
#pragma once

#include <vector>

#include <QString>
#include <QWidget>

namespace primer {

struct HistogramData {
    QString title;
    bool isInteger = false;
    std::vector<double> edges; ///< bins + 1
    std::vector<qint64> all;
    std::vector<qint64> selected;
    qint64 withoutValue = 0;
};

class HistogramView : public QWidget
{
    Q_OBJECT
public:
    explicit HistogramView(QWidget *parent = nullptr);
    void setData(const HistogramData &data);
    QSize sizeHint() const override { return {320, 120}; }
    QSize minimumSizeHint() const override { return {120, 80}; }

Q_SIGNALS:
    /// Both ends belong to the range.
    void rangeChosen(double low, double high);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool event(QEvent *event) override;

private:
    QRect plotArea() const;
    int binAt(int x) const;
    std::pair<double, double> binBounds(int bin) const;
    QString binText(int bin) const;
    QString edgeText(double value) const;
    void choose(int first, int last);

    HistogramData m_data;
    int m_pressedBin = -1;
    int m_currentBin = -1; ///< under the pointer or the keyboard's cursor
};

} // namespace primer
