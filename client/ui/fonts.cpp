#include "client/ui/fonts.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "client/ui/text_units.hpp"
#include "imgui.h"
#include "imgui_internal.h"

namespace callboard::ui {
namespace {

constexpr std::array kFaces = {Face::Regular, Face::Bold, Face::Mono, Face::Icon, Face::Italic};
// The private area of the basic plane; when it is used up, clusters go on in a plane that nobody writes in.
constexpr std::uint32_t kFirstCluster = 0xE000;
constexpr std::uint32_t kAfterPrivateArea = 0xF900;
constexpr std::uint32_t kOverflowPlane = 0x40000;
constexpr float kReferenceSize = 16;
// Running text is made of these, so they are rasterised in one go; of larger letters a page needs only a few.
constexpr float kLargestRunningText = 18;

std::uint32_t GlyphOfIndex(std::size_t index) {
  const auto glyph = kFirstCluster + static_cast<std::uint32_t>(index);
  return glyph < kAfterPrivateArea ? glyph : kOverflowPlane + (glyph - kAfterPrivateArea);
}

std::string Utf8Of(std::uint32_t letter) {
  char buffer[5] = {};
  ImTextCharToUtf8(buffer, letter);
  return buffer;
}

}  // namespace

struct Fonts::FaceData {
  Fonts* fonts = nullptr;
  GlyphSource* source = nullptr;
  Face face = Face::Regular;
  ImFont* font = nullptr;
  /// Pictures that were rasterised with others and wait for the atlas to ask for them.
  std::unordered_map<ImGuiID, std::unordered_map<std::uint32_t, GlyphPicture>> ready;

  [[nodiscard]] std::string TextOfGlyph(std::uint32_t glyph) const {
    return face == Face::Icon ? Utf8Of(glyph) : fonts->TextOf(glyph);
  }
  void Rasterise(ImFontBaked& baked, std::span<const std::uint32_t> glyphs) {
    std::vector<std::string> texts;
    for (const std::uint32_t glyph : glyphs) texts.push_back(TextOfGlyph(glyph));
    std::vector<GlyphPicture> pictures = source->Rasterise(face, baked.Size * baked.RasterizerDensity, texts);
    auto& waiting = ready[baked.BakedId];
    for (std::size_t i = 0; i < glyphs.size() && i < pictures.size(); ++i) waiting[glyphs[i]] = std::move(pictures[i]);
  }
};

namespace {

Fonts::FaceData& DataOf(ImFontConfig* config) {
  return *static_cast<Fonts::FaceData*>(config->FontLoaderData);
}

// ImGui copies what FontData points at and takes FontLoaderData from its loader only, so the pointer travels as font
// data.
bool InitSource(ImFontAtlas*, ImFontConfig* config) {
  config->FontLoaderData = *static_cast<Fonts::FaceData**>(config->FontData);
  return true;
}

void DestroySource(ImFontAtlas*, ImFontConfig* config) {
  config->FontLoaderData = nullptr;
}

bool ContainsGlyph(ImFontAtlas*, ImFontConfig*, ImWchar letter) {
  return letter >= 32;
}

bool InitBaked(ImFontAtlas*, ImFontConfig* config, ImFontBaked* baked, void*) {
  Fonts::FaceData& data = DataOf(config);
  const FaceMetrics metrics = data.fonts->MetricsOf(data.face);
  baked->Ascent = metrics.ascent * baked->Size;
  baked->Descent = -metrics.descent * baked->Size;
  if (data.face == Face::Icon || baked->Size > kLargestRunningText) return true;
  std::vector<std::uint32_t> ascii;
  for (std::uint32_t letter = 32; letter < 127; ++letter) ascii.push_back(letter);
  ascii.push_back(0x2026);
  data.Rasterise(*baked, ascii);
  return true;
}

void DestroyBaked(ImFontAtlas*, ImFontConfig* config, ImFontBaked* baked, void*) {
  DataOf(config).ready.erase(baked->BakedId);
}

void PackPicture(ImFontAtlas& atlas, ImFontConfig& config, ImFontBaked& baked, const GlyphPicture& picture,
                 ImFontGlyph& out) {
  const ImFontAtlasRectId rect_id = ImFontAtlasPackAddRect(&atlas, picture.w, picture.h);
  if (rect_id == ImFontAtlasRectId_Invalid) return;
  const float density = baked.RasterizerDensity;
  // Whole device pixels from the baseline: the painter puts the pen on whole pixels too, so glyphs stay sharp.
  out.X0 = picture.x / density;
  out.Y0 = picture.y / density;
  out.X1 = (picture.x + static_cast<float>(picture.w)) / density;
  out.Y1 = (picture.y + static_cast<float>(picture.h)) / density;
  out.Visible = true;
  out.Colored = picture.colored;
  out.PackId = rect_id;
  ImTextureRect* rect = ImFontAtlasPackGetRect(&atlas, rect_id);
  ImFontAtlasBakedSetFontGlyphBitmap(&atlas, &baked, &config, &out, rect, picture.pixels.data(), ImTextureFormat_RGBA32,
                                     picture.w * 4);
}

bool LoadGlyph(ImFontAtlas* atlas, ImFontConfig* config, ImFontBaked* baked, void*, ImWchar letter, ImFontGlyph* out,
               float* advance) {
  Fonts::FaceData& data = DataOf(config);
  auto& waiting = data.ready[baked->BakedId];
  if (!waiting.contains(letter)) {
    const std::uint32_t one[] = {letter};
    data.Rasterise(*baked, one);
  }
  const auto found = waiting.find(letter);
  if (found == waiting.end()) return false;
  const GlyphPicture& picture = found->second;
  if (advance != nullptr) {
    *advance = picture.advance / baked->RasterizerDensity;
    return true;
  }
  out->Codepoint = letter;
  out->AdvanceX = picture.advance / baked->RasterizerDensity;
  if (picture.w > 0 && picture.h > 0) PackPicture(*atlas, *config, *baked, picture, *out);
  waiting.erase(found);
  return true;
}

const ImFontLoader* CanvasLoader() {
  static const ImFontLoader kLoader = [] {
    ImFontLoader made;
    made.Name = "callboard";
    made.FontSrcInit = InitSource;
    made.FontSrcDestroy = DestroySource;
    made.FontSrcContainsGlyph = ContainsGlyph;
    made.FontBakedInit = InitBaked;
    made.FontBakedDestroy = DestroyBaked;
    made.FontBakedLoadGlyph = LoadGlyph;
    return made;
  }();
  return &kLoader;
}

}  // namespace

Fonts::Fonts(GlyphSource& source) {
  for (const Face face : kFaces) {
    metrics_.push_back(source.MetricsOf(face));
    auto data = std::make_unique<FaceData>();
    data->fonts = this;
    data->source = &source;
    data->face = face;
    ImFontConfig config;
    config.FontLoader = CanvasLoader();
    FaceData* pointer = data.get();
    config.FontData = static_cast<void*>(&pointer);
    config.FontDataSize = static_cast<int>(sizeof(FaceData*));
    config.SizePixels = kReferenceSize;
    config.FontDataOwnedByAtlas = false;
    ImFormatString(config.Name, IM_ARRAYSIZE(config.Name), "face%d", static_cast<int>(face));
    data->font = ImGui::GetIO().Fonts->AddFont(&config);
    faces_.push_back(std::move(data));
  }
}

Fonts::~Fonts() = default;

std::uint32_t Fonts::ClusterGlyph(std::string_view cluster) {
  const auto [entry, fresh] = cluster_glyphs_.try_emplace(std::string(cluster), 0);
  if (fresh) {
    entry->second = GlyphOfIndex(clusters_.size());
    clusters_.emplace_back(cluster);
  }
  return entry->second;
}

std::string Fonts::TextOf(std::uint32_t glyph) const {
  std::size_t index = clusters_.size();
  if (glyph >= kFirstCluster && glyph < kAfterPrivateArea) index = glyph - kFirstCluster;
  if (glyph >= kOverflowPlane) index = glyph - kOverflowPlane + (kAfterPrivateArea - kFirstCluster);
  return index < clusters_.size() ? clusters_[index] : Utf8Of(glyph);
}

const std::vector<TextUnit>& Fonts::UnitsOf(std::string_view text) {
  static_assert(sizeof(ImWchar) == 4, "Letters outside the basic plane need IMGUI_USE_WCHAR32");
  std::vector<RawUnit> raw;
  SplitUnits(text, raw);
  units_.clear();
  std::size_t at = 0;
  for (const RawUnit& unit : raw) {
    const std::uint32_t glyph = unit.letter != 0 ? unit.letter : ClusterGlyph(text.substr(at, unit.bytes));
    units_.push_back({glyph, unit.bytes, unit.breaks_after, glyph == ' '});
    at += unit.bytes;
  }
  return units_;
}

ImFontBaked* Fonts::Prepare(Face face, int size, const std::vector<TextUnit>& units) {
  FaceData& data = *faces_[static_cast<std::size_t>(face)];
  ImFontBaked* baked =
      data.font->GetFontBaked(static_cast<float>(size), ImGui::GetCurrentContext()->FontRasterizerDensity);
  std::vector<std::uint32_t> missing;
  const auto& waiting = data.ready[baked->BakedId];
  for (const TextUnit& unit : units) {
    if (unit.glyph < 32 || baked->IsGlyphLoaded(unit.glyph) || waiting.contains(unit.glyph)) continue;
    if (!std::ranges::contains(missing, unit.glyph)) missing.push_back(unit.glyph);
  }
  if (!missing.empty()) data.Rasterise(*baked, missing);
  for (const TextUnit& unit : units) {
    if (unit.glyph >= 32) static_cast<void>(baked->FindGlyph(unit.glyph));
  }
  return baked;
}

}  // namespace callboard::ui
