#include "functions/kit/key_set_cache.hpp"

#include <format>

#include "functions/kit/signing_key.hpp"

namespace callboard::kit {
namespace {

/// An unknown key id may come from anybody, so it must not make every request ask for the key set.
constexpr std::chrono::seconds kAskAgainAfter{5};

constexpr std::chrono::seconds kKeySetTimeout{5};

}  // namespace

KeySetSource KeySetAt(std::string url, std::shared_ptr<HttpClient> client) {
  return [url = std::move(url), client = std::move(client)]() -> Result<Json> {
    HttpRequest request;
    request.url = url;
    request.deadline = std::chrono::steady_clock::now() + kKeySetTimeout;
    const auto answer = client->Send(request);
    if (!answer) return std::unexpected(answer.error());
    if (answer->status != 200)
      return Fail(ErrorCode::Unavailable, std::format("{} was answered with {}", url, answer->status));
    return ParseJson(answer->body);
  };
}

KeySetCache::KeySetCache(KeySetSource source, std::shared_ptr<Clock> clock)
    : source_(std::move(source)), clock_(std::move(clock)) {}

Result<std::string> KeySetCache::PublicPem(const std::string& key_id) {
  std::unique_lock lock(mutex_);
  const auto is_known = [&] { return public_pems_.contains(key_id); };
  answered_.wait(lock, [&] { return is_known() || !asking_; });
  const auto now = clock_->SteadyNow();
  // A source that fails is left in peace as well, else whoever makes tokens up decides how often it is asked.
  if (!is_known() && (!asked_at_ || now - *asked_at_ >= kAskAgainAfter)) {
    asked_at_ = now;
    asking_ = true;
    lock.unlock();
    auto read = ReadKeys();
    lock.lock();
    asking_ = false;
    answered_.notify_all();
    last_read_ = read ? Status() : std::unexpected(read.error());
    if (read) public_pems_ = std::move(*read);
  }
  if (is_known()) return public_pems_.at(key_id);
  if (!last_read_) return std::unexpected(last_read_.error());
  return Fail(ErrorCode::Unauthenticated, "Illegal token");
}

/// What the source says is for the log: it may name an address that is nobody's business.
Result<KeySetCache::PublicPems> KeySetCache::ReadKeys() const {
  const auto unreadable = [](std::string detail) {
    return Fail(ErrorCode::Unavailable, "The keys that verify tokens could not be read", std::move(detail));
  };
  const auto set = source_();
  if (!set) return unreadable(std::format("{} {}", set.error().message, set.error().detail));
  const Json* const keys = FindMember(*set, "keys");
  if (keys == nullptr || !keys->is_array()) return unreadable("the key set has no \"keys\"");
  PublicPems public_pems;
  for (const Json& jwk : *keys) {
    if (auto public_pem = PublicPemFromJwk(jwk)) public_pems.emplace(StringMember(jwk, "kid"), std::move(*public_pem));
  }
  if (public_pems.empty() && !keys->empty()) return unreadable("none of the key set's keys can be used");
  return public_pems;
}

}  // namespace callboard::kit
