// Any bytes are read without a crash; what was read is written so that it reads back the same.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "shared/model/yaml.hpp"
#include "shared/model/yaml_writer.hpp"

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace callboard;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const model::YamlDocument& document : model::ParseYamlDocuments(text)) {
    static_cast<void>(model::LineOfPath(text, document.number, "/spec/owner"));
    if (!document.content) continue;
    const auto again = model::ParseYamlDocuments(model::DumpYaml(*document.content));
    if (document.content->is_null() && again.size() <= 1) continue;
    if (again.size() != 1 || !again[0].content || *again[0].content != *document.content) std::abort();
  }
  return 0;
}
