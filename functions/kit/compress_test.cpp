#include "functions/kit/compress.hpp"

#include <gtest/gtest.h>
#include <zlib.h>

#include <array>

namespace callboard::kit {
namespace {

std::string Gunzip(const std::string& packed) {
  z_stream stream{};
  inflateInit2(&stream, 15 + 16);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  std::array<char, 100'000> out{};
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  inflate(&stream, Z_SYNC_FLUSH);
  const std::string text(out.data(), out.size() - stream.avail_out);
  inflateEnd(&stream);
  return text;
}

TEST(CompressTest, EachPieceCanBeReadBeforeTheNextIsWritten) {
  const auto compressor = MakeCompressor(ContentCoding::Gzip);
  std::string packed = compressor->Write("first row\n", false);
  EXPECT_EQ(Gunzip(packed), "first row\n");
  packed += compressor->Write("second row\n", true);
  EXPECT_EQ(Gunzip(packed), "first row\nsecond row\n");
}

TEST(CompressTest, BrotliShrinksText) {
  const std::string packed = MakeCompressor(ContentCoding::Brotli)->Write(std::string(10'000, 'x'), true);
  EXPECT_GT(packed.size(), 0U);
  EXPECT_LT(packed.size(), 100U);
}

TEST(CompressTest, ChoosesByWeight) {
  EXPECT_EQ(ChooseCoding("gzip, deflate, br"), ContentCoding::Brotli);
  EXPECT_EQ(ChooseCoding("gzip;q=0.8, br;q=0.3"), ContentCoding::Gzip);
  EXPECT_EQ(ChooseCoding("br;q=0, gzip"), ContentCoding::Gzip);
  EXPECT_EQ(ChooseCoding("*"), ContentCoding::Brotli);
  EXPECT_EQ(ChooseCoding("identity"), ContentCoding::Identity);
  EXPECT_EQ(ChooseCoding("gzip;q=abc"), ContentCoding::Identity);
  EXPECT_EQ(ChooseCoding(""), ContentCoding::Identity);
}

}  // namespace
}  // namespace callboard::kit
