#pragma once
// The commands: words in, text and an exit code out.

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "functions/kit/http_client.hpp"

namespace callboard::cli {

/// 0: fine; 1: the files (or the catalog's answer to them) have errors; 2: the command could not be carried out.
inline constexpr int kFine = 0;
inline constexpr int kHasErrors = 1;
inline constexpr int kNotDone = 2;

/// What a command may use of its surroundings. `folder` is absolute; `read_input` reads the standard input to its end.
struct Surroundings {
  std::string folder;
  std::function<std::string()> read_input;
  std::function<std::optional<std::string>(const std::string& name)> environment;
  std::shared_ptr<kit::HttpClient> client;
  std::string version;
};

struct Outcome {
  int exit_code = kFine;
  std::string out;
  std::string err;
};

/// `words` are the arguments without the program's name.
[[nodiscard]] Outcome RunCommand(std::span<const std::string_view> words, const Surroundings& surroundings);

[[nodiscard]] Outcome NotDone(std::string_view reason);
[[nodiscard]] Outcome PushCatalog(std::span<const std::string_view> words, const Surroundings& surroundings);

}  // namespace callboard::cli
