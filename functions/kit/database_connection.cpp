#include <unistd.h>

#include <cstdlib>
#include <filesystem>
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

/// The authorities that this machine trusts. libpq 16 could be told "system"; older ones need the file.
Result<std::string> SystemCertificates() {
  if (auto file = ProcessEnvironment()("SSL_CERT_FILE"); file && !file->empty()) return *file;
  for (const char* const file :
       {"/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem"}) {
    std::error_code error;
    if (std::filesystem::exists(file, error)) return file;
  }
  return Unusable("ssl.ca", "the certificates to verify the database with, since this machine has none of its own");
}

/// A file of this process alone that holds `pem`: libpq reads no certificates from its parameters.
Result<std::string> FileWith(std::string_view pem) {
  std::string path = (std::filesystem::temp_directory_path() / "callboard-ca-XXXXXX").string();
  const int descriptor = mkstemp(path.data());
  if (descriptor < 0) return Fail(ErrorCode::Unavailable, std::format("{} cannot be written", path));
  const bool is_written = write(descriptor, pem.data(), pem.size()) == static_cast<ssize_t>(pem.size());
  close(descriptor);
  if (!is_written) return Fail(ErrorCode::Unavailable, std::format("{} cannot be written", path));
  return path;
}

/// What Backstage's ssl object asks for, in libpq's words. As node-postgres does, the certificate and the host's name
/// are verified unless that is switched off; the authorities are this machine's, where Node brings its own list.
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
  if (!verify->value_or(true)) return "sslmode=require ";
  auto file = !*ca ? SystemCertificates() : (*ca)->contains("-----BEGIN") ? FileWith(**ca) : Result<std::string>(**ca);
  if (!file) return std::unexpected(file.error());
  return std::format("sslmode=verify-full sslrootcert={} ", Quoted(*file));
}

Result<std::string> SslFrom(const Config& config) {
  const Json* const ssl = config.Find(std::format("{}.ssl", kKey));
  if (ssl == nullptr) return "";
  if (ssl->is_object()) return SslFromObject(config, *ssl);
  const auto on = config.Boolean(std::format("{}.ssl", kKey));
  if (!on) return std::unexpected(on.error());
  return **on ? SslFromObject(config, Json::object()) : "";
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
