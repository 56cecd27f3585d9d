#include "functions/catalog/providers/github_org.hpp"

#include <algorithm>
#include <array>
#include <format>

#include "functions/catalog/location.hpp"
#include "functions/catalog/providers/json_fields.hpp"
#include "shared/base/text.hpp"

namespace callboard::catalog {
namespace {

constexpr int kMostPages = 1000;

constexpr char kUsersQuery[] = R"graphql(
query users($org: String!, $email: Boolean!, $suspended: Boolean!, $cursor: String) {
  organization(login: $org) {
    membersWithRole(first: 100, after: $cursor) {
      pageInfo { hasNextPage, endCursor }
      nodes {
        avatarUrl, bio, email @include(if: $email), id, login, name,
        suspendedAt @include(if: $suspended),
        organizationVerifiedDomainEmails(login: $org)
      }
    }
  }
})graphql";

constexpr char kTeamsQuery[] = R"graphql(
query teams($org: String!, $cursor: String) {
  organization(login: $org) {
    teams(first: 50, after: $cursor) {
      pageInfo { hasNextPage, endCursor }
      nodes {
        slug, combinedSlug, name, description, avatarUrl, editTeamUrl,
        parentTeam { slug }
        members(first: 100, membership: IMMEDIATE) {
          pageInfo { hasNextPage, endCursor }
          nodes { login }
        }
      }
    }
  }
})graphql";

constexpr char kMembersQuery[] = R"graphql(
query members($org: String!, $team: String!, $cursor: String) {
  organization(login: $org) {
    team(slug: $team) {
      members(first: 100, after: $cursor, membership: IMMEDIATE) {
        pageInfo { hasNextPage, endCursor }
        nodes { login }
      }
    }
  }
})graphql";

/// Asks page by page; `take` sees each node of the connection that `path` leads to.
template <typename Take>
Status ForEachNode(ScmClient& client, const char* query, Json variables, const std::vector<std::string_view>& path,
                   Take take) {
  for (int page = 0; page < kMostPages; ++page) {
    const auto data = client.Query(query, variables);
    if (!data) return std::unexpected(data.error());
    const Json* at = &*data;
    for (const std::string_view part : path) at = &MemberOrNull(*at, part);
    if (!at->is_object())
      return Fail(ErrorCode::Unavailable,
                  std::format("{} said nothing of {}", client.Host().host, StringMember(variables, "org")));
    for (const Json& node : MemberOrNull(*at, "nodes")) {
      if (auto taken = take(node); !taken) return taken;
    }
    const Json& info = MemberOrNull(*at, "pageInfo");
    if (!BoolMember(info, "hasNextPage")) return {};
    variables["cursor"] = StringMember(info, "endCursor");
  }
  return {};
}

void SetIfSaid(Json& object, std::string_view key, std::string_view value) {
  if (!value.empty()) object[std::string(key)] = value;
}

/// "name+tag@host" is the mailbox "name@host".
std::string WithoutTag(std::string email) {
  const std::size_t plus = email.find('+');
  const std::size_t at = email.find('@', plus == std::string::npos ? 0 : plus);
  if (plus != std::string::npos && at != std::string::npos) email.erase(plus, at - plus);
  return email;
}

/// How others name a group: with its namespace, unless that is the default.
std::string GroupKey(const Json& group) {
  const Json& metadata = MemberOrNull(group, "metadata");
  const auto space = StringMember(metadata, "namespace");
  const auto name = StringMember(metadata, "name");
  return space.empty() || space == model::kDefaultNamespace ? std::string(name) : std::format("{}/{}", space, name);
}

std::string UserRef(std::string_view login) {
  return "user:default/" + ToLowerAscii(login);
}

/// Children and parents say the same from both sides.
void BuildHierarchy(std::vector<Json>& groups) {
  std::map<std::string, Json*, std::less<>> by_name;
  for (Json& group : groups) by_name.emplace(StringMember(group["metadata"], "name"), &group);
  for (const Json& group : groups) {
    const auto parent = by_name.find(StringMember(MemberOrNull(group, "spec"), "parent"));
    if (parent == by_name.end()) continue;
    Json& children = (*parent->second)["spec"]["children"];
    const std::string name(StringMember(MemberOrNull(group, "metadata"), "name"));
    if (std::ranges::find(children, Json(name)) == children.end()) children.push_back(name);
  }
}

}  // namespace

GithubOrg::GithubOrg(GithubOrgSettings settings, const Integration& integration, const ProviderContext& context)
    : settings_(std::move(settings)),
      integration_(integration),
      context_(context),
      id_("githubOrg:" + settings_.id),
      location_key_("github-multi-org-provider:" + settings_.id) {}

Result<std::vector<std::string>> GithubOrg::Organizations(const WorkLimits& work) {
  if (!settings_.orgs.empty()) return settings_.orgs;
  return context_.apps->Organizations(integration_, "", work.deadline);
}

Json GithubOrg::UserFrom(const Json& node) const {
  const std::string login(StringMember(node, "login"));
  Json user = {{"apiVersion", "backstage.io/v1alpha1"},
               {"kind", "User"},
               {"metadata", {{"name", login}, {"annotations", {{"github.com/user-login", login}}}}},
               {"spec", {{"profile", Json::object()}, {"memberOf", Json::array()}}}};
  SetIfSaid(user["metadata"]["annotations"], "github.com/user-id", StringMember(node, "id"));
  SetIfSaid(user["metadata"], "description", StringMember(node, "bio"));
  Json& profile = user["spec"]["profile"];
  SetIfSaid(profile, "displayName", StringMember(node, "name"));
  const auto verified = StringsMember(node, "organizationVerifiedDomainEmails");
  const bool is_verified = settings_.use_verified_emails && !verified.empty();
  SetIfSaid(profile, "email", is_verified ? WithoutTag(verified.front()) : std::string(StringMember(node, "email")));
  SetIfSaid(profile, "picture", StringMember(node, "avatarUrl"));
  return user;
}

Json GithubOrg::GroupFrom(const std::string& org, const Json& node, const std::vector<std::string>& members) const {
  Json group = {{"apiVersion", "backstage.io/v1alpha1"},
                {"kind", "Group"},
                {"metadata",
                 {{"name", StringMember(node, "slug")},
                  {"annotations", {{"github.com/team-slug", StringMember(node, "combinedSlug")}}}}},
                {"spec", {{"type", "team"}, {"profile", Json::object()}, {"children", Json::array()}}}};
  if (!settings_.use_default_namespace) group["metadata"]["namespace"] = ToLowerAscii(org);
  SetIfSaid(group["metadata"]["annotations"], "backstage.io/edit-url", StringMember(node, "editTeamUrl"));
  SetIfSaid(group["metadata"], "description", StringMember(node, "description"));
  SetIfSaid(group["spec"]["profile"], "displayName", StringMember(node, "name"));
  SetIfSaid(group["spec"]["profile"], "picture", StringMember(node, "avatarUrl"));
  SetIfSaid(group["spec"], "parent", StringMember(MemberOrNull(node, "parentTeam"), "slug"));
  group["spec"]["members"] = Json::array();
  for (const std::string& login : members) group["spec"]["members"].push_back("default/" + login);
  return group;
}

Status GithubOrg::ReadUsers(const std::string& org, ScmClient& client, Entities& users) {
  // Apps may not see all that the e-mail field needs, and then get no answer at all.
  const Json variables = {
      {"org", org}, {"email", integration_.apps.empty()}, {"suspended", settings_.exclude_suspended_users}};
  return ForEachNode(client, kUsersQuery, variables, {"organization", "membersWithRole"},
                     [&](const Json& node) -> Status {
                       if (!StringMember(node, "suspendedAt").empty() || StringMember(node, "login").empty()) return {};
                       users.emplace(UserRef(StringMember(node, "login")), UserFrom(node));
                       return {};
                     });
}

Result<std::vector<std::string>> GithubOrg::MembersOf(const std::string& org, const Json& team, ScmClient& client) {
  std::vector<std::string> logins;
  const Json& first = MemberOrNull(team, "members");
  const auto take = [&](const Json& node) -> Status {
    logins.emplace_back(StringMember(node, "login"));
    return {};
  };
  for (const Json& node : MemberOrNull(first, "nodes")) static_cast<void>(take(node));
  const Json& info = MemberOrNull(first, "pageInfo");
  if (!BoolMember(info, "hasNextPage")) return logins;
  const Json variables = {
      {"org", org}, {"team", StringMember(team, "slug")}, {"cursor", StringMember(info, "endCursor")}};
  if (auto read = ForEachNode(client, kMembersQuery, variables, {"organization", "team", "members"}, take); !read)
    return std::unexpected(read.error());
  return logins;
}

Status GithubOrg::ReadTeams(const std::string& org, ScmClient& client, std::vector<Json>& groups) {
  return ForEachNode(client, kTeamsQuery, {{"org", org}}, {"organization", "teams"}, [&](const Json& node) -> Status {
    const auto members = MembersOf(org, node, client);
    if (!members) return std::unexpected(members.error());
    groups.push_back(GroupFrom(org, node, *members));
    return {};
  });
}

UnprocessedEntity GithubOrg::Emitted(Json document) const {
  const Json& annotations = document["metadata"]["annotations"];
  std::string page;
  if (const auto slug = StringMember(annotations, "github.com/team-slug"); !slug.empty()) {
    const auto parts = Split(slug, '/');
    page = std::format("orgs/{}/teams/{}", parts.front(), parts.back());
  } else {
    page = StringMember(annotations, "github.com/user-login");
  }
  const std::string location = std::format("url:https://{}/{}", integration_.host, page);
  UnprocessedEntity emitted{{std::move(document)}, location_key_, 0};
  model::SetAnnotation(emitted.entity, kManagedByLocation, location);
  model::SetAnnotation(emitted.entity, kManagedByOriginLocation, location);
  return emitted;
}

ProviderReading GithubOrg::Read(const Json&, const WorkLimits& work) {
  ProviderReading reading;
  const auto organizations = Organizations(work);
  if (!organizations) {
    reading.status = std::unexpected(organizations.error());
    return reading;
  }
  Entities users;
  std::vector<Json> all_groups;
  for (const std::string& org : *organizations) {
    ScmClient client(context_.access, integration_, org, work);
    std::vector<Json> groups;
    reading.status = ReadUsers(org, client, users);
    if (reading.status) reading.status = ReadTeams(org, client, groups);
    reading.retry_at = client.RetryAt();
    if (!reading.status) return reading;
    BuildHierarchy(groups);
    for (Json& group : groups) {
      for (const std::string& member : StringsMember(group["spec"], "members")) {
        const auto user = users.find("user:" + ToLowerAscii(member));
        if (user != users.end()) user->second["spec"]["memberOf"].push_back(GroupKey(group));
      }
      all_groups.push_back(std::move(group));
    }
  }
  for (auto& [ref, user] : users) reading.entities.push_back(Emitted(std::move(user)));
  for (Json& group : all_groups) reading.entities.push_back(Emitted(std::move(group)));
  return reading;
}

Result<SourceChange> GithubOrg::ChangeBy(const ScmEvent& event, const WorkLimits& work) {
  constexpr std::array<std::string_view, 5> kEvents = {"installation", "membership", "organization", "team", "member"};
  if (event.source != "github" || !std::ranges::contains(kEvents, event.name)) return SourceChange{};
  const Json& payload = event.payload;
  auto org = StringMember(MemberOrNull(payload, "organization"), "login");
  if (org.empty()) org = StringMember(MemberOrNull(MemberOrNull(payload, "installation"), "account"), "login");
  const auto organizations = Organizations(work);
  if (!organizations) return std::unexpected(organizations.error());
  SourceChange change;
  change.rerun =
      std::ranges::any_of(*organizations, [&](const std::string& one) { return EqualsIgnoringCase(one, org); });
  return change;
}

}  // namespace callboard::catalog
