// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_PORT_TRANSPORT_OPTIONS_HPP
#define DOLLR_PORT_TRANSPORT_OPTIONS_HPP

#include <dollr/http/endpoint.hpp>
#include <dollr/value/time.hpp>

#include <chrono>
#include <cstddef>
#include <string>

/// What every transport of this library is told. There is no default target: money goes where somebody said.
namespace dollr {

/// No exchange may take longer, whatever limit it was started with.
inline constexpr duration timeout_max = std::chrono::hours{24};

struct transport_options {
    std::string base_url;              ///< see endpoint
    duration connect_timeout{5'000};   ///< name lookup, TCP and TLS together; the total limit comes with each request
    std::size_t body_max = 1u << 20;   ///< a longer answer is cut here and marked as not complete
    std::size_t head_max = 64u << 10;  ///< status line and headers together; a longer head is no answer
    std::size_t in_flight_max = 8;     ///< what is started beyond this waits its turn, its deadline running
    std::string ca_file;               ///< PEM; trusted instead of the system's authorities; empty: the system's

    /// The endpoint to talk to, or what is wrong and what to write instead. Reads no file.
    [[nodiscard]] result<endpoint> validate() const;
};

inline result<endpoint> transport_options::validate() const {
    if (connect_timeout <= duration::zero())
        return invalid_input("the connect timeout is not positive", "give a time such as 5 s");
    if (body_max == 0 || head_max == 0)
        return invalid_input("a size limit of the transport is zero",
                             "leave the default of 1 MiB and 64 KiB, or give a number of bytes");
    if (in_flight_max == 0)
        return invalid_input("no request may be in flight", "give at least 1, or leave the default of 8");
    return endpoint::parse(base_url);
}

}  // namespace dollr

#endif
