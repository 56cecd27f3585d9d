#include <algorithm>
#include <format>
#include <optional>

#include "functions/catalog/handlers.hpp"
#include "functions/catalog/push.hpp"
#include "functions/catalog/push_store.hpp"
#include "functions/kit/error_body.hpp"
#include "functions/kit/log.hpp"
#include "shared/base/text.hpp"

namespace callboard::catalog {
namespace {

constexpr std::size_t kMaxSourceName = 63;
constexpr std::size_t kMaxListedProblems = 100;
constexpr int kPreconditionFailed = 412;
constexpr int kNotModified = 304;

bool IsNameCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
}

Result<std::string> SourceParam(const kit::Request& request) {
  const std::string_view name = kit::QueryValue(request, "source").value_or("");
  if (!name.empty() && name.size() <= kMaxSourceName && std::ranges::all_of(name, IsNameCharacter))
    return std::string(name);
  return Fail(ErrorCode::InvalidInput,
              std::format("source: expected 1 to {} letters, digits, \"-\", \"_\" and \".\"", kMaxSourceName));
}

Result<bool> DryRunParam(const kit::Request& request) {
  const auto text = kit::QueryValue(request, "dryRun");
  if (!text || *text == "false") return false;
  if (*text == "true" || text->empty()) return true;
  return Fail(ErrorCode::InvalidInput, "dryRun must be true or false");
}

Json JsonFromPushProblem(const PushProblem& problem) {
  Json json = {{"message", problem.message}};
  if (!problem.entity_ref.empty()) json["entityRef"] = problem.entity_ref;
  if (problem.index >= 0) json["index"] = problem.index;
  if (problem.document != 0) json["document"] = problem.document;
  if (problem.line != 0) json["line"] = problem.line;
  if (!problem.path.empty()) json["path"] = problem.path;
  return json;
}

Json JsonFromProblems(const std::vector<PushProblem>& problems) {
  Json list = Json::array();
  for (const PushProblem& problem : problems) {
    if (list.size() == kMaxListedProblems) {
      list.push_back({{"message", std::format("{} more problems", problems.size() - list.size())}});
      break;
    }
    list.push_back(JsonFromPushProblem(problem));
  }
  return list;
}

std::string Quoted(std::string_view etag) {
  return std::format("\"{}\"", etag);
}

bool Names(std::string_view header, const std::optional<PushedState>& state) {
  if (!state) return false;
  const std::string etag = Quoted(EtagOf(*state));
  return std::ranges::any_of(Split(header, ','), [&](std::string_view candidate) {
    candidate = TrimSpace(candidate);
    return candidate == "*" || candidate == etag || (candidate.starts_with("W/") && candidate.substr(2) == etag);
  });
}

/// The location that owns the entity, when it is another one than `own`; an orphan belongs to nobody.
std::string OwnerElsewhere(const Index& index, std::string_view ref, std::string_view own) {
  const auto id = index.FindByRef(ref);
  if (!id) return "";
  const auto document = ParseJson(index.Document(*id));
  if (!document) return "";
  const model::Entity entity{*document};
  const std::string_view owner = model::Annotation(entity, kManagedByLocation);
  return owner == own || !model::Annotation(entity, kOrphanAnnotation).empty() ? "" : std::string(owner);
}

/// One push on its way through the store: what it finds, and what it answers.
class PushRun {
 public:
  PushRun(const kit::Request& request, const CatalogDeps& deps, const std::string& source, Push& push, bool is_dry)
      : request_(request), deps_(deps), location_("push:" + source), push_(push), is_dry_(is_dry) {
    answer_ = {{"source", source}, {"dryRun", is_dry}};
  }

  Result<std::optional<PushedState>> Step(const std::optional<PushedState>& before) {
    if (!MeetsPreconditions(before)) return std::nullopt;
    difference_ = Compare(before.value_or(PushedState{}), push_);
    const std::string_view known = kit::Header(request_, "if-none-match");
    if (!known.empty() && before && Names(known, difference_.next) && *before == difference_.next) {
      response_.status = kNotModified;
      response_.headers.emplace("ETag", Quoted(EtagOf(*before)));
      return std::nullopt;
    }
    if (is_dry_) {
      FindConflicts();
      Answer(before ? EtagOf(*before) : "");
      return std::nullopt;
    }
    if (auto written = Write(); !written) return std::unexpected(written.error());
    Answer(EtagOf(difference_.next));
    return difference_.next;
  }

  kit::Response TakeResponse() { return std::move(response_); }

 private:
  bool MeetsPreconditions(const std::optional<PushedState>& before) {
    const std::string_view match = kit::Header(request_, "if-match");
    const bool is_new_wanted = TrimSpace(kit::Header(request_, "if-none-match")) == "*";
    std::string refusal;
    if (!match.empty() && !Names(match, before))
      refusal = before ? "Something else was pushed to the source since" : "Nothing was pushed to the source yet";
    else if (is_new_wanted && before)
      refusal = "The source was pushed to already";
    if (refusal.empty()) return true;
    response_ = kit::RefusalResponse(kPreconditionFailed, refusal, request_);
    if (before) response_.headers.emplace("ETag", Quoted(EtagOf(*before)));
    return false;
  }

  void FindConflicts() {
    deps_.replica->With([&](const Index& index) {
      for (const PushedEntity& entity : push_.entities) {
        if (const std::string owner = OwnerElsewhere(index, entity.ref, location_); !owner.empty())
          LeaveOut(entity.ref, owner);
      }
    });
  }

  Status Write() {
    std::vector<UnprocessedEntity> entities;
    for (PushedEntity& entity : push_.entities) entities.push_back(std::move(entity.unprocessed));
    const auto written = push_.is_patch ? deps_.writer->PatchSource(location_, {std::move(entities), push_.removes, ""})
                                        : deps_.writer->ReplaceSource(location_, entities);
    if (!written) return std::unexpected(written.error());
    deps_.replica->With([&](const Index& index) {
      for (const LocationConflict& conflict : written->conflicts) {
        if (conflict.location_key == location_) LeaveOut(conflict.ref, OwnerElsewhere(index, conflict.ref, location_));
      }
    });
    for (const RejectedEntity& rejected : written->rejected) {
      for (const ProcessingProblem& problem : rejected.problems)
        push_.problems.push_back({.message = problem.error.message, .entity_ref = rejected.ref, .path = problem.path});
    }
    if (written->version != 0) answer_["version"] = written->version;
    return {};
  }

  /// An entity that another location owns is not part of what this source says: the next push tries again.
  void LeaveOut(const std::string& ref, const std::string& owner) {
    Json conflict = {{"entityRef", ref}};
    if (!owner.empty()) conflict["location"] = owner;
    conflicts_.push_back(std::move(conflict));
    difference_.next.erase(ref);
    std::erase(difference_.added, ref);
    std::erase(difference_.changed, ref);
  }

  void Answer(const std::string& etag) {
    answer_["accepted"] = push_.problems.empty() && conflicts_.empty();
    answer_["added"] = difference_.added;
    answer_["changed"] = difference_.changed;
    answer_["removed"] = difference_.removed;
    answer_["unchanged"] = difference_.next.size() - difference_.added.size() - difference_.changed.size();
    answer_["conflicts"] = conflicts_;
    answer_["problems"] = JsonFromProblems(push_.problems);
    response_ = kit::JsonResponse(answer_);
    if (!etag.empty()) response_.headers.emplace("ETag", Quoted(etag));
  }

  const kit::Request& request_;
  const CatalogDeps& deps_;
  std::string location_;
  Push& push_;
  bool is_dry_;
  PushDifference difference_;
  Json conflicts_ = Json::array();
  Json answer_;
  kit::Response response_;
};

/// All that is wrong, in the shape of an error.
kit::Response Refuse(const Push& push, const kit::Request& request) {
  const PushProblem& first = push.problems.front();
  std::string place;
  if (first.document != 0) place = std::format("document {}", first.document);
  if (first.index >= 0) place = std::format("entity {}", first.index);
  if (first.line != 0) place += std::format("{}line {}", place.empty() ? "" : ", ", first.line);
  if (!first.path.empty()) place += std::format("{}{}", place.empty() ? "" : ", ", first.path);
  std::string message = place.empty() ? first.message : std::format("{}: {}", place, first.message);
  if (push.problems.size() > 1) message += std::format(" (and {} more problems)", push.problems.size() - 1);
  kit::Response response = kit::ErrorResponse({ErrorCode::InvalidInput, std::move(message), {}, nullptr}, request);
  auto body = ParseJson(response.body);
  if (!body) return response;
  (*body)["error"]["problems"] = JsonFromProblems(push.problems);
  response.body = DumpJson(*body);
  return response;
}

}  // namespace

Result<kit::Response> PushEntities(const kit::Request& request, const CatalogDeps& deps) {
  const auto source = SourceParam(request);
  if (!source) return std::unexpected(source.error());
  const std::string_view subject = kit::NameOf(request.principal);
  if (!MayPush(deps.push_grants, *source, subject))
    return Fail(ErrorCode::Forbidden, std::format("{} may not push the source {}", subject, *source));
  const auto is_dry = DryRunParam(request);
  if (!is_dry) return std::unexpected(is_dry.error());
  auto push = ReadPush(request, *source);
  if (!push) return std::unexpected(push.error());
  CheckPush(*push, *source, *deps.rules, *deps.reader, request.body);
  if (!push->problems.empty() && !*is_dry) return Refuse(*push, request);
  PushRun run(request, deps, *source, *push, *is_dry);
  const auto status =
      deps.pushes->Run(*source, subject, [&](const std::optional<PushedState>& before) { return run.Step(before); });
  if (!status) return std::unexpected(status.error());
  return run.TakeResponse();
}

}  // namespace callboard::catalog
