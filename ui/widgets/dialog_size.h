// Owns: how large a dialog opens, and the forms of dialogs in one look. Not here: what is in them.
#pragma once

#include <initializer_list>

#include <QSize>

class QDialog;
class QFormLayout;

namespace primer {

/// As wanted where the window that it belongs to has the room, else what fits into that.
void resizeWithin(QDialog &dialog, QSize wanted);
/// Fields as wide as the dialog, labels flush with them, rows apart as everywhere.
void alignForm(QFormLayout &form);
/// Labels of several forms that stand beneath each other take one width.
void alignLabels(std::initializer_list<QFormLayout *> forms);

} // namespace primer
