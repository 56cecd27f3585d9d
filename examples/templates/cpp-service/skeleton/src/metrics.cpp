#include "metrics.hpp"

#include <sstream>

namespace ${{ values.namespace }} {

void Metrics::Count(const std::string& name, const std::string& labels) {
  const std::lock_guard lock(mutex_);
  ++counters_[name][labels];
}

std::string Metrics::Text() const {
  const std::lock_guard lock(mutex_);
  std::ostringstream text;
  for (const auto& [name, values] : counters_) {
    text << "# TYPE " << name << " counter\n";
    for (const auto& [labels, value] : values) {
      text << name;
      if (!labels.empty()) text << "{" << labels << "}";
      text << " " << value << "\n";
    }
  }
  return text.str();
}

}  // namespace ${{ values.namespace }}
