// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_CURL_TRANSPORT_HPP
#define DOLLR_CURL_TRANSPORT_HPP

#include <dollr/curl/multi_transport.hpp>
#include <dollr/port/transport.hpp>

#include <utility>

/// One exchange at a time, for a program that wants one call: the same libcurl, the same rules.
namespace dollr {

class curl_transport final : public blocking_transport {
public:
    [[nodiscard]] static result<curl_transport> open(curl_session const&, curl_options options);

    /// Returns once the exchange has ended, at the latest when `timeout` has passed. There is no overload without a
    /// limit.
    [[nodiscard]] exchange_result send(http_request const& request, duration timeout) override;

private:
    explicit curl_transport(curl_multi_transport multi) noexcept : multi_(std::move(multi)) {}

    curl_multi_transport multi_;
};

}  // namespace dollr

#endif
