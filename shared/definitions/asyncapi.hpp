#pragma once
// AsyncAPI 2.x and 3.x, both as operations over channels.

#include <string>
#include <string_view>
#include <vector>

#include "shared/definitions/document.hpp"
#include "shared/definitions/openapi.hpp"

namespace callboard::definitions {

struct AsyncServer {
  std::string name;
  std::string address;
  std::string protocol;
  std::string description;
};

/// `headers` and `payload` point into the document and may be null.
struct AsyncMessage {
  std::string name;
  std::string title;
  std::string summary;
  std::string description;
  std::string content_type;
  const Json* headers = nullptr;
  const Json* payload = nullptr;
  std::string example;  // of the payload, as the definition gives it, or ""
};

struct AsyncParameter {
  std::string name;
  std::string description;
};

/// A channel that no operation uses has one without action.
struct AsyncOperation {
  std::string action;  // as written: "publish", "subscribe", "send", "receive"
  std::string id;
  std::string channel;  // the address
  std::string summary;
  std::string description;
  std::vector<AsyncParameter> parameters;
  std::vector<AsyncMessage> messages;
};

struct AsyncApi {
  Document document;
  std::string specification;  // "AsyncAPI 3.0.0"
  std::string title;
  std::string version;
  std::string description;
  std::vector<AsyncServer> servers;
  std::vector<AsyncOperation> operations;
  std::vector<NamedSchema> schemas;
};

/// InvalidInput says where the text stops being a document, or that it is no AsyncAPI. What is odd inside is left out.
[[nodiscard]] Result<AsyncApi> ParseAsyncApi(std::string_view text);

}  // namespace callboard::definitions
