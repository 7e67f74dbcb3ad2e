// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_CURL_OPTIONS_HPP
#define DOLLR_CURL_OPTIONS_HPP

#include <dollr/port/transport_options.hpp>

#include <cstddef>

namespace dollr {

struct curl_options : transport_options {
    /// Connections kept open for reads. What creates or moves money never uses one of them.
    std::size_t idle_connections_max = 4;
    /// Obey https_proxy and its kin. Through a proxy a failed CONNECT is reported as maybe_sent, because libcurl counts
    /// its bytes as bytes of the request. A loopback target is never proxied.
    bool proxy_from_environment = false;
};

}  // namespace dollr

#endif
