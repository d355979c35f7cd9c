#include "ui/charts/chart_accessible.h"

#include <QAccessible>
#include <QAccessibleWidget>

#include "ui/charts/chart_view.h"

namespace primer {

namespace {

constexpr int steps = 100; ///< through a whole axis

class ChartAccessible : public QAccessibleWidget, public QAccessibleValueInterface
{
public:
    explicit ChartAccessible(ChartView *view) : QAccessibleWidget(view, QAccessible::Chart) {}

    QString text(QAccessible::Text kind) const override
    {
        return kind == QAccessible::Value ? view().currentReadOut().text() : QAccessibleWidget::text(kind);
    }
    int childCount() const override { return 0; } // the viewport is no part to go to
    QAccessibleInterface *child(int) const override { return nullptr; }
    void *interface_cast(QAccessible::InterfaceType type) override
    {
        if (type == QAccessible::ValueInterface && view().position())
            return static_cast<QAccessibleValueInterface *>(this);
        return QAccessibleWidget::interface_cast(type);
    }
    QVariant currentValue() const override { return view().position().value_or(0); }
    void setCurrentValue(const QVariant &value) override { view().setPosition(value.toDouble()); }
    QVariant minimumValue() const override { return view().positionRange().first; }
    QVariant maximumValue() const override { return view().positionRange().second; }
    QVariant minimumStepSize() const override
    {
        const auto [low, high] = view().positionRange();
        return (high - low) / steps;
    }

private:
    ChartView &view() const { return *static_cast<ChartView *>(object()); }
};

QAccessibleInterface *accessibleOf(const QString &, QObject *object)
{
    auto *view = qobject_cast<ChartView *>(object);
    return view ? new ChartAccessible(view) : nullptr;
}

} // namespace

void installChartAccessibility()
{
    static const bool isInstalled = [] {
        QAccessible::installFactory(accessibleOf);
        return true;
    }();
    (void)isInstalled;
}

} // namespace primer
