#include "functions/catalog/providers/provider_runner.hpp"

#include <algorithm>
#include <format>

#include "functions/catalog/providers/json_fields.hpp"
#include "functions/catalog/providers/scm_location.hpp"
#include "functions/kit/log.hpp"

namespace callboard::catalog {
namespace {

constexpr std::chrono::seconds kEventTimeout{60};
constexpr std::chrono::minutes kEventLease{5};
constexpr std::chrono::hours kEventMemory{24 * 7};
constexpr int kEventAttempts = 5;
constexpr std::chrono::seconds kFirstRetry{5};

std::string MessageOf(const Error& error) {
  return error.message.empty() ? "The run failed" : error.message;
}

Json JsonFromBudget(const RateBudget& budget) {
  return {{"host", budget.host},   {"owner", budget.owner},         {"resource", budget.resource},
          {"limit", budget.limit}, {"remaining", budget.remaining}, {"resetAt", TimeText(budget.reset)}};
}

}  // namespace

ProviderRunner::ProviderRunner(RunnerParts parts, std::vector<std::unique_ptr<EntityProvider>> providers)
    : parts_(parts), providers_(std::move(providers)) {
  for (const auto& provider : providers_) registrations_.push_back({provider->Id(), provider->Schedule()});
}

Status ProviderRunner::RunDue(const std::function<bool()>& stop) {
  if (auto removed = RemoveAbandoned(); !removed) return removed;
  if (providers_.empty()) return {};
  if (auto registered = parts_.store->Register(registrations_); !registered) return registered;
  while (!stop()) {
    const auto claim = parts_.store->ClaimDue(registrations_);
    if (!claim) return std::unexpected(claim.error());
    if (!*claim) return {};
    const auto provider = std::ranges::find_if(providers_, [&](const auto& one) { return one->Id() == (*claim)->id; });
    if (provider == providers_.end()) return {};
    if (auto run = Run(**provider, **claim, stop); !run) return run;
  }
  return {};
}

Status ProviderRunner::RemoveAbandoned() {
  const auto abandoned = parts_.store->Abandoned(registrations_);
  if (!abandoned) return std::unexpected(abandoned.error());
  for (const std::string& id : *abandoned) {
    if (const auto replaced = parts_.writer->ReplaceSource(id, {}); !replaced) return std::unexpected(replaced.error());
    if (auto forgotten = parts_.store->Forget(id); !forgotten) return forgotten;
    kit::LogInfo("A provider that is not configured any more was removed", {{"provider", id}});
  }
  return {};
}

Status ProviderRunner::Run(EntityProvider& provider, const ProviderClaim& claim, const std::function<bool()>& stop) {
  const auto began = parts_.clock->SteadyNow();
  const SystemTime began_at = parts_.clock->SystemNow();
  ProviderReading reading =
      provider.Read(claim.state, {.deadline = began + provider.Schedule().timeout, .is_cancelled = stop});
  ProviderOutcome outcome{.id = claim.id, .claim = claim.claim, .state = std::move(reading.state), .error = {}};
  outcome.entity_count = reading.entities.size();
  outcome.retry_at = reading.retry_at;
  // A run that was cut short is no news of what is gone.
  Status status = std::move(reading.status);
  if (status) {
    const auto written = parts_.writer->ReplaceSource(provider.Id(), reading.entities);
    if (!written) status = std::unexpected(written.error());
  }
  outcome.duration = std::chrono::duration_cast<std::chrono::milliseconds>(parts_.clock->SteadyNow() - began);
  outcome.budgets = BudgetsSince(began_at);
  if (status) {
    kit::LogInfo(
        "A provider has run",
        {{"provider", claim.id}, {"entities", outcome.entity_count}, {"durationMs", outcome.duration.count()}});
  } else {
    outcome.error = MessageOf(status.error());
    kit::LogWarning(std::format("The provider {} failed: {}", claim.id, outcome.error),
                    {{"provider", claim.id}, {"detail", status.error().detail}});
  }
  return parts_.store->Finish(outcome);
}

Json ProviderRunner::BudgetsSince(SystemTime began) const {
  Json budgets = Json::array();
  for (const RateBudget& budget : parts_.limits->Budgets()) {
    if (budget.observed >= began) budgets.push_back(JsonFromBudget(budget));
  }
  return budgets;
}

Result<bool> ProviderRunner::HandleEvents(const std::function<bool()>& stop) {
  bool rerun = false;
  while (!stop()) {
    const auto claimed = parts_.events->Claim(kEventLease);
    if (!claimed) return std::unexpected(claimed.error());
    if (!*claimed) break;
    const ClaimedEvent& event = **claimed;
    auto payload = ParseJson(event.payload);
    Status handled;
    if (payload) {
      const WorkLimits work{.deadline = parts_.clock->SteadyNow() + kEventTimeout, .is_cancelled = stop};
      handled = Handle({event.source, event.name, std::move(*payload)}, work, rerun);
    }
    std::optional<std::chrono::milliseconds> retry_in;
    if (!handled && event.attempts < kEventAttempts) retry_in = kFirstRetry * (1 << event.attempts);
    const std::string error = handled ? "" : MessageOf(handled.error());
    if (!handled)
      kit::LogWarning(std::format("An event {} of {} failed: {}", event.name, event.source, error),
                      {{"attempt", event.attempts}, {"detail", handled.error().detail}});
    if (auto finished = parts_.events->Finish(event.seq, error, retry_in); !finished)
      return std::unexpected(finished.error());
  }
  if (auto pruned = parts_.events->Prune(kEventMemory); !pruned) return std::unexpected(pruned.error());
  return rerun;
}

Status ProviderRunner::Handle(const ScmEvent& event, const WorkLimits& work, bool& rerun) {
  Status handled;
  for (const auto& provider : providers_) {
    const auto change = provider->ChangeBy(event, work);
    if (!change) {
      handled = std::unexpected(change.error());
      continue;
    }
    if (change->rerun) {
      rerun = true;
      if (auto requested = parts_.store->RequestRun({provider->Id()}); !requested) handled = std::move(requested);
    }
    if (change->upserts.empty() && change->removed.empty()) continue;
    const auto patched = parts_.writer->PatchSource(provider->Id(), {change->upserts, change->removed, ""});
    if (!patched) handled = std::unexpected(patched.error());
  }
  // Locations that were registered by hand, or that are on other branches, gain from a push too.
  if (const auto prefixes = ChangedPrefixes(event); !prefixes.empty()) {
    const auto refreshed = parts_.writer->RefreshTargets(prefixes);
    if (!refreshed) handled = std::unexpected(refreshed.error());
  }
  return handled;
}

Status ProviderRunner::RequestAll() {
  std::vector<std::string> ids;
  for (const ProviderRegistration& registration : registrations_) ids.push_back(registration.id);
  if (auto registered = parts_.store->Register(registrations_); !registered) return registered;
  return parts_.store->RequestRun(ids);
}

Result<Json> ProviderRunner::List() const {
  auto rows = parts_.store->List();
  if (!rows) return std::unexpected(rows.error());
  Json items = Json::array();
  for (const ProviderRegistration& registration : registrations_) {
    const auto found =
        std::ranges::find_if(*rows, [&](const Json& row) { return StringMember(row, "id") == registration.id; });
    Json item = found == rows->end() ? Json{{"id", registration.id}} : *found;
    const auto& schedule = registration.schedule;
    item["schedule"] = {{"timeoutSecs", std::chrono::duration<double>(schedule.timeout).count()}};
    if (schedule.frequency)
      item["schedule"]["frequencySecs"] = std::chrono::duration<double>(*schedule.frequency).count();
    items.push_back(std::move(item));
  }
  return Json{{"items", std::move(items)}};
}

std::vector<std::string> ChangedPrefixes(const ScmEvent& event) {
  constexpr std::string_view kBranches = "refs/heads/";
  const Json& payload = event.payload;
  if (event.source == "azureDevOps" && event.name == "git.push") {
    const Json& repository = MemberOrNull(MemberOrNull(payload, "resource"), "repository");
    const auto url = StringMember(repository, "remoteUrl");
    return url.empty() ? std::vector<std::string>{} : std::vector{std::format("url:{}?path=", url)};
  }
  if (event.name != "push") return {};
  const auto ref = StringMember(payload, "ref");
  if (!ref.starts_with(kBranches)) return {};
  const bool is_gitlab = event.source == "gitlab";
  const auto page =
      StringMember(MemberOrNull(payload, is_gitlab ? "project" : "repository"), is_gitlab ? "web_url" : "html_url");
  if (page.empty()) return {};
  std::vector<std::string> prefixes;
  for (const char* const view : {"blob", "tree"}) {
    prefixes.push_back(
        std::format("url:{}{}/{}/{}/", page, is_gitlab ? "/-" : "", view, PathInUrl(ref.substr(kBranches.size()))));
  }
  return prefixes;
}

}  // namespace callboard::catalog
