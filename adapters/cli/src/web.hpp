// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_CLI_WEB_HPP
#define DOLLR_CLI_WEB_HPP

#include <dollr/loopback/server.hpp>

#include <optional>
#include <span>
#include <string_view>

/// The pages that `dollr sandbox` serves to browsers: plain files that were put into the program when it was built.
/// They are the same for everybody; what they show they ask the sandbox for.
namespace dollr::cli {

struct web_file {
    std::string_view name;
    std::string_view bytes;
};

/// All of web/, by a source that the build makes.
[[nodiscard]] std::span<web_file const> web_files() noexcept;

/// GET / (the dashboard), /pay/TOKEN and /receipt/TOKEN (the payment page) and /web/NAME. Empty: not for a browser,
/// but for the sandbox.
[[nodiscard]] std::optional<loopback_answer> web_answer(http_request const& request);

}  // namespace dollr::cli

#endif
