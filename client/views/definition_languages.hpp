#pragma once
// One thing of an AsyncAPI, GraphQL or gRPC definition, opened.

#include <cstddef>

#include "client/ui/ui.hpp"
#include "shared/definitions/definition.hpp"

namespace callboard::views {

void DrawAsyncApiFacts(ui::Frame& frame, const definitions::AsyncApi& api);
void DrawAsyncOperation(ui::Frame& frame, const definitions::AsyncApi& api,
                        const definitions::AsyncOperation& operation);

void DrawGraphQlField(ui::Frame& frame, const definitions::GraphQlSchema& schema,
                      const definitions::GraphQlField& field);
void DrawGraphQlType(ui::Frame& frame, const definitions::GraphQlSchema& schema, const definitions::GraphQlType& type);
void DrawGraphQlDirective(ui::Frame& frame, const definitions::GraphQlSchema& schema,
                          const definitions::GraphQlDirective& directive);

void DrawProtoMethod(ui::Frame& frame, const definitions::ProtoFile& file, const definitions::ProtoMethod& method);
void DrawProtoMessage(ui::Frame& frame, const definitions::ProtoFile& file, const definitions::ProtoMessage& message);
void DrawProtoEnum(ui::Frame& frame, const definitions::ProtoEnum& of);

}  // namespace callboard::views
