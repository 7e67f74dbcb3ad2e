// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "display.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <utility>

namespace dollr::cli {
namespace {

/// Code points, which is close enough to columns for names; the table never cuts a text.
std::size_t width_of(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::size_t terminal_columns(std::FILE* out) {
    winsize size{};
    return ::ioctl(::fileno(out), TIOCGWINSZ, &size) == 0 && size.ws_col > 20 ? size.ws_col : 80;
}

constexpr auto redraw_every = std::chrono::milliseconds{80};

}  // namespace

progress::progress(std::FILE* out, std::size_t total, bool quiet)
    : out_(out), total_(total), live_(!quiet && ::isatty(::fileno(out)) == 1), quiet_(quiet) {}

void progress::update(std::map<phase, std::size_t> const& counts, std::size_t in_flight) {
    auto const now = std::chrono::steady_clock::now();
    if (!live_ || now - last_ < redraw_every) return;
    last_ = now;
    std::size_t ended = 0;
    std::string detail;
    for (auto const& [where, n] : counts) {
        if (is_terminal(where) || where == phase::parked) ended += n;
        if (n != 0) detail += fmt::format("  {} {}", n, where == phase::none ? "preparing" : phase_name(where));
    }
    constexpr std::size_t bar = 24;
    auto const filled = total_ == 0 ? bar : bar * ended / total_;
    auto text = fmt::format("[{}{}] {}/{}  {} in flight{}", std::string(filled, '#'), std::string(bar - filled, '.'),
                            ended, total_, in_flight, detail);
    auto const columns = terminal_columns(out_) - 1;
    if (text.size() > columns) text.resize(columns);
    drawn_ = text.size();
    fmt::print(out_, "\r{}\x1b[K", text);
    std::fflush(out_);
}

void progress::line(std::string const& text) {
    if (quiet_) return;
    if (drawn_ != 0) fmt::print(out_, "\r\x1b[K");
    drawn_ = 0;
    fmt::print(out_, "{}\n", text);
    std::fflush(out_);
}

void progress::finish() {
    if (drawn_ == 0) return;
    fmt::print(out_, "\r\x1b[K");
    std::fflush(out_);
    drawn_ = 0;
}

std::string table::text() const {
    std::vector<std::size_t> widths(rows_.front().size());
    for (auto const& row : rows_)
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width_of(row[i]));
    std::string out;
    for (auto const& row : rows_) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i) {
            auto const pad = std::string(widths[i] - width_of(row[i]), ' ');
            auto const right = std::find(right_.begin(), right_.end(), i) != right_.end();
            line += right ? pad + row[i] : row[i] + pad;
            if (i + 1 < row.size()) line += "  ";
        }
        line.erase(line.find_last_not_of(' ') + 1);
        out += line + '\n';
    }
    return out;
}

std::string_view phase_name(phase p) noexcept {
    switch (p) {
        case phase::none:
            return "not started";
        case phase::recorded:
            return "recorded";
        case phase::sending:
            return "sending";
        case phase::unknown:
            return "unknown";
        case phase::live:
            return "live";
        case phase::action:
            return "action";
        case phase::confirming:
            return "confirming";
        case phase::parked:
            return "parked";
        case phase::completed:
            return "completed";
        case phase::failed:
            return "failed";
        case phase::rejected:
            return "rejected";
        case phase::not_executed:
            return "not_executed";
    }
    return "?";
}

std::vector<std::string> anomaly_names(anomaly a) {
    static constexpr std::pair<anomaly, std::string_view> texts[] = {
        {anomaly::stale_answer, "stale answer"},
        {anomaly::unknown_status, "unknown status"},
        {anomaly::wrong_reference_id, "answer of another payment"},
        {anomaly::wrong_operation, "answer of another operation"},
        {anomaly::unreadable_answer, "unreadable answer"},
        {anomaly::regression, "status went back"},
        {anomaly::verdict_flip, "VERDICT FLIPPED"},
        {anomaly::late_truth, "LATE TRUTH"},
        {anomaly::amount_mismatch, "amount differs"},
        {anomaly::fx_drift, "exchange rate drifted"},
        {anomaly::vanished, "vanished for a while"},
        {anomaly::action_without_secret, "3-D Secure without a secret"},
        {anomaly::unexpected_http, "unexpected HTTP answer"},
        {anomaly::unauthorized, "unauthorized"},
        {anomaly::not_durable, "journal failed"},
        {anomaly::missing_sequence, "journal was torn"},
        {anomaly::unexpected_event, "unexpected event"},
        {anomaly::refused, "refused"},
        {anomaly::secret_refused, "passcode refused"},
    };
    std::vector<std::string> names;
    for (auto const& [bit, name] : texts)
        if (has(a, bit)) names.emplace_back(name);
    return names;
}

}  // namespace dollr::cli
