// Owns: drawing the histogram of scores, stacked by label or source, with the cut that is dragged through it. Not here:
// counting.
#pragma once

#include <memory>

#include <QWidget>

#include "core/quality/quality_view.h"

namespace primer {

class ScoreHistogram : public QWidget
{
    Q_OBJECT
public:
    enum class Stacking { Label, Judgement, Source }; ///< judgements are drawn alone: they are few

    explicit ScoreHistogram(QWidget *parent = nullptr);
    void setView(std::shared_ptr<const QualityView> view);
    void setStacking(Stacking stacking);
    void setCut(double cut);
    double cut() const { return m_cut; }
    QSize sizeHint() const override { return {640, 260}; }
    QSize minimumSizeHint() const override { return {260, 140}; }

Q_SIGNALS:
    /// By pointer or keys.
    void cutMoved(double cut);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool event(QEvent *event) override;

private:
    QRect plotArea() const;
    const std::vector<std::vector<std::int64_t>> &stacks() const;
    std::size_t kinds() const;
    QString nameOf(std::size_t kind) const;
    QColor colourOf(std::size_t kind) const;
    void drawBars(QPainter &painter, const QRect &area) const;
    void drawLegend(QPainter &painter) const;
    void moveTo(double cut);

    std::shared_ptr<const QualityView> m_view;
    Stacking m_stacking = Stacking::Label;
    double m_cut = 0.5;
};

} // namespace primer
