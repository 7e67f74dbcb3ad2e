// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <dollr/curl/session.hpp>

#include <curl/curl.h>

namespace dollr {

result<curl_session> curl_session::start() {
    if (auto const code = curl_global_init(CURL_GLOBAL_DEFAULT); code != CURLE_OK) {
        error e;
        e.kind = error_kind::internal;
        e.what = std::string{"libcurl could not be initialised: "} + curl_easy_strerror(code);
        e.next = "check the installation of libcurl and of its TLS library";
        return e;
    }
    return curl_session{true};
}

curl_session::~curl_session() {
    if (owns_) curl_global_cleanup();
}

}  // namespace dollr
