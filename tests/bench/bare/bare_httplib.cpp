// bare_httplib BYTES: what the library serves with nothing behind it, an answer of that many bytes to every GET. Prints
// its port, on 127.0.0.1, and ends with the terminal's or a kill's signal.

#include <httplib.h>

#include <cstddef>
#include <cstdlib>
#include <iostream>
#include <limits>
#include <string>

int main(int count, char** arguments) {
  const auto bytes = count == 2 ? std::strtoul(arguments[1], nullptr, 10) : 0;
  if (bytes == 0) {
    std::cerr << "usage: bare_httplib BYTES\n";
    return 2;
  }
  httplib::Server server;
  server.set_tcp_nodelay(true);
  // A benchmark's connections stay open.
  server.set_keep_alive_max_count(std::numeric_limits<std::size_t>::max());
  const std::string body(bytes, 'x');
  server.Get(".*", [&](const httplib::Request&, httplib::Response& response) {
    response.set_content(body, "application/json");
  });
  const int port = server.bind_to_any_port("127.0.0.1");
  if (port < 0) {
    std::cerr << "bare_httplib: no port could be had\n";
    return 1;
  }
  std::cout << port << std::endl;
  return server.listen_after_bind() ? 0 : 1;
}
