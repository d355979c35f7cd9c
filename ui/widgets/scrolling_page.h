// Owns: a page that scrolls where the window is too small for it, so that the window never outgrows the screen.
#pragma once

class QWidget;

namespace primer {

/// Takes the page; deleting it deletes the page.
QWidget *scrollingPage(QWidget *page);

} // namespace primer
