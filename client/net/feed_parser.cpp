#include "client/net/feed_parser.hpp"

#include <format>
#include <utility>

#include "shared/base/json.hpp"

namespace callboard::net {
namespace {

constexpr std::uint64_t kFeedFormat = 1;

std::uint64_t NumberAt(const Json& json, std::string_view key) {
  const Json* const member = FindMember(json, key);
  return member != nullptr && member->is_number_unsigned() ? member->get<std::uint64_t>() : 0;
}

bool FlagAt(const Json& json, std::string_view key) {
  const Json* const member = FindMember(json, key);
  return member != nullptr && member->is_boolean() && member->get<bool>();
}

bool IsStringTriple(const Json& json) {
  return json.is_array() && json.size() == 3 && json[0].is_string() && json[1].is_string() && json[2].is_string();
}

bool ReadRelations(const Json& json, std::vector<model::Relation>& relations) {
  const Json* const list = FindMember(json, "relations");
  if (list == nullptr) return true;
  if (!list->is_array()) return false;
  for (const Json& item : *list) {
    if (!IsStringTriple(item)) return false;
    relations.push_back({item[0].get<std::string>(), item[1].get<std::string>(), item[2].get<std::string>()});
  }
  return true;
}

bool ReadParents(const Json& json, std::vector<std::string>& parents) {
  const Json* const list = FindMember(json, "parents");
  if (list == nullptr) return true;
  if (!list->is_array()) return false;
  for (const Json& item : *list) {
    if (!item.is_string()) return false;
    parents.push_back(item.get<std::string>());
  }
  return true;
}

/// Null text when all is well, else what is wrong with the line.
const char* ReadChange(const Json& line, catalog::Change& change) {
  catalog::EntityRecord& record = change.record;
  record.change_seq = NumberAt(line, "seq");
  if (record.change_seq == 0) return "has no seq";
  record.ref = StringMember(line, "ref");
  if (record.ref.empty()) return "has no ref";
  change.removed = FlagAt(line, "removed");
  if (change.removed) return nullptr;
  const Json* const entity = FindMember(line, "entity");
  if (entity == nullptr || !entity->is_object()) return "has no entity";
  record.document = DumpJson(*entity);
  record.uid = StringMember(line, "uid");
  record.etag = StringMember(line, "etag");
  if (!ReadRelations(line, record.relations)) return "has relations that are not triples of strings";
  if (!ReadParents(line, record.parents)) return "has parents that are not strings";
  return nullptr;
}

}  // namespace

Status FeedParser::Read(std::string_view bytes, FeedPiece& piece) {
  for (std::size_t end = bytes.find('\n'); end != std::string_view::npos; end = bytes.find('\n')) {
    std::string_view line = bytes.substr(0, end);
    if (!partial_.empty()) {
      partial_ += line;
      line = partial_;
    }
    ++line_number_;
    if (auto status = ReadLine(line, piece); !status) return status;
    partial_.clear();
    bytes.remove_prefix(end + 1);
  }
  partial_ += bytes;
  return {};
}

Status FeedParser::ReadLine(std::string_view line, FeedPiece& piece) {
  const auto invalid = [&](std::string_view what) {
    return Fail(ErrorCode::InvalidInput, std::format("Line {} of the catalog feed {}", line_number_, what));
  };
  if (ended_) return invalid("comes after the end");
  const auto json = ParseJson(line);
  if (!json || !json->is_object()) return invalid("is not a JSON object");
  if (!begun_) {
    if (NumberAt(*json, "feed") != kFeedFormat) return invalid("is not the head of a feed in format 1");
    begun_ = true;
    piece.head = FeedHead{NumberAt(*json, "from"), NumberAt(*json, "version"),
                          static_cast<std::size_t>(NumberAt(*json, "total"))};
    return {};
  }
  if (FlagAt(*json, "end")) {
    ended_ = true;
    piece.end = NumberAt(*json, "version");
    return {};
  }
  catalog::Change change;
  if (const char* const problem = ReadChange(*json, change); problem != nullptr) return invalid(problem);
  piece.changes.push_back(std::move(change));
  return {};
}

Status FeedParser::Finish() const {
  if (ended_) return {};
  return Fail(ErrorCode::Unavailable, "The catalog was cut off while it was loading");
}

}  // namespace callboard::net
