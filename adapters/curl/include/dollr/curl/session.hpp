// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_CURL_SESSION_HPP
#define DOLLR_CURL_SESSION_HPP

#include <dollr/value/result.hpp>

/// libcurl's global state, owned by the program.
///
/// curl_global_init belongs to the whole process, and a library that calls it behind the program's back may do so while
/// another thread is using libcurl. So nothing here calls it unasked: a transport wants a session as the proof that
/// somebody did. A program makes one in main, before it starts threads, and keeps it longer than every transport:
///
///     auto session = dollr::curl_session::start();
///     auto transport = dollr::curl_transport::open(*session, options);
///
/// A program that already uses libcurl passes `curl_session::of_the_program()`.
///
/// Two more things that are the program's: SIGPIPE (libcurl is told to leave signals alone; a program that speaks TLS
/// through a libcurl older than 7.88 should ignore SIGPIPE), and SSLKEYLOGFILE, which libcurl obeys and which should be
/// unset in a program that handles secrets.
namespace dollr {

class curl_session {
public:
    /// Calls curl_global_init; the destructor calls curl_global_cleanup.
    [[nodiscard]] static result<curl_session> start();
    /// The program has called curl_global_init itself and will clean up itself.
    [[nodiscard]] static curl_session of_the_program() noexcept { return curl_session{false}; }

    curl_session(curl_session&& other) noexcept : owns_(other.owns_) { other.owns_ = false; }
    curl_session& operator=(curl_session&&) = delete;
    ~curl_session();

private:
    explicit curl_session(bool owns) noexcept : owns_(owns) {}

    bool owns_;
};

}  // namespace dollr

#endif
