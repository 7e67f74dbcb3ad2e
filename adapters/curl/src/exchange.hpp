// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_CURL_SRC_EXCHANGE_HPP
#define DOLLR_CURL_SRC_EXCHANGE_HPP

#include <dollr/curl/options.hpp>
#include <dollr/http/endpoint.hpp>
#include <dollr/http/message.hpp>
#include <dollr/port/completion.hpp>
#include <dollr/system/boot_clock.hpp>

#include <curl/curl.h>

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include <sys/types.h>

/// One request and its answer on one easy handle. Never reused: what libcurl copied of a secret is freed with the
/// handle.
namespace dollr::curl_detail {

using clock = boot_clock;

struct easy_cleanup {
    void operator()(CURL* easy) const noexcept { curl_easy_cleanup(easy); }
};

/// The request's own header lines. libcurl only reads a caller's list, so its nodes point into memory that is wiped.
class header_lines {
public:
    void add(std::string_view name_and_colon, std::string_view value);
    curl_slist* list() noexcept { return used_ == 0 ? nullptr : nodes_.data(); }

private:
    static constexpr std::size_t lines_max = 6;
    std::array<secret_string, lines_max> lines_;
    std::array<curl_slist, lines_max> nodes_{};
    std::size_t used_ = 0;
};

class exchange {
public:
    exchange(http_request&& request, clock::time_point deadline, completion&& done);
    exchange(exchange const&) = delete;

    clock::time_point deadline() const noexcept { return deadline_; }
    completion take_completion() noexcept { return std::move(done_); }

    /// The handle, ready for a multi handle; null if libcurl refused to make one as it must be. `process`: whose
    /// sockets these are.
    CURL* prepare(endpoint const& place, curl_options const& options, pid_t process);
    CURL* handle() const noexcept { return easy_.get(); }

    /// What became of it. `cancelled`: libcurl was told to stop and `code` means nothing.
    exchange_result finish(CURLcode code, bool cancelled);

private:
    static int before_request(void* self, char*, char*, int, int);
    static std::size_t on_header(char* data, std::size_t one, std::size_t size, void* self);
    static std::size_t on_body(char* data, std::size_t one, std::size_t size, void* self);

    bool set_options(endpoint const& place, curl_options const& options);
    void take_header(std::string_view line);
    std::string reason(CURLcode code, bool sent) const;

    http_request request_;
    clock::time_point deadline_;
    completion done_;
    pid_t process_ = 0;
    bool forked_ = false;

    std::unique_ptr<CURL, easy_cleanup> easy_;
    header_lines headers_;
    std::string target_;
    std::string authority_;
    std::array<char, CURL_ERROR_SIZE> error_text_{};

    http_response response_;
    std::size_t body_max_ = 0;
    std::size_t head_max_ = 0;
    std::size_t head_size_ = 0;
    bool head_done_ = false;
};

}  // namespace dollr::curl_detail

#endif
