#include <format>

#include "functions/kit/function_main.hpp"

namespace callboard::kit {
namespace {

constexpr std::string_view kKey = "backend.database.connection";

std::unexpected<Error> Unusable(std::string_view key, std::string_view expected) {
  return Fail(ErrorCode::InvalidInput, std::format("Configuration {}.{}: expected {}", kKey, key, expected));
}

/// libpq's quoting of a value in "key='value'".
std::string Quoted(std::string_view value) {
  std::string quoted = "'";
  for (const char c : value) {
    if (c == '\'' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "'";
}

/// What Backstage's ssl object asks for, in libpq's words.
Result<std::string> SslFromObject(const Config& config, const Json& ssl) {
  for (const auto& entry : ssl.items()) {
    if (entry.key() != "ca" && entry.key() != "rejectUnauthorized")
      return Unusable("ssl." + entry.key(), "nothing: only ca and rejectUnauthorized are supported");
  }
  const auto ca = config.String(std::format("{}.ssl.ca", kKey));
  if (!ca) return std::unexpected(ca.error());
  const auto verify = config.Boolean(std::format("{}.ssl.rejectUnauthorized", kKey));
  if (!verify) return std::unexpected(verify.error());
  // libpq verifies in mode require as well once it has a root certificate.
  if (!verify->value_or(ca->has_value())) return "sslmode=require ";
  if (!*ca || (*ca)->contains("-----BEGIN"))
    return Unusable("ssl.ca", "the path of a file that holds the certificates to verify the database with");
  return std::format("sslmode=verify-full sslrootcert={} ", Quoted(**ca));
}

Result<std::string> SslFrom(const Config& config) {
  const Json* const ssl = config.Find(std::format("{}.ssl", kKey));
  if (ssl == nullptr) return "";
  if (ssl->is_object()) return SslFromObject(config, *ssl);
  const auto on = config.Boolean(std::format("{}.ssl", kKey));
  if (!on) return std::unexpected(on.error());
  return **on ? "sslmode=require " : "";
}

}  // namespace

Result<std::string> DatabaseConnection(const Config& config) {
  const Json* const connection = config.Find(kKey);
  if (connection == nullptr) {
    if (auto local = ProcessEnvironment()("CALLBOARD_DATABASE")) return *local;
    return Fail(ErrorCode::InvalidInput,
                std::format("Configuration {}: expected the PostgreSQL database to use", kKey));
  }
  if (connection->is_string()) return connection->get<std::string>();
  if (!connection->is_object())
    return Fail(ErrorCode::InvalidInput, std::format("Configuration {}: expected a text or an object", kKey));
  const auto whole = config.String(std::format("{}.connectionString", kKey));
  if (!whole) return std::unexpected(whole.error());
  if (*whole && connection->size() > 1)
    return Unusable("connectionString", "to stand alone: it can say everything, as in postgresql://…?sslmode=require");
  if (*whole) return **whole;
  std::string text;
  for (const auto& [key, name] : {std::pair("host", "host"),
                                  {"port", "port"},
                                  {"user", "user"},
                                  {"password", "password"},
                                  {"database", "dbname"}}) {
    const auto value = config.String(std::format("{}.{}", kKey, key));
    if (!value) return std::unexpected(value.error());
    if (*value) text += std::format("{}={} ", name, Quoted(**value));
  }
  const auto ssl = SslFrom(config);
  if (!ssl) return std::unexpected(ssl.error());
  text += *ssl;
  if (!text.contains("dbname=")) text += "dbname=callboard ";
  return text;
}

}  // namespace callboard::kit
