// Owns: a small line of how fast a job was at each look. Not here: measuring it (core/jobs).
#pragma once

#include <vector>

#include <QWidget>

namespace primer {

class RateLine : public QWidget
{
    Q_OBJECT
public:
    explicit RateLine(QWidget *parent = nullptr);
    void setRates(const std::vector<double> &rates);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    std::vector<double> m_rates;
};

} // namespace primer
