// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "web.hpp"

#include <dollr/codec/target.hpp>

#include <string_view>

namespace dollr::cli {
namespace {

std::string_view content_type_of(std::string_view name) noexcept {
    if (name.ends_with(".html")) return "text/html; charset=utf-8";
    if (name.ends_with(".css")) return "text/css; charset=utf-8";
    if (name.ends_with(".js")) return "text/javascript; charset=utf-8";
    return "image/svg+xml";
}

/// Which file a path is served by; empty: none of them.
std::string_view name_of(std::string_view path) noexcept {
    if (path == "/") return "dashboard.html";
    if (path.starts_with("/pay/") || path.starts_with("/receipt/")) return "pay.html";
    constexpr std::string_view folder = "/web/";
    return path.starts_with(folder) ? path.substr(folder.size()) : std::string_view{};
}

web_file const* find(std::string_view name) noexcept {
    for (web_file const& one : web_files()) {
        if (one.name == name) return &one;
    }
    return nullptr;
}

}  // namespace

std::optional<loopback_answer> web_answer(http_request const& request) {
    if (request.method != http_method::get) return std::nullopt;
    auto const* const file = find(name_of(codec::split_target(request.target).path));
    if (file == nullptr) return std::nullopt;
    loopback_answer out;
    out.response.status = 200;
    out.response.content_type = content_type_of(file->name);
    out.response.body.assign(file->bytes);
    // Only files of our own, and no page of others around them: whatever a name contains, nothing of it can run. The
    // address of a payment page is a key to it, so it is told to nobody.
    out.further_headers = {
        {"Content-Security-Policy",
         "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri "
         "'none'; "
         "form-action 'none'; frame-ancestors 'none'"},
        {"X-Content-Type-Options", "nosniff"},
        {"Referrer-Policy", "no-referrer"},
        {"Cross-Origin-Opener-Policy", "same-origin"},
        {"Cache-Control", "no-store"},
    };
    return out;
}

}  // namespace dollr::cli
