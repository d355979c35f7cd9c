// Owns: ending a connection's running statement when somebody cancels. Not here: who cancels (core/base/feedback.h).
#pragma once

#include "core/base/feedback.h"

struct sqlite3;

namespace primer {

class Connection;

/// While it lives, a statement of the connection that runs when `feedback` is cancelled, from whatever thread, ends
/// with Cancelled. For statements that may take long without giving a row.
class InterruptOnCancel
{
public:
    InterruptOnCancel(Connection &connection, const Feedback &feedback);
    ~InterruptOnCancel();
    InterruptOnCancel(const InterruptOnCancel &) = delete;
    InterruptOnCancel &operator=(const InterruptOnCancel &) = delete;

private:
    sqlite3 *m_handle;
};

} // namespace primer
