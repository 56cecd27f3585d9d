// The command line.

#include <cstdio>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <string_view>
#include <vector>

#include "cli/commands.hpp"
#include "functions/kit/config.hpp"

int main(int argc, char** argv) {
  using namespace callboard;
  const std::vector<std::string_view> words(argv + 1, argv + argc);
  const cli::Outcome outcome =
      cli::RunCommand(words, {.folder = std::filesystem::current_path().generic_string(),
                              .read_input = [] { return std::string(std::istreambuf_iterator<char>(std::cin), {}); },
                              .environment = kit::ProcessEnvironment(),
                              .client = std::make_shared<kit::CurlHttpClient>(),
                              .version = CALLBOARD_VERSION});
  std::fputs(outcome.out.c_str(), stdout);
  std::fputs(outcome.err.c_str(), stderr);
  return outcome.exit_code;
}
