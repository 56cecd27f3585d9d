#include "functions/catalog/ref_bundler.hpp"

#include <algorithm>
#include <charconv>
#include <deque>
#include <format>
#include <map>
#include <memory>
#include <optional>
#include <ranges>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "functions/kit/http.hpp"
#include "shared/base/json.hpp"
#include "shared/base/text.hpp"
#include "shared/model/yaml.hpp"
#include "shared/model/yaml_writer.hpp"

namespace callboard::catalog {
namespace {

constexpr int kMaxSteps = 100;  // from reference to reference
constexpr std::size_t kMaxNodes = 1'000'000;
constexpr std::size_t kMaxPath = 4096;

/// A place in one of the files; `pointer` is a JSON pointer.
struct Place {
  std::size_t file = 0;
  std::string pointer;

  friend auto operator<=>(const Place&, const Place&) = default;
};

/// Where a reference leads after all that it goes through.
struct Target {
  Place place;
  const Json* value = nullptr;
  int indirections = 0;
  bool circular = false;  // it leads to itself
};

/// A reference, where it is met first on the way from the root, and what becomes of it.
struct Entry {
  std::string path_from_root;  // a JSON pointer
  std::size_t depth = 0;
  Target target;
  bool is_extended = false;
  bool is_inlined = false;
  std::string reference;   // when it is not
  std::size_t number = 0;  // in the order in which they were met
};

/// Something that is still to be looked through.
struct Task {
  Place at;
  const Json* json = nullptr;
  std::string path_from_root;
  int indirections = 0;
  bool is_target = false;  // of a reference
};

std::optional<std::string_view> ReferenceOf(const Json& json) {
  const Json* const reference = FindMember(json, "$ref");
  if (reference == nullptr || !reference->is_string()) return std::nullopt;
  const std::string_view text = reference->get_ref<const std::string&>();
  if (text.empty() || (text.starts_with('#') && text != "#" && !text.starts_with("#/"))) return std::nullopt;
  return text;
}

std::string Below(const std::string& pointer, std::string_view key) {
  return std::format("{}/{}", pointer, EscapePointerPart(key));
}

std::size_t DefinitionsAt(const std::string& path) {
  const auto last = [&](std::string_view word) {
    const std::size_t at = path.rfind(word);
    return at == std::string::npos ? 0 : at + 1;
  };
  return std::max(last("/definitions"), last("/$defs"));
}

/// Definitions first, then by length: that makes for the shortest references.
std::vector<std::string> KeysInOrder(const Json& json) {
  std::vector<std::string> keys;
  for (auto member = json.begin(); member != json.end(); ++member)
    keys.push_back(json.is_object() ? member.key() : std::to_string(member - json.begin()));
  std::ranges::stable_sort(keys, {}, [](const std::string& key) {
    return key == "definitions" || key == "$defs" ? std::size_t{0} : key.size() + 1;
  });
  return keys;
}

const Json* Child(const Json& json, const std::string& key) {
  if (!json.is_array()) return FindMember(json, key);
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), index);
  if (error != std::errc{} || end != key.data() + key.size() || index >= json.size()) return nullptr;
  return &json[index];
}

/// Where AsyncAPI 3 wants references, by the pattern `begin`…`word`.
bool IsKeptByAsyncApi(const std::string& path) {
  constexpr std::pair<std::string_view, std::string_view> kKept[] = {
      {"/channels/", "/servers"}, {"/operations/", "/channel"}, {"/operations/", "/messages"}};
  const std::string_view inner = path.starts_with("/components/") ? std::string_view(path).substr(11) : path;
  return std::ranges::any_of(kKept, [&](const auto& kept) {
    return inner.starts_with(kept.first) && inner.find(kept.second, kept.first.size()) != std::string_view::npos;
  });
}

Error TooLarge() {
  return {ErrorCode::TooLarge, "what it refers to is too large, or nested too deeply", {}, nullptr};
}

class Bundler {
 public:
  Bundler(const BundledFile& file, const BundleReader& read) : read_(read) {
    if (Status added = Add(file); !added) failure_ = added.error();
  }

  Result<std::string> Bundle() {
    if (failure_) return std::unexpected(*failure_);
    const Json* const version = FindMember(*documents_.front(), "asyncapi");
    keeps_references_ = version != nullptr && version->is_string() && version->get<std::string>().starts_with("3.");
    Crawl();
    if (failure_) return std::unexpected(*failure_);
    Decide();
    Json bundled = Expand({0, ""}, *documents_.front(), 0);
    if (failure_) return std::unexpected(*failure_);
    Straighten(bundled);
    return model::DumpYaml(bundled);
  }

 private:
  Status Add(const BundledFile& file) {
    if (names_.size() == kMaxBundledFiles)
      return Fail(ErrorCode::TooLarge, std::format("it refers to more than {} files", kMaxBundledFiles));
    if (!kit::IsPlainText(file.text))
      return Fail(ErrorCode::InvalidInput, std::format("{}: expected UTF-8 without NUL characters", file.name));
    auto parsed = model::ParseYamlDocuments(file.text);
    if (parsed.size() != 1)
      return Fail(ErrorCode::InvalidInput,
                  std::format("{}: expected one YAML document, found {}", file.name, parsed.size()));
    if (!parsed[0].content)
      return Fail(parsed[0].content.error().code, std::format("{}: {}", file.name, parsed[0].content.error().message));
    names_.push_back(file.name);
    documents_.push_back(std::make_unique<Json>(std::move(*parsed[0].content)));
    return {};
  }

  /// The file that `reference` names; read when it is asked for first.
  Result<std::size_t> FileAt(std::size_t from, const std::string& reference) {
    const auto [known, is_new] = files_.try_emplace({from, reference}, 0);
    if (!is_new) return known->second;
    auto file = read_(names_[from], reference);
    if (!file) return std::unexpected(file.error());
    const auto same = std::ranges::find(names_, file->name);
    known->second = static_cast<std::size_t>(same - names_.begin());
    if (same == names_.end()) {
      if (Status added = Add(*file); !added) return std::unexpected(added.error());
    }
    return known->second;
  }

  /// Goes where `reference`, which stands at `at`, leads.
  Result<Target> Resolve(const Place& at, std::string_view reference, int steps) {
    const std::size_t hash = std::min(reference.find('#'), reference.size());
    Target target{.place = {at.file, ""}, .value = nullptr};
    if (hash > 0) {
      const auto file = FileAt(at.file, std::string(reference.substr(0, hash)));
      if (!file) return std::unexpected(file.error());
      target.place.file = *file;
    }
    target.value = documents_[target.place.file].get();
    const std::string pointer = hash < reference.size() ? PercentDecode(reference.substr(hash + 1)) : "";
    if (!pointer.empty() && !pointer.starts_with('/'))
      return Fail(ErrorCode::InvalidInput, std::format("\"{}\" does not hold a JSON pointer", reference));
    const auto parts =
        pointer.empty() ? std::vector<std::string_view>{} : Split(std::string_view(pointer).substr(1), '/');
    for (const std::string_view part : parts) {
      const std::string key = UnescapePointerPart(part);
      if (Child(*target.value, key) == nullptr) {
        if (Status followed = Follow(target, at, steps); !followed) return std::unexpected(followed.error());
      }
      target.value = Child(*target.value, key);
      if (target.value == nullptr)
        return Fail(ErrorCode::InvalidInput,
                    std::format("\"{}\" leads nowhere: \"{}\" does not exist", reference, key));
      target.place.pointer = Below(target.place.pointer, key);
    }
    if (target.value->size() == 1) {
      if (Status followed = Follow(target, at, steps); !followed) return std::unexpected(followed.error());
    }
    return target;
  }

  /// When the target so far is a reference itself, goes on to where that leads. `origin` is the reference that led
  /// here.
  Status Follow(Target& target, const Place& origin, int steps) {
    const auto reference = ReferenceOf(*target.value);
    if (!reference) return {};
    if (target.place == origin || steps == kMaxSteps) {
      target.circular = true;
      return {};
    }
    auto next = Resolve(target.place, *reference, steps + 1);
    if (!next) return std::unexpected(next.error());
    next->indirections += target.indirections + 1;
    target = *next;
    return {};
  }

  /// Depth first, without recursion: definitions may refer to each other in chains of any length.
  void Crawl() {
    tasks_.push_back({.at = {0, ""}, .json = documents_.front().get(), .path_from_root = {}});
    while (!tasks_.empty() && !failure_) {
      const Task task = std::move(tasks_.back());
      tasks_.pop_back();
      if (!task.json->is_structured()) continue;
      const bool is_reference = ReferenceOf(*task.json).has_value();
      if (!is_reference || task.is_target) {
        if (keeps_references_ && IsKeptByAsyncApi(task.path_from_root)) continue;
        if (!crawled_.insert(task.at).second) continue;
      }
      if (task.path_from_root.size() > kMaxPath) failure_ = TooLarge();
      if (is_reference) {
        TakeStock(task);
        continue;
      }
      auto keys = KeysInOrder(*task.json);
      for (const std::string& key : keys | std::views::reverse)
        tasks_.push_back({.at = {task.at.file, Below(task.at.pointer, key)},
                          .json = Child(*task.json, key),
                          .path_from_root = Below(task.path_from_root, key),
                          .indirections = task.indirections});
    }
  }

  void TakeStock(const Task& task) {
    auto target = Resolve(task.at, *ReferenceOf(*task.json), 0);
    if (!target) {
      failure_ = target.error();
      return;
    }
    target->indirections += task.indirections;
    Entry entry{.path_from_root = task.path_from_root,
                .depth = static_cast<std::size_t>(std::ranges::count(task.path_from_root, '/')),
                .target = *target,
                .is_extended = task.json->size() > 1,
                .reference = {},
                .number = ++met_};
    const auto [known, is_new] = inventory_.try_emplace(task.at, entry);
    if (!is_new) {
      if (entry.depth >= known->second.depth && target->indirections >= known->second.target.indirections) return;
      known->second = std::move(entry);
    }
    if (is_new || target->place.file != 0)
      tasks_.push_back({.at = target->place,
                        .json = target->value,
                        .path_from_root = task.path_from_root,
                        .indirections = target->indirections + 1,
                        .is_target = true});
  }

  /// Of the references to one value, the first gets the value, and the others lead there.
  void Decide() {
    std::vector<Entry*> entries;
    for (auto& [place, entry] : inventory_) entries.push_back(&entry);
    std::ranges::sort(entries, {}, [](const Entry* entry) {
      return std::tuple(entry->target.place.file, std::string_view(entry->target.place.pointer),
                        !entry->target.circular, entry->is_extended, entry->target.indirections, entry->depth,
                        -static_cast<long long>(DefinitionsAt(entry->path_from_root)), entry->path_from_root.size(),
                        entry->number);
    });
    const Entry* first = nullptr;
    for (Entry* const entry : entries) {
      const Place& place = entry->target.place;
      const bool is_in_file = first != nullptr && first->target.place.file == place.file;
      if (place.file == 0) {
        entry->reference = "#" + place.pointer;
      } else if (is_in_file && (place.pointer == first->target.place.pointer ||
                                place.pointer.starts_with(first->target.place.pointer + "/"))) {
        entry->reference = "#" + first->path_from_root + place.pointer.substr(first->target.place.pointer.size());
      } else {
        first = entry;
        entry->is_inlined = !entry->target.circular;
        entry->reference = "#" + entry->path_from_root;
      }
    }
  }

  Json Expand(const Place& at, const Json& json, int depth) {
    if (++nodes_ > kMaxNodes || depth > 4 * kMaxSteps) {
      if (!failure_) failure_ = TooLarge();
      return nullptr;
    }
    if (const auto decided = inventory_.find(at); decided != inventory_.end()) {
      const Entry& entry = decided->second;
      if (entry.is_inlined) return Merged(json, Expand(entry.target.place, *entry.target.value, depth + 1));
      Json reference = json;
      reference["$ref"] = entry.reference;
      return reference;
    }
    if (!json.is_structured()) return json;
    Json expanded = json.is_array() ? Json::array() : Json::object();
    std::size_t index = 0;
    for (auto member = json.begin(); member != json.end(); ++member, ++index) {
      if (json.is_array()) {
        expanded.push_back(Expand({at.file, Below(at.pointer, std::to_string(index))}, *member, depth + 1));
      } else {
        expanded[member.key()] = Expand({at.file, Below(at.pointer, member.key())}, *member, depth + 1);
      }
    }
    return expanded;
  }

  /// What stands beside a `$ref` goes before what it leads to.
  static Json Merged(const Json& reference, Json value) {
    if (reference.size() == 1 || !value.is_object()) return value;
    Json merged = Json::object();
    for (const auto& [key, sibling] : reference.items()) {
      if (key != "$ref") merged[key] = sibling;
    }
    for (const auto& [key, member] : value.items()) {
      if (!merged.contains(key)) {
        merged[key] = member;
      } else if (merged[key].is_object() && member.is_object()) {
        Json deep = member;
        deep.merge_patch(merged[key]);
        merged[key] = std::move(deep);
      }
    }
    return merged;
  }

  /// References that lead through other references are made to lead past them, which JSON pointers cannot do.
  static void Straighten(Json& bundled) {
    std::deque<Json*> waiting{&bundled};
    while (!waiting.empty()) {
      Json& json = *waiting.front();
      waiting.pop_front();
      if (const auto reference = ReferenceOf(json); reference && reference->starts_with("#/"))
        json["$ref"] = Straightened(bundled, std::string(*reference));
      if (!json.is_structured()) continue;
      for (Json& child : json) waiting.push_back(&child);
    }
  }

  static std::string Straightened(const Json& bundled, const std::string& reference) {
    const Json* at = &bundled;
    std::string path = "#";
    for (const std::string_view part : Split(std::string_view(reference).substr(2), '/')) {
      const std::string key = UnescapePointerPart(part);
      const auto through = Child(*at, key) == nullptr ? ReferenceOf(*at) : std::nullopt;
      if (through && through->starts_with("#/")) {
        path = *through;
        at = &bundled;
        for (const std::string_view step : Split(through->substr(2), '/')) {
          at = Child(*at, UnescapePointerPart(step));
          if (at == nullptr) return reference;
        }
      }
      at = Child(*at, key);
      if (at == nullptr) return reference;
      path.append("/").append(part);
    }
    return path;
  }

  const BundleReader& read_;
  std::optional<Error> failure_;
  std::vector<std::string> names_;
  std::vector<std::unique_ptr<Json>> documents_;
  std::map<std::pair<std::size_t, std::string>, std::size_t> files_;
  bool keeps_references_ = false;
  std::set<Place> crawled_;
  std::vector<Task> tasks_;
  std::map<Place, Entry> inventory_;
  std::size_t met_ = 0;
  std::size_t nodes_ = 0;
};

}  // namespace

Result<std::string> BundleReferences(const BundledFile& file, const BundleReader& read) {
  return Bundler(file, read).Bundle();
}

}  // namespace callboard::catalog
