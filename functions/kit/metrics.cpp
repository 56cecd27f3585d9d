#include "functions/kit/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <map>
#include <mutex>
#include <shared_mutex>
#include <tuple>

#include "functions/kit/gauge.hpp"
#include "functions/kit/reader_lock.hpp"

namespace callboard::kit {
namespace {

const prometheus::Histogram::BucketBoundaries kSeconds = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                                          0.1,    0.25,  0.5,    1,     2.5,  5,     10};

/// The two series of one kind of request.
struct RequestSeries {
  prometheus::Counter* count;
  prometheus::Histogram* duration;
};

}  // namespace

struct Metrics::Impl {
  prometheus::Registry registry;
  prometheus::Family<prometheus::Counter>& requests =
      prometheus::BuildCounter().Name("http_requests_total").Help("Requests answered").Register(registry);
  prometheus::Family<prometheus::Histogram>& durations = prometheus::BuildHistogram()
                                                             .Name("http_request_duration_seconds")
                                                             .Help("Time from the request's end to the answer's end")
                                                             .Register(registry);
  prometheus::Gauge& in_flight = prometheus::BuildGauge()
                                     .Name("http_requests_in_flight")
                                     .Help("Requests being answered")
                                     .Register(registry)
                                     .Add({});
  prometheus::Gauge& connections =
      prometheus::BuildGauge().Name("http_connections").Help("Open connections").Register(registry).Add({});
  prometheus::Counter& rejected = prometheus::BuildCounter()
                                      .Name("http_connections_rejected_total")
                                      .Help("Connections answered with 503 because all were in use")
                                      .Register(registry)
                                      .Add({});
  prometheus::Gauge& started = prometheus::BuildGauge()
                                   .Name("process_start_time_seconds")
                                   .Help("Start of the process")
                                   .Register(registry)
                                   .Add({});

  // The library looks a series up by building label maps; this keeps that off the path of every request.
  ReaderLock mutex;
  std::map<std::tuple<std::string, std::string, int>, RequestSeries, std::less<>> series;

  RequestSeries SeriesOf(std::string_view route, std::string_view method, int status) {
    const std::tuple key(route, method, status);
    {
      const std::shared_lock lock(mutex);
      if (const auto found = series.find(key); found != series.end()) return found->second;
    }
    const std::unique_lock lock(mutex);
    const prometheus::Labels labels = {{"route", std::string(route)}, {"method", std::string(method)}};
    prometheus::Labels with_status = labels;
    with_status.emplace("status", std::to_string(status));
    const RequestSeries made{&requests.Add(with_status), &durations.Add(labels, kSeconds)};
    series.emplace(std::tuple(std::string(route), std::string(method), status), made);
    return made;
  }
};

Metrics::Metrics() : impl_(std::make_unique<Impl>()) {
  impl_->started.SetToCurrentTime();
}

Metrics::~Metrics() = default;

void Metrics::CountRequest(std::string_view route, std::string_view method, int status,
                           std::chrono::nanoseconds duration) {
  const RequestSeries series = impl_->SeriesOf(route, method, status);
  series.count->Increment();
  series.duration->Observe(std::chrono::duration<double>(duration).count());
}

void Metrics::AddInFlight(int change) {
  impl_->in_flight.Increment(change);
}

void Metrics::AddConnections(int change) {
  impl_->connections.Increment(change);
}

void Metrics::CountRejectedConnection() {
  impl_->rejected.Increment();
}

std::string Metrics::Text() const {
  return prometheus::TextSerializer().Serialize(impl_->registry.Collect()) + GaugesText();
}

}  // namespace callboard::kit
