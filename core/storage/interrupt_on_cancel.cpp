#include "core/storage/interrupt_on_cancel.h"

#include <sqlite3.h>

#include "core/storage/connection.h"

namespace primer {

namespace {

constexpr int stepsBetweenLooks = 10'000; // of SQLite's machine: well under a millisecond

int isCancelled(void *feedback) { return static_cast<const Feedback *>(feedback)->isCancelled() ? 1 : 0; }

} // namespace

InterruptOnCancel::InterruptOnCancel(Connection &connection, const Feedback &feedback) : m_handle(connection.handle())
{
    sqlite3_progress_handler(m_handle, stepsBetweenLooks, isCancelled, const_cast<Feedback *>(&feedback));
}

InterruptOnCancel::~InterruptOnCancel() { sqlite3_progress_handler(m_handle, 0, nullptr, nullptr); }

} // namespace primer
