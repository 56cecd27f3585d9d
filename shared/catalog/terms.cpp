#include "shared/catalog/terms.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <format>
#include <vector>

#include "shared/base/json.hpp"
#include "shared/catalog/fold.hpp"

namespace callboard::catalog {
namespace {

bool IsSkipped(std::string_view path) {
  return path == "attachments" || path == "relations" || path == "status" || path == "metadata.uid" ||
         path == "metadata.etag";
}

/// Keeps one frame an open object or array and the path to it, in place of a document tree.
class LeafReader : public nlohmann::json_sax<Json> {
 public:
  LeafReader(std::string_view uid, const LeafVisitor& visit) : uid_(uid), visit_(visit) {}

  bool null() override { return Emit({.path = path_, .has_value = false}); }
  bool boolean(bool value) override { return Emit({.path = path_, .value = value ? "true" : "false"}); }
  bool number_integer(number_integer_t value) override { return Emit({.path = path_, .value = std::to_string(value)}); }
  bool number_unsigned(number_unsigned_t value) override {
    return Emit({.path = path_, .value = std::to_string(value)});
  }
  bool number_float(number_float_t value, const string_t& /*source*/) override {
    return Emit({.path = path_, .value = NumberText(value)});
  }
  bool string(string_t& value) override {
    const bool from_array = !frames_.empty() && frames_.back().is_array;
    return Emit({.path = path_, .value = value, .from_array = from_array});
  }
  bool binary(binary_t& /*value*/) override { return true; }

  bool start_object(std::size_t /*size*/) override { return Open(false); }
  bool end_object() override { return Close(); }
  bool start_array(std::size_t /*size*/) override { return Open(true); }
  bool end_array() override { return Close(); }

  bool key(string_t& key) override {
    if (Silent()) return true;
    path_.resize(frames_.back().path_length);
    if (!path_.empty()) path_ += '.';
    AppendFolded(key, path_);
    member_is_skipped_ = IsSkipped(path_) || !FitsIndex(path_);
    return true;
  }

  bool parse_error(std::size_t at, const std::string& /*token*/,
                   const nlohmann::detail::exception& /*error*/) override {
    error_position_ = at;
    return false;
  }

  [[nodiscard]] bool is_object() const { return is_object_; }
  [[nodiscard]] std::size_t error_position() const { return error_position_; }

  void Finish() {
    frames_.push_back({.path_length = 0, .is_array = false});
    if (!has_namespace_) visit_({.path = "metadata.namespace", .value = "default"});
    visit_({.path = "metadata.uid", .value = uid_, .has_value = !uid_.empty()});
  }

 private:
  struct Frame {
    std::size_t path_length;
    bool is_array;
  };

  [[nodiscard]] bool Silent() const { return silent_depth_ > 0; }

  bool Open(bool is_array) {
    if (frames_.empty() && silent_depth_ == 0) {
      is_object_ = !is_array;
      if (is_array) return false;
    }
    if (Silent() || member_is_skipped_) {
      ++silent_depth_;
      member_is_skipped_ = false;
      return true;
    }
    frames_.push_back({.path_length = path_.size(), .is_array = is_array});
    return true;
  }

  bool Close() {
    if (Silent()) {
      --silent_depth_;
      return true;
    }
    path_.resize(frames_.back().path_length);
    frames_.pop_back();
    return true;
  }

  bool Emit(const Leaf& leaf) {
    if (frames_.empty() && !Silent()) return false;
    if (Silent()) return true;
    if (member_is_skipped_) {
      member_is_skipped_ = false;
      return true;
    }
    if (leaf.path == "metadata.namespace") {
      if (leaf.value.empty()) return true;
      has_namespace_ = true;
    }
    visit_(leaf);
    return true;
  }

  std::string_view uid_;
  const LeafVisitor& visit_;
  std::string path_;
  std::vector<Frame> frames_;
  std::size_t silent_depth_ = 0;
  std::size_t error_position_ = 0;
  bool member_is_skipped_ = false;
  bool is_object_ = false;
  bool has_namespace_ = false;
};

}  // namespace

Status VisitLeaves(std::string_view document, std::string_view uid, const LeafVisitor& visit) {
  LeafReader reader(uid, visit);
  if (!Json::sax_parse(document, &reader)) {
    if (reader.error_position() == 0) return Fail(ErrorCode::InvalidInput, "not a JSON object");
    return Fail(ErrorCode::InvalidInput, std::format("not valid JSON at byte {}", reader.error_position()));
  }
  if (!reader.is_object()) return Fail(ErrorCode::InvalidInput, "not a JSON object");
  reader.Finish();
  return {};
}

std::string NumberText(double number) {
  constexpr double kPlainBelow = 1e21;
  if (number == 0) return "0";
  if (std::trunc(number) == number && std::abs(number) < kPlainBelow) return std::format("{:.0f}", number);
  return std::format("{}", number);
}

}  // namespace callboard::catalog
