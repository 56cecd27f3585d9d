#include "cli/commands.hpp"

#include <array>
#include <filesystem>
#include <format>
#include <fstream>

#include "cli/arguments.hpp"
#include "cli/check_files.hpp"
#include "cli/check_refs.hpp"
#include "cli/generate.hpp"

namespace callboard::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kHelp = R"(callboard: what CI does with the software catalog

  callboard catalog validate FILES...   whether the catalog would take descriptor files
      FILES may be globs, and - for the standard input; the files that Locations lead to are checked as well
      --format human|json|github        github: annotations of GitHub Actions
      --catalog URL                     warn of owners and other refs that this portal does not know
      --token-env NAME                  the variable with the token for it (CALLBOARD_TOKEN)
      --strict                          warnings count as errors

  callboard catalog generate [DIR]      write catalog-info.yaml for a repository that has none
      --owner REF  --name NAME  --type TYPE  --lifecycle NAME  --system REF
      --stdout                          print it instead
      --force                           overwrite

  callboard catalog push --url URL --source NAME FILES...
                                        make the catalog's entities what the files say
      --token-env NAME                  the variable with the service's token (CALLBOARD_TOKEN)
      --dry-run                         tell what would change
      --patch                           leave the source's other entities
      --if-match ETAG                   only when nobody pushed since

  callboard help, callboard --version

Exit codes: 0 fine, 1 the files have errors, 2 the command could not be carried out.
)";

constexpr std::array kValidateOptions = {OptionSpec{"--format"}, OptionSpec{"--catalog"}, OptionSpec{"--token-env"},
                                         OptionSpec{"--strict", false}};
constexpr std::array kGenerateOptions = {
    OptionSpec{"--owner"},  OptionSpec{"--name"},          OptionSpec{"--type"},        OptionSpec{"--lifecycle"},
    OptionSpec{"--system"}, OptionSpec{"--stdout", false}, OptionSpec{"--force", false}};

std::string Plural(std::size_t count, std::string_view thing) {
  if (count == 1) return std::format("1 {}", thing);
  return std::format("{} {}{}", count, thing.ends_with('y') ? thing.substr(0, thing.size() - 1) : thing,
                     thing.ends_with('y') ? "ies" : "s");
}

std::string Printed(const CheckedFiles& checked, std::string_view format) {
  std::string text;
  if (format == "json") {
    Json findings = Json::array();
    for (const Finding& finding : checked.findings) findings.push_back(JsonFromFinding(finding));
    return DumpJson({{"files", checked.files}, {"entities", checked.entities.size()}, {"findings", findings}}) + "\n";
  }
  for (const Finding& finding : checked.findings)
    text += (format == "github" ? GithubLine(finding) : HumanLine(finding)) + "\n";
  const std::size_t errors = CountErrors(checked.findings);
  return text + std::format("{}: {} sound, {}, {}\n", Plural(checked.files, "file"),
                            Plural(checked.entities.size(), "entity"), Plural(errors, "error"),
                            Plural(checked.findings.size() - errors, "warning"));
}

Outcome ValidateCatalog(std::span<const std::string_view> words, const Surroundings& surroundings) {
  const auto arguments = ParseArguments(words, kValidateOptions);
  if (!arguments) return NotDone(arguments.error().message);
  const std::string format = arguments->Get("--format", "human");
  if (format != "human" && format != "json" && format != "github")
    return NotDone(std::format("--format: expected human, json or github, found \"{}\"", format));
  if (arguments->positional.empty()) return NotDone("expected files to validate");
  const bool wants_input = std::ranges::find(arguments->positional, "-") != arguments->positional.end();
  auto checked = CheckFiles(arguments->positional, wants_input ? surroundings.read_input() : "", surroundings.folder);
  if (!checked) return NotDone(checked.error().message);
  if (arguments->Has("--catalog")) {
    const std::string variable = arguments->Get("--token-env", "CALLBOARD_TOKEN");
    const Remote remote{arguments->Get("--catalog"), surroundings.environment(variable).value_or("")};
    if (const auto known = CheckRefs(*checked, *surroundings.client, remote); !known)
      return NotDone(std::format("--catalog: {}", known.error().message));
  }
  const bool fails = arguments->Has("--strict") ? !checked->findings.empty() : CountErrors(checked->findings) > 0;
  return {.exit_code = fails ? kHasErrors : kFine, .out = Printed(*checked, format)};
}

/// A file that is there in whole or not at all.
Status WriteFile(const fs::path& path, std::string_view text) {
  const fs::path draft = path.string() + ".new";
  std::ofstream stream(draft, std::ios::binary);
  stream << text;
  stream.close();
  std::error_code error;
  if (stream) fs::rename(draft, path, error);
  if (stream && !error) return {};
  fs::remove(draft, error);
  return Fail(ErrorCode::Unavailable, std::format("{} cannot be written", path.string()));
}

Outcome GenerateCatalog(std::span<const std::string_view> words, const Surroundings& surroundings) {
  const auto arguments = ParseArguments(words, kGenerateOptions);
  if (!arguments) return NotDone(arguments.error().message);
  if (arguments->positional.size() > 1) return NotDone("expected one folder");
  const fs::path folder =
      fs::path(surroundings.folder) / (arguments->positional.empty() ? "." : arguments->positional.front());
  const auto repository = ReadRepository(folder.string());
  if (!repository) return NotDone(repository.error().message);
  fs::path target = folder.lexically_normal() / "catalog-info.yaml";
  if (fs::exists(folder / "catalog-info.yml")) target = folder.lexically_normal() / "catalog-info.yml";
  if (fs::exists(target) && !arguments->Has("--force") && !arguments->Has("--stdout"))
    return NotDone(std::format("{} exists; --force overwrites it", target.generic_string()));
  const GenerateOptions options{arguments->Get("--name"), arguments->Get("--owner"), arguments->Get("--type"),
                                arguments->Get("--lifecycle"), arguments->Get("--system")};
  const std::string text = DescriptorFor(*repository, options);
  const CheckedFiles checked = CheckText(text, target.filename().string(), folder.lexically_normal().string());
  Outcome outcome;
  for (const Finding& finding : checked.findings) outcome.err += HumanLine(finding) + "\n";
  if (CountErrors(checked.findings) > 0) return NotDone(outcome.err + "nothing was written");
  if (text.contains(std::format("owner: {}\n", kUnknownOwner)))
    outcome.err += "warning: no CODEOWNERS names an owner: set spec.owner, or use --owner\n";
  if (arguments->Has("--stdout")) {
    outcome.out = text;
    return outcome;
  }
  if (const auto written = WriteFile(target, text); !written) return NotDone(written.error().message);
  outcome.out = std::format("{} written: {}\n", target.generic_string(), Plural(checked.entities.size(), "entity"));
  return outcome;
}

}  // namespace

Outcome NotDone(std::string_view reason) {
  return {.exit_code = kNotDone, .err = std::format("callboard: {}\n", reason)};
}

Outcome RunCommand(std::span<const std::string_view> words, const Surroundings& surroundings) {
  const std::string_view first = words.empty() ? "" : words[0];
  if (first == "help" || first == "--help" || first == "-h") return {.out = std::string(kHelp)};
  if (first == "--version") return {.out = std::format("callboard {}\n", surroundings.version)};
  if (first == "catalog" && words.size() > 1) {
    const auto rest = words.subspan(2);
    if (words[1] == "validate") return ValidateCatalog(rest, surroundings);
    if (words[1] == "generate") return GenerateCatalog(rest, surroundings);
    if (words[1] == "push") return PushCatalog(rest, surroundings);
  }
  return {.exit_code = kNotDone, .err = std::string(kHelp)};
}

}  // namespace callboard::cli
