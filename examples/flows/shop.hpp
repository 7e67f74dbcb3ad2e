// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <dollr/client.hpp>

#include <charconv>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <system_error>
#include <utility>

/// What every example here begins with.
using namespace dollr::literals;

template <class T>
T must(dollr::result<T> r) {
    if (r) return std::move(*r);
    std::fprintf(stderr, "%s\n", dollr::describe(r.error()).c_str());
    std::exit(1);
}

/// Your program says dollr::live_target, and has its credentials in a file of mode 0600 or in the environment.
inline dollr::client open_shop(char const* url, char const* journal, std::shared_ptr<dollr::observer> told = {}) {
    return must(
        dollr::client::open({.target = dollr::sandbox_at(url), .journal = journal, .observer = std::move(told)}));
}

/// An id on the command line: a positive whole number, and nothing else.
inline std::int64_t id_of(char const* text) {
    std::int64_t id = 0;
    auto const* const end = text + std::strlen(text);
    if (auto const read = std::from_chars(text, end, id); read.ec == std::errc{} && read.ptr == end && id > 0)
        return id;
    std::fprintf(stderr, "%s is not an id: a positive whole number is\n", text);
    std::exit(2);
}

/// Only a proof ships goods: a redirect, a 200 or a friendly e-mail cannot make one.
inline void fulfil(dollr::paid const&, std::string const& what) { std::printf("paid: ship %s\n", what.c_str()); }

inline int not_paid(dollr::result<dollr::settlement> const& end) {
    return std::puts(end ? std::string{end->advice()}.c_str() : dollr::describe(end.error()).c_str()), 1;
}
