#include "functions/kit/gauge.hpp"

#include <prometheus/gauge.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <mutex>

namespace callboard::kit {
namespace {

struct Gauges {
  std::mutex mutex;
  prometheus::Registry registry{prometheus::Registry::InsertBehavior::Merge};
};

Gauges& AllGauges() {
  static Gauges gauges;
  return gauges;
}

}  // namespace

void SetGauge(std::string_view name, std::string_view help, const std::map<std::string, std::string>& labels,
              double value) {
  Gauges& gauges = AllGauges();
  const std::scoped_lock lock(gauges.mutex);
  prometheus::BuildGauge()
      .Name(std::string(name))
      .Help(std::string(help))
      .Register(gauges.registry)
      .Add(labels)
      .Set(value);
}

std::string GaugesText() {
  Gauges& gauges = AllGauges();
  const std::scoped_lock lock(gauges.mutex);
  return prometheus::TextSerializer().Serialize(gauges.registry.Collect());
}

}  // namespace callboard::kit
