#pragma once
// gzip and brotli, whole or in pieces.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace callboard::kit {

enum class ContentCoding : std::uint8_t { Identity, Gzip, Brotli };

/// "" for Identity, else the name as Content-Encoding has it.
[[nodiscard]] std::string_view NameOf(ContentCoding coding);

/// The best coding that an Accept-Encoding header takes, by its q-values; brotli before gzip before nothing.
[[nodiscard]] ContentCoding ChooseCoding(std::string_view accept_encoding);

/// Whether texts of this type shrink: JSON, text, JavaScript, SVG, XML, WebAssembly.
[[nodiscard]] bool IsCompressible(std::string_view content_type);

/// Compresses a stream piece by piece.
class Compressor {
 public:
  virtual ~Compressor() = default;
  /// The compressed form of everything so far that was not given out yet; `last` ends the stream.
  virtual std::string Write(std::string_view piece, bool last) = 0;
};

/// Null for Identity. Quick settings: answers are made for one caller.
[[nodiscard]] std::unique_ptr<Compressor> MakeCompressor(ContentCoding coding);

}  // namespace callboard::kit
