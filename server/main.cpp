// The portal's process. --check-config says whether the configuration can be used; --print-config PATH prints one value
// of it.

#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "functions/kit/function_main.hpp"
#include "functions/kit/log.hpp"
#include "server/portal.hpp"

namespace {

using namespace callboard;

int PrintConfig(const kit::Config& config, std::string_view path) {
  const Json* const value = config.Find(path);
  if (value != nullptr) std::puts((value->is_string() ? value->get<std::string>() : DumpJson(*value)).c_str());
  return 0;
}

int Serve(const kit::ProcessSettings& settings) {
  kit::BlockTerminationSignals();
  const auto portal = server::Portal::Start(settings);
  if (!portal) return kit::FailStart(portal.error());
  return kit::RunApp((*portal)->Options(), settings, [&](int port) { (*portal)->StartTicking(port); });
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string_view> arguments(argv + 1, argv + argc);
  const auto settings = kit::ReadProcessSettings();
  if (!settings) return kit::FailStart(settings.error());
  if (arguments.size() == 1 && arguments[0] == "--check-config") {
    const auto checked = server::CheckConfig(settings->config);
    return checked ? 0 : kit::FailStart(checked.error());
  }
  if (arguments.size() == 2 && arguments[0] == "--print-config") return PrintConfig(settings->config, arguments[1]);
  return Serve(*settings);
}
