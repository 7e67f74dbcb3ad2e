// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "progress.hpp"

#include "say.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>

namespace dollr::cli {
namespace {

constexpr auto redraw_every = std::chrono::milliseconds{80};

}  // namespace

std::size_t terminal_columns(std::FILE* out) {
    if (::isatty(::fileno(out)) != 1) return 0;
    winsize size{};
    return ::ioctl(::fileno(out), TIOCGWINSZ, &size) == 0 && size.ws_col >= 20 ? size.ws_col : 80;
}

void progress::update(std::map<phase, std::size_t> const& counts, std::size_t in_flight) {
    auto const now = std::chrono::steady_clock::now();
    if (quiet_ || now - last_ < redraw_every) return;
    last_ = now;
    auto const columns = terminal_columns(out_);
    if (columns == 0) return;
    std::size_t over = 0;
    std::string detail;
    for (auto const& [where, n] : counts) {
        if (is_terminal(where) || where == phase::parked) over += n;
        if (n != 0) detail += fmt::format("  {} {}", n, where == phase::none ? "preparing" : to_text(where));
    }
    std::size_t const bar = columns < 100 ? 10 : 24;
    auto const filled = total_ == 0 ? bar : std::min(bar, bar * over / total_);
    auto text = fmt::format("[{}{}] {}/{}{}  {} in flight", std::string(filled, '#'), std::string(bar - filled, '.'),
                            over, total_, detail, in_flight);
    text.resize(std::min(text.size(), columns - 1));
    drawn_ = true;
    say(out_, "\r{}\x1b[K", text);
    std::fflush(out_);
}

void progress::note(std::string const& text) {
    if (quiet_) return;
    finish();
    say(out_, "{}\n", text);
    std::fflush(out_);
}

void progress::ended(std::string const& text) {
    if (terminal_columns(out_) == 0) note(text);
}

void progress::finish() {
    if (!drawn_) return;
    drawn_ = false;
    say(out_, "\r\x1b[K");
    std::fflush(out_);
}

}  // namespace dollr::cli
