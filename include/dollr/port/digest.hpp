// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_PORT_DIGEST_HPP
#define DOLLR_PORT_DIGEST_HPP

#include <dollr/value/digest.hpp>
#include <dollr/value/result.hpp>

#include <concepts>
#include <string_view>

/// The digest of what an application said under a key, and of a client id. SHA-256 wherever two programs share a
/// journal.
namespace dollr {

template <class D>
concept digest_function = requires(D const& d, std::string_view bytes) {
    { d(bytes) } -> std::same_as<result<digest>>;
};

}  // namespace dollr

#endif
