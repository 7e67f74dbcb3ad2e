// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_PORT_DIGEST_HPP
#define DOLLR_PORT_DIGEST_HPP

#include <dollr/value/digest.hpp>
#include <dollr/value/result.hpp>

#include <string_view>

/// The digest of what an application said under a key, and of a client id. SHA-256 wherever two programs share a
/// journal.
namespace dollr {

class digest_function {
public:
    virtual ~digest_function() = default;

    [[nodiscard]] virtual result<digest> operator()(std::string_view bytes) const = 0;
};

}  // namespace dollr

#endif
