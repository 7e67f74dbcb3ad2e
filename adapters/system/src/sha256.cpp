// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <dollr/system/sha256.hpp>

#include <openssl/evp.h>

namespace dollr {

result<digest> sha256::operator()(std::string_view bytes) const {
    digest out;
    unsigned size = 0;
    bool const done = EVP_Digest(bytes.data(), bytes.size(), out.bytes.data(), &size, EVP_sha256(), nullptr) == 1;
    if (done && size == out.bytes.size()) return out;
    error e;
    e.kind = error_kind::internal;
    e.what = "OpenSSL computes no SHA-256 here";
    e.next = "check its configuration: some policies switch algorithms off";
    return e;
}

}  // namespace dollr
