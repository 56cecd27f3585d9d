#include "functions/kit/compress.hpp"

#include <brotli/encode.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "shared/base/text.hpp"

namespace callboard::kit {
namespace {

constexpr int kGzipLevel = 5;
constexpr int kGzipWindow = 15 + 16;  // 16: with gzip's header
constexpr std::uint32_t kBrotliQuality = 4;
constexpr std::size_t kPiece = 64U * 1024;

class GzipCompressor : public Compressor {
 public:
  GzipCompressor() { deflateInit2(&stream_, kGzipLevel, Z_DEFLATED, kGzipWindow, 8, Z_DEFAULT_STRATEGY); }
  ~GzipCompressor() override { deflateEnd(&stream_); }
  GzipCompressor(const GzipCompressor&) = delete;
  GzipCompressor& operator=(const GzipCompressor&) = delete;

  std::string Write(std::string_view piece, bool last) override {
    std::string out;
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(piece.data()));
    stream_.avail_in = static_cast<uInt>(piece.size());
    std::array<Bytef, kPiece> buffer{};
    do {
      stream_.next_out = buffer.data();
      stream_.avail_out = static_cast<uInt>(buffer.size());
      deflate(&stream_, last ? Z_FINISH : Z_SYNC_FLUSH);
      out.append(reinterpret_cast<const char*>(buffer.data()), buffer.size() - stream_.avail_out);
    } while (stream_.avail_out == 0);
    return out;
  }

 private:
  z_stream stream_{};
};

class BrotliCompressor : public Compressor {
 public:
  BrotliCompressor() : state_(BrotliEncoderCreateInstance(nullptr, nullptr, nullptr), &BrotliEncoderDestroyInstance) {
    BrotliEncoderSetParameter(state_.get(), BROTLI_PARAM_QUALITY, kBrotliQuality);
  }

  std::string Write(std::string_view piece, bool last) override {
    std::string out;
    const auto* next_in = reinterpret_cast<const std::uint8_t*>(piece.data());
    std::size_t available_in = piece.size();
    const BrotliEncoderOperation operation = last ? BROTLI_OPERATION_FINISH : BROTLI_OPERATION_FLUSH;
    do {
      std::size_t available_out = 0;
      BrotliEncoderCompressStream(state_.get(), operation, &available_in, &next_in, &available_out, nullptr, nullptr);
      std::size_t size = 0;
      const std::uint8_t* const made = BrotliEncoderTakeOutput(state_.get(), &size);
      out.append(reinterpret_cast<const char*>(made), size);
    } while (available_in > 0 || BrotliEncoderHasMoreOutput(state_.get()) == BROTLI_TRUE);
    return out;
  }

 private:
  std::unique_ptr<BrotliEncoderState, decltype(&BrotliEncoderDestroyInstance)> state_;
};

/// The weight that an Accept-Encoding header gives a coding; nothing when it does not name it.
std::optional<double> WeightOf(std::string_view header, std::string_view coding) {
  for (const std::string_view offer : Split(header, ',')) {
    const std::size_t semicolon = offer.find(';');
    if (!EqualsIgnoringCase(TrimSpace(offer.substr(0, semicolon)), coding)) continue;
    if (semicolon == std::string_view::npos) return 1.0;
    const std::string_view parameter = TrimSpace(offer.substr(semicolon + 1));
    if (!parameter.starts_with("q=")) return 1.0;
    double weight = 0;
    std::from_chars_result read{};
    int whole = 0;
    read = std::from_chars(parameter.data() + 2, parameter.data() + parameter.size(), whole);
    weight = whole;
    if (read.ec == std::errc{} && read.ptr != parameter.data() + parameter.size() && *read.ptr == '.') {
      double scale = 0.1;
      for (const char* digit = read.ptr + 1;
           digit != parameter.data() + parameter.size() && *digit >= '0' && *digit <= '9'; ++digit) {
        weight += (*digit - '0') * scale;
        scale /= 10;
      }
    }
    return std::clamp(weight, 0.0, 1.0);
  }
  return std::nullopt;
}

}  // namespace

std::string_view NameOf(ContentCoding coding) {
  switch (coding) {
    case ContentCoding::Gzip:
      return "gzip";
    case ContentCoding::Brotli:
      return "br";
    case ContentCoding::Identity:
      break;
  }
  return {};
}

ContentCoding ChooseCoding(std::string_view accept_encoding) {
  if (accept_encoding.empty()) return ContentCoding::Identity;
  const double any = WeightOf(accept_encoding, "*").value_or(0);
  const double brotli = WeightOf(accept_encoding, "br").value_or(any);
  const double gzip = WeightOf(accept_encoding, "gzip").value_or(any);
  if (brotli <= 0 && gzip <= 0) return ContentCoding::Identity;
  return brotli >= gzip ? ContentCoding::Brotli : ContentCoding::Gzip;
}

bool IsCompressible(std::string_view content_type) {
  constexpr std::array<std::string_view, 7> kTypes = {
      "text/",         "application/json", "application/x-ndjson", "application/javascript", "application/wasm",
      "image/svg+xml", "application/xml"};
  return std::ranges::any_of(kTypes, [&](std::string_view type) { return content_type.starts_with(type); });
}

std::unique_ptr<Compressor> MakeCompressor(ContentCoding coding) {
  switch (coding) {
    case ContentCoding::Gzip:
      return std::make_unique<GzipCompressor>();
    case ContentCoding::Brotli:
      return std::make_unique<BrotliCompressor>();
    case ContentCoding::Identity:
      break;
  }
  return nullptr;
}

}  // namespace callboard::kit
