#pragma once
// An HttpClient for tests: answers by method and URL, and keeps what was asked.

#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "functions/kit/http_client.hpp"

namespace callboard::catalog {

class ScriptedHttp : public kit::HttpClient {
 public:
  /// The answers to one request, in turn; the last one stays.
  void On(const std::string& method_and_url, kit::HttpAnswer answer) {
    answers_[method_and_url].push_back(std::move(answer));
  }

  Result<kit::HttpAnswer> Send(const kit::HttpRequest& request) override {
    const std::scoped_lock lock(mutex_);
    asked.push_back(request);
    const auto found = answers_.find(request.method + " " + request.url);
    if (found == answers_.end()) return kit::HttpAnswer{404, {}, R"({"message":"Not Found"})"};
    kit::HttpAnswer answer = found->second.front();
    if (found->second.size() > 1) found->second.pop_front();
    return answer;
  }

  std::vector<kit::HttpRequest> asked;

 private:
  std::mutex mutex_;
  std::map<std::string, std::deque<kit::HttpAnswer>> answers_;
};

}  // namespace callboard::catalog
