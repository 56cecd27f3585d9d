#include "cli/generate.hpp"

#include <filesystem>
#include <format>
#include <set>
#include <vector>

#include "shared/base/text.hpp"
#include "shared/model/yaml_writer.hpp"

namespace callboard::cli {
namespace {

constexpr std::string_view kApiVersion = "backstage.io/v1alpha1";

std::string FirstOf(std::initializer_list<std::string_view> texts) {
  for (const std::string_view text : texts) {
    if (!text.empty()) return std::string(text);
  }
  return "";
}

std::string LastPart(std::string_view slug) {
  return std::string(slug.substr(slug.rfind('/') + 1));
}

class Generator {
 public:
  Generator(const Repository& repository, const GenerateOptions& options) : repository_(repository), options_(options) {
    const std::string hosted = repository.hosting ? LastPart(repository.hosting->slug) : "";
    name_ = EntityName(FirstOf({options.name, hosted, repository.folder_name}));
    if (name_.empty()) name_ = "component";
    owner_ = FirstOf({options.owner, repository.owner.value_or(""), kUnknownOwner});
    lifecycle_ = FirstOf({options.lifecycle, "production"});
    for (const ApiFile& api : repository.apis) api_names_.push_back(NameFor(api));
  }

  std::string Run() {
    std::string text = model::DumpYaml(Component());
    for (std::size_t i = 0; i < repository_.apis.size(); ++i)
      text += "---\n" + model::DumpYaml(Api(repository_.apis[i], api_names_[i]));
    return text;
  }

 private:
  /// "checkout-api" for the only description, else with the words that tell it from the others.
  std::string NameFor(const ApiFile& api) {
    const std::filesystem::path path(api.path);
    std::string stem = path.stem().string();
    for (const std::string_view suffix : {".openapi", ".asyncapi", ".swagger"}) {
      if (stem.ends_with(suffix)) stem.resize(stem.size() - suffix.size());
    }
    const bool is_generic = stem == "openapi" || stem == "swagger" || stem == "asyncapi" || stem == "schema" ||
                            stem == "api" || stem == "index";
    if (is_generic) stem = path.has_parent_path() ? path.parent_path().filename().string() : api.type;
    std::string name = EntityName(std::format("{}-{}", name_, stem));
    if (repository_.apis.size() == 1) name = EntityName(name_ + "-api");
    const std::string base = name;
    for (std::size_t number = 2; !taken_.insert(ToLowerAscii(name)).second; ++number)
      name = EntityName(std::format("{}-{}", base.substr(0, 58), number));
    return name;
  }

  Json Component() {
    Json metadata = {{"name", name_}};
    const std::string title = FirstOf({repository_.title, repository_.readme.title});
    if (!title.empty() && title != name_) metadata["title"] = title;
    const std::string description = FirstOf({repository_.readme.description, repository_.description});
    if (!description.empty()) metadata["description"] = description;
    if (const Json annotations = Annotations(); !annotations.empty()) metadata["annotations"] = annotations;
    if (!repository_.languages.empty()) metadata["tags"] = repository_.languages;
    Json spec = {
        {"type", FirstOf({options_.type, repository_.type, "service"})}, {"lifecycle", lifecycle_}, {"owner", owner_}};
    if (!options_.system.empty()) spec["system"] = options_.system;
    if (!api_names_.empty()) spec["providesApis"] = api_names_;
    return {{"apiVersion", kApiVersion}, {"kind", "Component"}, {"metadata", metadata}, {"spec", spec}};
  }

  [[nodiscard]] Json Annotations() const {
    Json annotations = Json::object();
    if (repository_.hosting) {
      const auto& [host, slug] = *repository_.hosting;
      if (host.contains("github")) annotations["github.com/project-slug"] = slug;
      if (host.contains("gitlab")) annotations["gitlab.com/project-slug"] = slug;
    }
    if (repository_.has_docs) annotations["backstage.io/techdocs-ref"] = "dir:.";
    return annotations;
  }

  [[nodiscard]] Json Api(const ApiFile& api, const std::string& name) const {
    Json metadata = {{"name", name}};
    if (!api.title.empty() && api.title != name) metadata["title"] = api.title;
    Json spec = {{"type", api.type}, {"lifecycle", lifecycle_}, {"owner", owner_}};
    if (!options_.system.empty()) spec["system"] = options_.system;
    spec["definition"] = {{"$text", "./" + api.path}};
    return {{"apiVersion", kApiVersion}, {"kind", "API"}, {"metadata", metadata}, {"spec", spec}};
  }

  const Repository& repository_;
  const GenerateOptions& options_;
  std::string name_;
  std::string owner_;
  std::string lifecycle_;
  std::set<std::string> taken_;
  std::vector<std::string> api_names_;
};

}  // namespace

std::string DescriptorFor(const Repository& repository, const GenerateOptions& options) {
  return Generator(repository, options).Run();
}

}  // namespace callboard::cli
