// Owns: what the window asks of a style beyond what it gives: borders that are seen in the dark, boxes to tick, the
// ring of focus, the program's own icons, no icons on the buttons of dialogs. Not here: colours (palettes.h).
#pragma once

#include <QProxyStyle>

namespace primer {

class WindowStyle : public QProxyStyle
{
    Q_OBJECT
public:
    /// Draws by the style of this name ("Fusion").
    explicit WindowStyle(const QString &base);

    int styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                  QStyleHintReturn *answer) const override;
    int pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const override;
    QSize sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                           const QWidget *widget) const override;
    QIcon standardIcon(StandardPixmap which, const QStyleOption *option, const QWidget *widget) const override;
    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                       const QWidget *widget) const override;
    void drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                     const QWidget *widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                            const QWidget *widget) const override;

private:
    void drawScrollBar(const QStyleOptionComplex &option, QPainter &painter, const QWidget *widget) const;
    void drawSlider(const QStyleOptionComplex &option, QPainter &painter, const QWidget *widget) const;

    bool m_isFusion; ///< what is drawn over it fits nothing else
};

} // namespace primer
