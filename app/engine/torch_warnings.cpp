#include "app/engine/torch_warnings.h"

#include <string>

#include <c10/util/Exception.h>

#include "core/base/log.h"

namespace primer::engine {

namespace {

class Handler : public c10::WarningHandler
{
public:
    void process(const c10::Warning &warning) override { log::writeFor("torch", log::Level::Warning, warning.msg()); }
};

} // namespace

TorchWarnings::TorchWarnings() : m_handler(std::make_unique<Handler>())
{
    c10::WarningUtils::set_warning_handler(m_handler.get());
}

TorchWarnings::~TorchWarnings() { c10::WarningUtils::set_warning_handler(nullptr); }

} // namespace primer::engine
