#pragma once
// Protocol Buffers, languages proto2 and proto3, as far as they say what a gRPC API offers.

#include <string>
#include <string_view>
#include <vector>

#include "shared/base/error.hpp"

namespace callboard::definitions {

struct ProtoField {
  std::string name;
  std::string type;   // "string", "map<string, Stop>"
  std::string label;  // "repeated", "optional", "required" or ""
  std::string number;
  std::string oneof;  // the group of which only one is set, or ""
  std::string description;
  bool deprecated = false;
};

struct ProtoMessage {
  std::string name;  // within the package: "Outer.Inner"
  std::string description;
  std::vector<ProtoField> fields;
};

struct ProtoValue {
  std::string name;
  std::string number;
  std::string description;
};

struct ProtoEnum {
  std::string name;
  std::string description;
  std::vector<ProtoValue> values;
};

struct ProtoMethod {
  std::string name;
  std::string request;
  std::string response;
  bool streams_request = false;
  bool streams_response = false;
  std::string description;
  bool deprecated = false;
};

struct ProtoService {
  std::string name;
  std::string description;
  std::vector<ProtoMethod> methods;
};

/// Descriptions are the comments before a declaration, or behind it on its line.
struct ProtoFile {
  std::string syntax = "proto2";  // what a file without a statement is
  std::string package;
  std::string description;  // of the file
  std::vector<std::string> imports;
  std::vector<ProtoService> services;
  std::vector<ProtoMessage> messages;
  std::vector<ProtoEnum> enums;
};

/// InvalidInput: "Line 3: expected the name of a field, found }".
[[nodiscard]] Result<ProtoFile> ParseProto(std::string_view text);

/// The message that `type` names, seen from the message `scope`; null when it is not in this file.
[[nodiscard]] const ProtoMessage* FindMessage(const ProtoFile& file, std::string_view type,
                                              std::string_view scope = {});
[[nodiscard]] const ProtoEnum* FindEnum(const ProtoFile& file, std::string_view type, std::string_view scope = {});

}  // namespace callboard::definitions
