#include <algorithm>
#include <array>
#include <format>

#include "cli/arguments.hpp"
#include "cli/check_files.hpp"
#include "cli/check_refs.hpp"
#include "cli/commands.hpp"
#include "shared/base/text.hpp"

namespace callboard::cli {
namespace {

constexpr std::array kOptions = {
    OptionSpec{"--url"},      OptionSpec{"--source"},         OptionSpec{"--token-env"},
    OptionSpec{"--if-match"}, OptionSpec{"--dry-run", false}, OptionSpec{"--patch", false}};

/// With the files' placeholders filled in: the catalog could not read them from here.
Json BodyOf(const CheckedFiles& checked, bool is_patch) {
  Json entities = Json::array();
  for (const CheckedEntity& entity : checked.entities) entities.push_back(entity.entity.document);
  return {{is_patch ? "upserts" : "entities", std::move(entities)}};
}

void AppendRefs(const Json& answer, const char* member, std::string_view sign, std::string& out) {
  const Json* const refs = FindMember(answer, member);
  for (const Json& ref : refs != nullptr && refs->is_array() ? *refs : Json::array()) {
    if (ref.is_string()) out += std::format("{} {}\n", sign, ref.get<std::string>());
  }
}

Outcome Describe(const kit::HttpAnswer& answer) {
  const auto body = ParseJson(answer.body);
  if (!body) return NotDone("the portal does not answer as Callboard does");
  Outcome outcome;
  AppendRefs(*body, "added", "+", outcome.out);
  AppendRefs(*body, "changed", "~", outcome.out);
  AppendRefs(*body, "removed", "-", outcome.out);
  const Json none = Json::array();
  const Json* const conflicts = FindMember(*body, "conflicts");
  for (const Json& conflict : conflicts != nullptr ? *conflicts : none)
    outcome.err += std::format("conflict: {} belongs to {}\n", StringMember(conflict, "entityRef"),
                               StringMember(conflict, "location"));
  const Json* const problems = FindMember(*body, "problems");
  for (const Json& problem : problems != nullptr ? *problems : none)
    outcome.err += std::format("error: {}: {}\n", StringMember(problem, "entityRef"), StringMember(problem, "message"));
  if (!outcome.err.empty()) outcome.exit_code = kHasErrors;
  if (outcome.out.empty() && outcome.err.empty()) outcome.out = "nothing changes\n";
  return outcome;
}

/// All that the catalog refused, one line each.
Outcome Refused(const kit::HttpAnswer& answer) {
  Outcome outcome = NotDone(DescribeRefusal(answer));
  const auto body = ParseJson(answer.body);
  const Json* const error = body ? FindMember(*body, "error") : nullptr;
  const Json* const problems = error != nullptr ? FindMember(*error, "problems") : nullptr;
  if (problems == nullptr || !problems->is_array()) return outcome;
  outcome.exit_code = kHasErrors;
  for (const Json& problem : *problems)
    outcome.err += std::format("error: {}{}{}: {}\n", StringMember(problem, "entityRef"),
                               StringMember(problem, "path").empty() ? "" : " ", StringMember(problem, "path"),
                               StringMember(problem, "message"));
  return outcome;
}

}  // namespace

Outcome PushCatalog(std::span<const std::string_view> words, const Surroundings& surroundings) {
  const auto arguments = ParseArguments(words, kOptions);
  if (!arguments) return NotDone(arguments.error().message);
  if (!arguments->Has("--url") || !arguments->Has("--source") || arguments->positional.empty())
    return NotDone("expected --url, --source and files");
  const bool wants_input = std::ranges::find(arguments->positional, "-") != arguments->positional.end();
  const auto checked =
      CheckFiles(arguments->positional, wants_input ? surroundings.read_input() : "", surroundings.folder);
  if (!checked) return NotDone(checked.error().message);
  if (CountErrors(checked->findings) > 0) {
    Outcome outcome{.exit_code = kHasErrors};
    for (const Finding& finding : checked->findings) outcome.err += HumanLine(finding) + "\n";
    return outcome;
  }
  const std::string variable = arguments->Get("--token-env", "CALLBOARD_TOKEN");
  kit::HttpRequest request =
      JsonRequest({arguments->Get("--url"), surroundings.environment(variable).value_or("")}, "PUT",
                  "/api/catalog/entities?source=" + PercentEncode(arguments->Get("--source")),
                  BodyOf(*checked, arguments->Has("--patch")));
  if (arguments->Has("--dry-run")) request.url += "&dryRun=true";
  if (arguments->Has("--if-match")) request.headers.emplace("If-Match", arguments->Get("--if-match"));
  const auto answer = surroundings.client->Send(request);
  if (!answer) return NotDone(answer.error().message);
  return answer->status == 200 ? Describe(*answer) : Refused(*answer);
}

}  // namespace callboard::cli
