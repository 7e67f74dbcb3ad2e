// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_HTTP_METHOD_HPP
#define DOLLR_HTTP_METHOD_HPP

#include <dollr/value/cxx20.hpp>

#include <cstdint>
#include <string_view>

namespace dollr {

enum class http_method : std::uint8_t { get, post, put, delete_ };

constexpr std::string_view to_text(http_method m) noexcept {
    switch (m) {
        case http_method::get:
            return "GET";
        case http_method::post:
            return "POST";
        case http_method::put:
            return "PUT";
        case http_method::delete_:
            return "DELETE";
    }
    return {};
}

}  // namespace dollr

#endif
