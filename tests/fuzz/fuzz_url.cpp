// Whatever a target says: the URL that is judged is the URL that is asked, it holds no way up, and what a host's file
// is fetched from is that host's.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "functions/catalog/glob.hpp"
#include "functions/catalog/scm_url.hpp"
#include "functions/catalog/url.hpp"
#include "shared/base/text.hpp"

namespace {

using namespace callboard;

const catalog::Integrations& Hosts() {
  static const catalog::Integrations kHosts = *catalog::Integrations::From(kit::Config(*ParseJson(R"({"integrations": {
    "gitlab": [{"host": "gl", "apiBaseUrl": "https://gl/x/api/v4", "baseUrl": "https://gl/x"}],
    "bitbucketServer": [{"host": "bb"}], "gitea": [{"host": "gt"}], "azure": [{"host": "a.visualstudio.com"}]}})")));
  return kHosts;
}

void CheckUrl(std::string_view text) {
  const auto url = catalog::ParseUrl(text);
  if (!url) return;
  const std::string written = catalog::UrlText(*url);
  const auto again = catalog::ParseUrl(written);
  if (!again || catalog::UrlText(*again) != written) std::abort();
  for (const std::string_view part : Split(PercentDecode(url->path), '/')) {
    if (part == "..") std::abort();
  }
  const catalog::Integration* const host = Hosts().ForUrl(written);
  if (host == nullptr) return;
  for (const bool has_credentials : {false, true}) {
    const auto fetch = catalog::FileFetchUrl(*host, written, has_credentials);
    if (fetch && !catalog::Serves(*host, *fetch)) std::abort();
  }
  const auto path = catalog::ParseRepositoryUrl(*host, written);
  if (path) static_cast<void>(catalog::SiblingUrl(*host, written, path->path));
  static_cast<void>(catalog::ResolveEditUrl(Hosts(), written));
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  CheckUrl(text);
  for (const char* const base :
       {"https://github.com/", "https://gitlab.com/", "https://gl/x/", "https://dev.azure.com/",
        "https://a.visualstudio.com/", "https://bitbucket.org/", "https://bb/", "https://gt/"})
    CheckUrl(base + text);
  const auto resolved = catalog::ResolveScmUrl(Hosts(), text, "https://github.com/o/r/blob/main/a/b.yaml");
  if (resolved) CheckUrl(*resolved);
  const auto reference = catalog::ResolveReference("https://h:8080/a/b?q", text);
  if (reference && reference->host.empty()) std::abort();
  const std::size_t half = text.size() / 2;
  const catalog::Glob glob(std::string_view(text).substr(0, half));
  static_cast<void>(glob.Matches(std::string_view(text).substr(half)));
  return 0;
}
