#include "client/app/view_table.hpp"
#include "client/views/api_index.hpp"
#include "client/views/catalog_index.hpp"
#include "client/views/entity_page.hpp"
#include "client/views/gallery.hpp"
#include "client/views/graph_page.hpp"
#include "client/views/home_page.hpp"
#include "client/views/import_page.hpp"
#include "client/views/ingestion_page.hpp"
#include "client/views/not_found.hpp"
#include "client/views/search_page.hpp"
#include "client/views/settings_page.hpp"

namespace callboard::app {
namespace {

using store::Screen;

template <typename Data, typename Local>
std::unique_ptr<View> Make(const ViewFunctions<Data, Local>& functions) {
  return std::make_unique<BuiltView<Data, Local>>(functions);
}

}  // namespace

std::vector<std::unique_ptr<View>> MakeViews() {
  using namespace views;
  std::vector<std::unique_ptr<View>> all;
  all.push_back(Make<HomePageData, HomePageLocal>({Screen::Home, NeedsHomePage, BuildHomePageData, DrawHomePage}));
  all.push_back(Make<EntityListData, EntityListLocal>(
      {Screen::CatalogIndex, NeedsCatalogIndex, BuildCatalogIndexData, DrawCatalogIndex}));
  all.push_back(
      Make<EntityListData, EntityListLocal>({Screen::ApiIndex, NeedsApiIndex, BuildApiIndexData, DrawApiIndex}));
  all.push_back(
      Make<EntityPageData, EntityPageLocal>({Screen::Entity, NeedsEntityPage, BuildEntityPageData, DrawEntityPage}));
  all.push_back(
      Make<SearchPageData, SearchPageLocal>({Screen::Search, NeedsSearchPage, BuildSearchPageData, DrawSearchPage}));
  all.push_back(
      Make<GraphPageData, GraphPageLocal>({Screen::Graph, NeedsGraphPage, BuildGraphPageData, DrawGraphPage}));
  all.push_back(
      Make<ImportPageData, ImportPageLocal>({Screen::Import, NeedsImportPage, BuildImportPageData, DrawImportPage}));
  all.push_back(Make<IngestionPageData, IngestionPageLocal>(
      {Screen::Ingestion, NeedsIngestionPage, BuildIngestionPageData, DrawIngestionPage}));
  all.push_back(Make<SettingsPageData, SettingsPageLocal>(
      {Screen::Settings, NeedsSettingsPage, BuildSettingsPageData, DrawSettingsPage}));
  all.push_back(Make<GalleryData, GalleryLocal>({Screen::Gallery, NeedsGallery, BuildGalleryData, DrawGallery}));
  all.push_back(Make<NotFoundData, NotFoundLocal>({Screen::NotFound, NeedsNotFound, BuildNotFoundData, DrawNotFound}));
  return all;
}

}  // namespace callboard::app
