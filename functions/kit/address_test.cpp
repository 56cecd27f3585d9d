#include "functions/kit/address.hpp"

#include <gtest/gtest.h>

#include "functions/kit/proxy.hpp"

namespace callboard::kit {
namespace {

bool IsPublic(const char* host) {
  const auto address = AddressFromHost(host);
  EXPECT_TRUE(address.has_value()) << host;
  return address && IsPublicAddress(reinterpret_cast<const sockaddr&>(*address));
}

TEST(AddressTest, WhatTheInternetDoesNotRouteToIsNotPublic) {
  for (const char* const host : {"127.0.0.1",
                                 "127.1",
                                 "2130706433",
                                 "0x7f000001",
                                 "0177.0.0.1",
                                 "0",
                                 "0.0.0.0",
                                 "10.1.2.3",
                                 "172.16.0.1",
                                 "172.31.255.255",
                                 "192.168.1.1",
                                 "169.254.169.254",
                                 "100.64.0.1",
                                 "100.100.100.200",
                                 "192.0.0.192",
                                 "168.63.129.16",
                                 "224.0.0.1",
                                 "255.255.255.255",
                                 "[::1]",
                                 "[::]",
                                 "[::127.0.0.1]",
                                 "[::ffff:127.0.0.1]",
                                 "[::ffff:a9fe:a9fe]",
                                 "[64:ff9b::10.0.0.1]",
                                 "[64:ff9b:1::8.8.8.8]",
                                 "[fe80::1]",
                                 "[fec0::1]",
                                 "[fc00::1]",
                                 "[fd00:ec2::254]",
                                 "[ff02::1]",
                                 "[2001:db8::1]",
                                 "[2001::7f00:1]",
                                 "[2002:7f00:1::]",
                                 "127.0.0.1:8080"})
    EXPECT_FALSE(IsPublic(host)) << host;
}

TEST(AddressTest, OthersArePublic) {
  for (const char* const host : {"8.8.8.8", "11.0.0.1", "172.15.255.255", "172.32.0.0", "100.63.255.255", "100.128.0.0",
                                 "192.0.1.1", "198.17.0.1", "198.20.0.1", "223.255.255.255", "168.63.129.17",
                                 "[2606:4700:4700::1111]", "[::ffff:8.8.8.8]", "[64:ff9b::8.8.8.8]", "8.8.8.8:443"})
    EXPECT_TRUE(IsPublic(host)) << host;
}

TEST(AddressTest, NamesAreNoAddresses) {
  for (const char* const host : {"localhost", "a.b", "", "1.2.3.4.5", "127.0.0.1.nip.io", "[x]"})
    EXPECT_FALSE(AddressFromHost(host).has_value()) << host;
}

TEST(ProxiesTest, AreChosenAsCurlChoosesThem) {
  const Proxies proxies([](const std::string& name) -> std::optional<std::string> {
    if (name == "http_proxy") return "http://one:1";
    if (name == "HTTPS_PROXY") return "http://two:2";
    if (name == "HTTP_PROXY") return "http://evil:1";
    if (name == "no_proxy") return ".acme.com, direct.org 10.0.0.0/8,fd00::/8";
    return std::nullopt;
  });
  EXPECT_EQ(proxies.For("http", "example.org"), "http://one:1");
  EXPECT_EQ(proxies.For("https", "example.org:8443"), "http://two:2");
  EXPECT_EQ(proxies.For("http", "notacme.com"), "http://one:1");
  EXPECT_EQ(proxies.For("http", "11.0.0.1"), "http://one:1");
  for (const char* const direct : {"acme.com", "a.ACME.com:8080", "direct.org", "x.direct.org.", "10.1.2.3:80",
                                   "[fd00::1]:80", "localhost:7007", "127.0.0.1", "[::1]:3000"})
    EXPECT_EQ(proxies.For("http", direct), "") << direct;
  EXPECT_EQ(Proxies([](const std::string&) { return std::nullopt; }).For("http", "example.org"), "");
}

}  // namespace
}  // namespace callboard::kit
