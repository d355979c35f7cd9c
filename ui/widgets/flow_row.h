// Owns: a row of tools that goes on in a further line where it is too narrow, and is always as high as its lines.
// Not here: breaking the lines (flow_layout.h).
#pragma once

#include <QWidget>

namespace primer {

class FlowRow : public QWidget
{
public:
    explicit FlowRow(QWidget *parent = nullptr);
    void addWidget(QWidget *widget);
    void insertWidget(int place, QWidget *widget);

    /// Its height is fixed for the width it has, so that the layouts around it need not ask: one that does takes
    /// preferred heights for all of its page.
    bool hasHeightForWidth() const override { return false; }

protected:
    void resizeEvent(QResizeEvent *event) override;
    bool event(QEvent *event) override;

private:
    void fit();
};

} // namespace primer
