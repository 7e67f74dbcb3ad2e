// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_CLI_SAY_HPP
#define DOLLR_CLI_SAY_HPP

#include <fmt/format.h>

#include <cstdio>
#include <string>
#include <utility>

namespace dollr::cli {

/// Prints. A reader who has left, or a full disk behind `out`, must not stop payments: main() looks at it at the end.
template <class... T>
void say(std::FILE* out, fmt::format_string<T...> form, T&&... values) {
    auto const text = fmt::format(form, std::forward<T>(values)...);
    static_cast<void>(std::fwrite(text.data(), 1, text.size(), out));
}

}  // namespace dollr::cli

#endif
