#include "shared/definitions/openapi_parts.hpp"

#include <algorithm>

#include "shared/definitions/schema.hpp"

namespace callboard::definitions {
namespace {

constexpr std::string_view kFormType = "application/x-www-form-urlencoded";
constexpr std::string_view kFileType = "multipart/form-data";

/// The first of a map of Example objects.
const Json* FirstExample(const Document& document, const Json& examples) {
  if (examples.empty()) return nullptr;
  const Json* const first = document.Resolve(examples.front());
  return first == nullptr ? nullptr : FindMember(*first, "value");
}

/// Swagger 2 writes the schema of a parameter into the parameter.
const Json* SchemaOf(const ApiReader& reader, const Json& parameter) {
  if (reader.is_swagger2) return &parameter;
  if (const Json* const schema = FindMember(parameter, "schema"); schema != nullptr) return schema;
  const Json& content = ObjectMember(parameter, "content");
  return content.empty() ? nullptr : FindMember(content.front(), "schema");
}

ApiParameter ReadParameter(const ApiReader& reader, const Json& parameter, std::string name) {
  ApiParameter read{.name = std::move(name),
                    .in = std::string(StringMember(parameter, "in")),
                    .description = std::string(StringMember(parameter, "description")),
                    .required = FlagMember(parameter, "required"),
                    .deprecated = FlagMember(parameter, "deprecated"),
                    .schema = SchemaOf(reader, parameter)};
  const Json* example = FindMember(parameter, "example");
  if (example == nullptr) example = FirstExample(reader.document, ObjectMember(parameter, "examples"));
  if (example == nullptr && read.schema != nullptr) {
    const Json* const schema = reader.document.Resolve(*read.schema);
    example = schema == nullptr ? nullptr : FindMember(*schema, "example");
  }
  if (example != nullptr) read.example = ScalarText(*example);
  return read;
}

/// All parameters that are written at the path and the operation; the latter replace equal ones.
std::vector<const Json*> WrittenParameters(const ApiReader& reader, const Json& path, const Json& operation) {
  std::vector<const Json*> all;
  for (const Json* const owner : {&path, &operation}) {
    for (const Json& each : ArrayMember(*owner, "parameters")) {
      const Json* const parameter = reader.document.Resolve(each);
      if (parameter == nullptr || StringMember(*parameter, "name").empty()) continue;
      std::erase_if(all, [&](const Json* other) {
        return StringMember(*other, "name") == StringMember(*parameter, "name") &&
               StringMember(*other, "in") == StringMember(*parameter, "in");
      });
      all.push_back(parameter);
    }
  }
  return all;
}

bool IsBodyOfSwagger2(const ApiReader& reader, const Json& parameter) {
  const std::string_view in = StringMember(parameter, "in");
  return reader.is_swagger2 && (in == "body" || in == "formData");
}

std::vector<ApiContent> ReadContents(const ApiReader& reader, const Json& contents) {
  std::vector<ApiContent> read;
  for (const auto& [media_type, content] : contents.items()) {
    read.push_back({media_type, FindMember(content, "schema"), ExampleIn(reader.document, content)});
  }
  return read;
}

/// The fields of a form have no schema of their own in the document, so there is an example of them only.
ApiContent ReadForm(const ApiReader& reader, const std::vector<const Json*>& fields) {
  ApiContent content{.media_type = std::string(kFormType)};
  for (const Json* const field : fields) {
    if (StringMember(*field, "type") == "file") content.media_type = kFileType;
    if (!content.example.empty()) content.example += '&';
    const Json value = ExampleOf(reader.document, *field);
    content.example += std::string(StringMember(*field, "name")) + '=' + (value.is_null() ? "" : ScalarText(value));
  }
  return content;
}

std::optional<ApiBody> ReadBodyOfSwagger2(const ApiReader& reader, const Json& operation,
                                          const std::vector<const Json*>& parameters) {
  std::vector<const Json*> fields;
  for (const Json* const parameter : parameters) {
    if (StringMember(*parameter, "in") == "formData") fields.push_back(parameter);
    if (StringMember(*parameter, "in") != "body") continue;
    ApiBody body{.description = std::string(StringMember(*parameter, "description")),
                 .required = FlagMember(*parameter, "required")};
    const Json* const schema = FindMember(*parameter, "schema");
    for (const std::string& type : reader.MediaTypes(operation, "consumes"))
      body.contents.push_back({type, schema, ExampleIn(reader.document, *parameter)});
    return body;
  }
  if (fields.empty()) return std::nullopt;
  return ApiBody{.contents = {ReadForm(reader, fields)}};
}

}  // namespace

std::string ExampleFor(const Document& document, const ApiContent& content) {
  if (!content.example.empty() || content.schema == nullptr) return content.example;
  return ExampleText(ExampleOf(document, *content.schema));
}

std::vector<std::string> ApiReader::MediaTypes(const Json& operation, std::string_view key) const {
  const bool own = FindMember(operation, key) != nullptr;
  std::vector<std::string> types;
  for (const Json& type : ArrayMember(own ? operation : document.root(), key)) types.push_back(ScalarText(type));
  if (types.empty()) types.emplace_back("application/json");
  return types;
}

std::vector<ApiParameter> ReadParameters(const ApiReader& reader, const Json& path, const Json& operation) {
  std::vector<ApiParameter> read;
  for (const Json* const parameter : WrittenParameters(reader, path, operation)) {
    if (!IsBodyOfSwagger2(reader, *parameter))
      read.push_back(ReadParameter(reader, *parameter, std::string(StringMember(*parameter, "name"))));
  }
  return read;
}

std::optional<ApiBody> ReadBody(const ApiReader& reader, const Json& path, const Json& operation) {
  if (reader.is_swagger2) return ReadBodyOfSwagger2(reader, operation, WrittenParameters(reader, path, operation));
  const Json* const written = FindMember(operation, "requestBody");
  const Json* const body = written == nullptr ? nullptr : reader.document.Resolve(*written);
  if (body == nullptr) return std::nullopt;
  return ApiBody{.description = std::string(StringMember(*body, "description")),
                 .required = FlagMember(*body, "required"),
                 .contents = ReadContents(reader, ObjectMember(*body, "content"))};
}

std::vector<ApiResponse> ReadResponses(const ApiReader& reader, const Json& operation) {
  std::vector<ApiResponse> read;
  for (const auto& [status, written] : ObjectMember(operation, "responses").items()) {
    const Json* const response = reader.document.Resolve(written);
    if (response == nullptr || status.starts_with("x-")) continue;
    ApiResponse each{.status = status, .description = std::string(StringMember(*response, "description"))};
    for (const auto& [name, header] : ObjectMember(*response, "headers").items()) {
      if (const Json* const resolved = reader.document.Resolve(header); resolved != nullptr)
        each.headers.push_back(ReadParameter(reader, *resolved, name));
    }
    each.contents = ReadContents(reader, ObjectMember(*response, "content"));
    const Json* const schema = reader.is_swagger2 ? FindMember(*response, "schema") : nullptr;
    for (const std::string& type :
         schema == nullptr ? std::vector<std::string>{} : reader.MediaTypes(operation, "produces")) {
      const Json* const example = FindMember(ObjectMember(*response, "examples"), type);
      each.contents.push_back({type, schema, example == nullptr ? "" : ExampleText(*example)});
    }
    read.push_back(std::move(each));
  }
  return read;
}

std::string ExampleIn(const Document& document, const Json& content) {
  const Json* example = FindMember(content, "example");
  if (example == nullptr) example = FirstExample(document, ObjectMember(content, "examples"));
  return example == nullptr ? "" : ExampleText(*example);
}

}  // namespace callboard::definitions
