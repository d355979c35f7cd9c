// Owns: how much of each source stays, as bars before and after the cut. Not here: counting.
#pragma once

#include <vector>

#include <QWidget>

#include "core/quality/quality_view.h"

namespace primer {

class SourceBars : public QWidget
{
    Q_OBJECT
public:
    explicit SourceBars(QWidget *parent = nullptr);
    void setSources(const std::vector<SourceShare> &sources);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {160, 40}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    std::vector<SourceShare> m_sources;
};

} // namespace primer
