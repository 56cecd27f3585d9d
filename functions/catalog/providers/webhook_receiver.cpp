#include "functions/catalog/providers/webhook_receiver.hpp"

#include <algorithm>
#include <array>
#include <format>
#include <optional>

#include "functions/catalog/providers/json_fields.hpp"
#include "functions/catalog/providers/scm_time.hpp"
#include "functions/kit/digest.hpp"
#include "shared/base/text.hpp"

namespace callboard::catalog {
namespace {

constexpr int kAccepted = 202;

bool IsOneOf(const std::vector<std::string>& secrets, std::string_view given) {
  // All are compared, so that the time does not tell which one it was.
  bool fits = false;
  for (const std::string& secret : secrets) fits = kit::IsSameSecret(secret, given) || fits;
  return fits;
}

std::unexpected<Error> Refused() {
  return Fail(ErrorCode::Forbidden, "The event does not carry the signature or secret that is configured");
}

kit::Response Told(std::string_view status) {
  return kit::JsonResponse({{"status", status}}, kAccepted);
}

/// Of basic authentication, as Azure's service hooks have it.
std::string PasswordOf(std::string_view authorization) {
  std::string bytes;
  if (!authorization.starts_with("Basic ") || !DecodeBase64(authorization.substr(6), bytes)) return "";
  const std::size_t colon = bytes.find(':');
  return colon == std::string::npos ? "" : bytes.substr(colon + 1);
}

/// When a push happened, in GitHub's two spellings.
std::optional<SystemTime> PushedAt(const Json& repository) {
  const Json& at = MemberOrNull(repository, "pushed_at");
  if (at.is_number_integer()) return SystemTime(std::chrono::seconds(at.get<long long>()));
  return ParseTime(StringMember(repository, "pushed_at"));
}

/// Events with the same key are handled in their order: those of one repository, whatever it is called.
std::string KeyOf(std::string_view source, const Json& payload) {
  if (source == "azureDevOps") {
    const Json& repository = MemberOrNull(MemberOrNull(payload, "resource"), "repository");
    return std::format("{}:{}", source, StringMember(repository, "id"));
  }
  if (const auto id = IntegerMember(MemberOrNull(payload, "repository"), "id"); id != 0)
    return std::format("{}:{}", source, id);
  if (const auto id = IntegerMember(payload, "project_id"); id != 0) return std::format("{}:{}", source, id);
  return std::format("{}:{}", source, StringMember(MemberOrNull(payload, "organization"), "login"));
}

}  // namespace

WebhookReceiver::WebhookReceiver(WebhookSettings settings, WebhookStore& store, const kit::Clock& clock,
                                 std::function<void()> wake)
    : settings_(std::move(settings)), store_(store), clock_(clock), wake_(std::move(wake)) {}

Status WebhookReceiver::CheckSender(std::string_view source, const kit::Request& request) const {
  if (source == "github") {
    if (settings_.github.empty()) return Fail(ErrorCode::Forbidden, "No secret for events of GitHub is configured");
    const auto given = kit::Header(request, "X-Hub-Signature-256");
    std::vector<std::string> expected;
    for (const std::string& secret : settings_.github)
      expected.push_back("sha256=" + kit::HmacSha256Hex(secret, request.body));
    return IsOneOf(expected, given) ? Status{} : Refused();
  }
  if (source == "gitlab") {
    if (settings_.gitlab.empty()) return Fail(ErrorCode::Forbidden, "No secret for events of GitLab is configured");
    return IsOneOf(settings_.gitlab, kit::Header(request, "X-Gitlab-Token")) ? Status{} : Refused();
  }
  if (source == "azureDevOps") {
    if (settings_.azure.empty())
      return Fail(ErrorCode::Forbidden, "No secret for events of Azure DevOps is configured");
    const bool fits = IsOneOf(settings_.azure, kit::Header(request, "X-Ado-Webhook-Secret")) ||
                      IsOneOf(settings_.azure, PasswordOf(kit::Header(request, "Authorization")));
    return fits ? Status{} : Refused();
  }
  return Fail(ErrorCode::NotFound, std::format("Nobody listens to events of '{}'", source));
}

Result<WebhookReceiver::Delivery> WebhookReceiver::CheckGithub(const kit::Request& request) const {
  constexpr std::array<std::string_view, 7> kNeeded = {"push",   "repository", "organization", "membership",
                                                       "member", "team",       "installation"};
  const auto id = kit::Header(request, "X-GitHub-Delivery");
  const auto name = kit::Header(request, "X-GitHub-Event");
  if (id.empty() || name.empty())
    return Fail(ErrorCode::InvalidInput, "Expected the headers X-GitHub-Event and X-GitHub-Delivery");
  return Delivery{std::string(id), std::ranges::contains(kNeeded, name) ? std::string(name) : ""};
}

Result<WebhookReceiver::Delivery> WebhookReceiver::CheckGitlab(const kit::Request& request, const Json& payload) const {
  std::string id(kit::Header(request, "X-Gitlab-Event-UUID"));
  if (const auto key = kit::Header(request, "Idempotency-Key"); !key.empty()) id = key;
  if (id.empty()) id = kit::Sha256Hex(request.body);
  auto kind = StringMember(payload, "object_kind");
  if (kind.empty()) kind = StringMember(payload, "event_name");
  return Delivery{std::move(id), kind == "push" ? "push" : ""};
}

Result<WebhookReceiver::Delivery> WebhookReceiver::CheckAzure(const kit::Request&, const Json& payload) const {
  const auto id = StringMember(payload, "id");
  const auto type = StringMember(payload, "eventType");
  if (id.empty() || type.empty()) return Fail(ErrorCode::InvalidInput, "Expected the members id and eventType");
  return Delivery{std::string(id), type == "git.push" ? std::string(type) : ""};
}

Status WebhookReceiver::CheckAge(std::string_view source, const Delivery& delivery, const Json& payload) const {
  std::optional<SystemTime> happened;
  if (source == "github" && delivery.name == "push") happened = PushedAt(MemberOrNull(payload, "repository"));
  if (source == "azureDevOps") happened = ParseTime(StringMember(payload, "createdDate"));
  if (!happened || clock_.SystemNow() - *happened <= settings_.max_age) return {};
  return Fail(ErrorCode::InvalidInput, std::format("The event is of {}, which is too long ago", TimeText(*happened)));
}

Result<kit::Response> WebhookReceiver::Receive(std::string_view source, const kit::Request& request) {
  if (auto sender = CheckSender(source, request); !sender) return std::unexpected(sender.error());
  const auto payload = kit::JsonBody(request);
  if (!payload) return std::unexpected(payload.error());
  if (!payload->is_object()) return Fail(ErrorCode::InvalidInput, "Expected an object");
  const auto delivery = source == "github"   ? CheckGithub(request)
                        : source == "gitlab" ? CheckGitlab(request, *payload)
                                             : CheckAzure(request, *payload);
  if (!delivery) return std::unexpected(delivery.error());
  if (delivery->name.empty()) return Told("ignored");
  if (auto age = CheckAge(source, *delivery, *payload); !age) return std::unexpected(age.error());
  WebhookEvent event{.id = std::format("{}:{}", source, delivery->id),
                     .fingerprint = {},
                     .key = KeyOf(source, *payload),
                     .source = std::string(source),
                     .name = delivery->name,
                     .payload = request.body};
  // The id of a delivery is not signed. A push or a change of a repository with its time never happens twice; a
  // membership may well be given, taken and given again, and is only a reason to ask the host.
  if (delivery->name == "push" || delivery->name == "repository")
    event.fingerprint = kit::Sha256Hex(std::format("{} {} {}", source, delivery->name, request.body));
  const auto added = store_.Add(event);
  if (!added) return std::unexpected(added.error());
  if (!*added) return Told("duplicate");
  wake_();
  return Told("accepted");
}

}  // namespace callboard::catalog
