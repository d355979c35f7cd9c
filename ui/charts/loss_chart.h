// Owns: the loss of a run over its steps: every step, their moving mean, held-out evaluations; the values under the
// pointer. Not here: reading events.
#pragma once

#include <vector>

#include <QPointF>
#include <QWidget>

namespace primer {

class LossChart : public QWidget
{
    Q_OBJECT
public:
    explicit LossChart(QWidget *parent = nullptr);
    /// x is the step. A step that is not after the last one replaces all from it on: a run went back.
    void addStep(double step, double loss);
    void addEvaluation(double step, double loss);
    void setPlannedSteps(double steps);
    void clear();
    int stepCount() const { return int(m_steps.size()); }
    double smoothedLoss() const { return m_smooth.empty() ? 0 : m_smooth.back().y(); }
    QSize sizeHint() const override { return {560, 320}; }
    QSize minimumSizeHint() const override { return {240, 160}; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    struct Scale {
        QRectF area;
        double lastStep = 1;
        double low = 0;
        double high = 1;
        QPointF at(const QPointF &value) const;
    };
    Scale scale() const;
    void drawAxes(QPainter &painter, const Scale &scale) const;
    void drawLine(QPainter &painter, const Scale &scale, const std::vector<QPointF> &line, const QPen &pen) const;
    void drawPointer(QPainter &painter, const Scale &scale) const;

    std::vector<QPointF> m_steps;
    std::vector<QPointF> m_smooth;
    std::vector<QPointF> m_evaluations;
    double m_plannedSteps = 0;
    int m_pointerX = -1;
};

} // namespace primer
