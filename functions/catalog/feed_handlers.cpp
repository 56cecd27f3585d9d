#include <algorithm>
#include <chrono>
#include <format>
#include <memory>

#include "functions/catalog/entity_request.hpp"
#include "functions/catalog/handlers.hpp"
#include "functions/catalog/providers/provider_service.hpp"
#include "functions/kit/cloud_event.hpp"
#include "shared/base/text.hpp"

namespace callboard::catalog {
namespace {

constexpr std::size_t kRowsAPiece = 500;
/// Of a request that waits for news; proxies cut off what is silent for longer.
constexpr std::size_t kLongestWaitSecs = 25;

/// Asks for everything to be read again, however young it is.
constexpr std::string_view kRefreshEvent = "dev.callboard.catalog.refresh";

/// What a list or a graph never shows is left out of the feed: the client asks for the whole entity when somebody opens
/// it.
void DropDetails(Json& document) {
  const auto spec = document.find("spec");
  if (spec == document.end() || !spec->is_object()) return;
  spec->erase("definition");
  if (StringMember(document, "kind") != "Template") return;
  spec->erase("steps");
  spec->erase("parameters");
  spec->erase("output");
}

std::string FeedLine(const Change& change) {
  const EntityRecord& record = change.record;
  if (change.removed) return DumpJson({{"seq", record.change_seq}, {"ref", record.ref}, {"removed", true}});
  auto document = ParseJson(record.document);
  if (!document) return {};
  DropDetails(*document);
  const auto relations = ParseJson(record.relations_json);
  const Json* const metadata = FindMember(*document, "metadata");
  const std::string etag(metadata == nullptr ? "" : StringMember(*metadata, "etag"));
  return DumpJson({{"seq", record.change_seq},
                   {"ref", record.ref},
                   {"uid", record.uid},
                   {"etag", etag},
                   {"entity", std::move(*document)},
                   {"relations", relations.value_or(Json::array())},
                   {"parents", record.parents}});
}

/// Writes one piece of the log at a time, so that neither side holds the whole catalog as text.
class FeedWriter {
 public:
  FeedWriter(EntityStore& store, std::uint64_t since, std::uint64_t version, std::size_t total)
      : store_(store), since_(since) {
    head_ = std::format("{{\"feed\":1,\"from\":{},\"version\":{},\"total\":{}}}\n", since, version, total);
  }

  /// Appends the next piece; false after the last one. A feed that the store cuts short ends without its end line.
  bool Write(std::string& out) {
    out += std::exchange(head_, {});
    const auto page = store_.ReadChanges(since_, kRowsAPiece, LogDetail::Whole);
    if (!page) return false;
    for (const Change& change : page->changes) {
      if (const std::string line = FeedLine(change); !line.empty()) out += line + "\n";
    }
    since_ = page->version;
    if (!page->is_last) return true;
    out += std::format("{{\"end\":true,\"version\":{}}}\n", page->version);
    return false;
  }

 private:
  EntityStore& store_;
  std::uint64_t since_;
  std::string head_;
};

}  // namespace

Result<kit::Response> GetCatalogFeed(const kit::Request& request, const CatalogDeps& deps) {
  const auto since = NumberParam(request, "since");
  if (!since) return std::unexpected(since.error());
  const auto wait = NumberParam(request, "wait");
  if (!wait) return std::unexpected(wait.error());
  if (const std::chrono::seconds secs(std::min(wait->value_or(0), kLongestWaitSecs)); secs > secs.zero()) {
    const auto until = std::min(request.deadline, std::chrono::steady_clock::now() + secs);
    deps.replica->AwaitMore(since->value_or(0), until);
  }
  const auto [version, total] =
      deps.replica->With([](const Index& index) { return std::pair(index.Version(), index.Size()); });
  auto writer = std::make_shared<FeedWriter>(*deps.store, since->value_or(0), version, total);
  kit::Response response;
  response.content_type = "application/x-ndjson";
  response.headers.emplace("Cache-Control", "no-store");
  response.stream = [writer](std::string& out) { return writer->Write(out); };
  return response;
}

Result<kit::Response> ReceiveCatalogEvent(const kit::Request& request, const CatalogDeps& deps) {
  const auto event = kit::CloudEventFromRequest(request);
  if (!event) return std::unexpected(event.error());
  // Every event is a wake-up; what is due stands in the store.
  if (event->type == kRefreshEvent) {
    if (auto due = deps.store->MakeAllDue(); !due) return std::unexpected(due.error());
    if (auto due = deps.providers->RequestAll(); !due) return std::unexpected(due.error());
  }
  if (auto ticked = deps.tick(); !ticked) return std::unexpected(ticked.error());
  return kit::NoContent();
}

}  // namespace callboard::catalog
