// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <dollr/curl/transport.hpp>
#include <dollr/dollr.hpp>
#include <dollr/file/journal.hpp>
#include <dollr/system/clock.hpp>
#include <dollr/system/entropy.hpp>
#include <dollr/system/sha256.hpp>

#include <charconv>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <system_error>

/// What every example here begins with: libcurl, a journal on disk, the system's clock and chance, and who we are. In
/// your program the secrets come from a file of mode 0600 (dollr/system/secrets.hpp), not from its text.
struct shop {
    shop(std::string const& base_url, std::string const& journal_path)
        : http(must(dollr::curl_transport::open(session, at(base_url)))),
          journal(must(dollr::file_journal::open_or_create(
              journal_path, {.origin = base_url, .client = must(dollr::sha256{}("sandbox"))}))),
          client(http, journal, clock, entropy, dollr::sha256{},
                 {"sandbox", dollr::secret_string{"sandbox-secret"}, {}}) {}

    template <class T>
    static T must(dollr::result<T> r) {
        if (r) return std::move(*r);
        std::fprintf(stderr, "%s\n", dollr::describe(r.error()).c_str());
        std::exit(1);
    }
    static dollr::curl_options at(std::string const& base_url) {
        dollr::curl_options options;
        options.base_url = base_url;
        return options;
    }
    /// An id on the command line: a positive whole number, and nothing else.
    static std::int64_t id_of(char const* text) {
        std::int64_t id = 0;
        auto const* const end = text + std::strlen(text);
        if (auto const read = std::from_chars(text, end, id); read.ec == std::errc{} && read.ptr == end && id > 0)
            return id;
        std::fprintf(stderr, "%s is not an id: a positive whole number is\n", text);
        std::exit(2);
    }

    dollr::curl_session session = must(dollr::curl_session::start());
    dollr::curl_transport http;
    dollr::file_journal journal;
    dollr::os_clock clock;
    dollr::os_entropy entropy;
    dollr::blocking_client<dollr::curl_transport, dollr::file_journal, dollr::os_clock, dollr::os_entropy,
                           dollr::sha256>
        client;
};

/// Only a proof ships goods: a redirect, a 200 or a friendly e-mail cannot make one.
inline void fulfil(dollr::paid const&, std::string const& what) { std::printf("paid: ship %s\n", what.c_str()); }

inline int not_paid(dollr::result<dollr::settlement> const& end) {
    std::fprintf(stderr, "%s\n", end ? end->last_error.c_str() : dollr::describe(end.error()).c_str());
    return std::puts("not paid, or not known yet: run this again"), 1;
}
