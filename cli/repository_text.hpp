#pragma once
// What the files of a repository say about it. Pure: text in, facts out.

#include <optional>
#include <string>
#include <string_view>

namespace callboard::cli {

/// Where a repository is hosted: "github.com" and "acme/checkout". Credentials in the URL are dropped.
struct Hosting {
  std::string host;
  std::string slug;
};

/// The URL of the remote "origin" in a .git/config, else of the first remote; "" when there is none.
[[nodiscard]] std::string RemoteUrl(std::string_view git_config);

/// https, ssh and git URLs, and scp's host:path.
[[nodiscard]] std::optional<Hosting> HostingFrom(std::string_view url);

/// The first owner of everything ("*", the last such rule counts), else of the first rule, as an entity ref:
/// "group:platform" for "@acme/platform", "user:jane" for "@jane" and "jane@example.com".
[[nodiscard]] std::optional<std::string> OwnerFrom(std::string_view codeowners);

/// The first heading and the first paragraph after it, without markup; "" where there is none.
struct ReadmeFacts {
  std::string title;
  std::string description;
};
[[nodiscard]] ReadmeFacts ReadmeFrom(std::string_view markdown);

/// The nearest name that an entity may have: letters, digits, "-", "_" and ".", up to 63.
[[nodiscard]] std::string EntityName(std::string_view text);

}  // namespace callboard::cli
