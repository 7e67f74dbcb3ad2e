// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_CODEC_PROBLEM_HPP
#define DOLLR_CODEC_PROBLEM_HPP

#include <dollr/api/operation.hpp>
#include <dollr/api/problem.hpp>
#include <dollr/codec/reader.hpp>
#include <dollr/http/date.hpp>
#include <dollr/http/message.hpp>
#include <dollr/value/time.hpp>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What an answer says besides its value: the problem of a refusal, when to come back, and what time it is there.
namespace dollr::codec {

/// The body of a refusal that is one: a JSON object from the API, not the page of a proxy.
struct problem {
    std::vector<issue> issues;  ///< of `detail`; a text becomes one issue without a loc
    bool understood = true;     ///< false: an object, but its detail has another shape
};

/// Empty if the answer does not say that it is JSON, was cut off, or is no JSON object.
[[nodiscard]] inline std::optional<problem> read_problem(http_response const& answer, limits const& l = {});

/// application/json or any +json.
[[nodiscard]] constexpr bool is_json(std::string_view content_type) noexcept;

/// Retry-After in seconds or as a date, clamped to 1 s .. 1 h; nonsense is ignored. A date is counted from the answer's
/// own Date, or from `now` where there is none.
[[nodiscard]] inline std::optional<duration> retry_after(http_response const& answer, server_time now) noexcept;

/// The server's clock, to correct ours by.
[[nodiscard]] inline std::optional<server_time> date_of(http_response const& answer) noexcept {
    return parse_http_date(answer.date);
}

/// Nobody in between gave this answer, as far as can be told: JSON, and if it is a refusal, one in the API's own words.
[[nodiscard]] inline bool is_of_api(http_response const& answer);

namespace detail {

constexpr char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

constexpr bool ends_with_ignoring_case(std::string_view text, std::string_view end) noexcept {
    if (text.size() < end.size()) return false;
    text.remove_prefix(text.size() - end.size());
    for (std::size_t i = 0; i < end.size(); ++i)
        if (lower(text[i]) != end[i]) return false;
    return true;
}

constexpr std::string_view trimmed(std::string_view text) noexcept {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

}  // namespace detail

constexpr bool is_json(std::string_view content_type) noexcept {
    auto const type = detail::trimmed(content_type.substr(0, content_type.find(';')));
    constexpr std::string_view json = "application/json";
    return (type.size() == json.size() && detail::ends_with_ignoring_case(type, json)) ||
           detail::ends_with_ignoring_case(type, "+json");
}

inline std::optional<problem> read_problem(http_response const& answer, limits const& l) {
    if (!answer.complete || !is_json(answer.content_type)) return std::nullopt;
    auto const body = answer.body.reveal();
    read_options const options{.limits = l};
    if (auto list = read<api::validation_problem>(body, options)) {
        problem p;
        p.understood = list->detail.has_value();  // a gateway's JSON, without it, is not the API's word
        if (list->detail) p.issues = std::move(*list->detail);
        if (p.issues.size() > l.issues_max) p.issues.resize(l.issues_max);
        return p;
    }
    if (auto text = read<api::plain_problem>(body, options)) {
        problem p;
        p.issues.push_back({{}, std::move(text->detail), "detail"});
        return p;
    }
    if (read<api::none>(body, options)) return problem{{}, false};
    return std::nullopt;
}

inline bool is_of_api(http_response const& answer) {
    if (!answer.complete || !is_json(answer.content_type)) return false;
    if (answer.status >= 200 && answer.status < 300) return true;
    auto const said = read_problem(answer);
    return said && said->understood;
}

inline std::optional<duration> retry_after(http_response const& answer, server_time now) noexcept {
    using namespace std::chrono_literals;
    constexpr duration least = 1s;
    constexpr duration most = 1h;
    auto const text = detail::trimmed(answer.retry_after);
    if (text.empty()) return std::nullopt;
    if (text.find_first_not_of("0123456789") == std::string_view::npos) {
        std::int64_t seconds = 0;
        auto const r = std::from_chars(text.data(), text.data() + text.size(), seconds);
        if (r.ec != std::errc{} || seconds > 3600) return most;
        return std::clamp<duration>(std::chrono::seconds(seconds), least, most);
    }
    auto const until = parse_http_date(text);
    if (!until) return std::nullopt;
    return std::clamp<duration>(*until - date_of(answer).value_or(now), least, most);
}

}  // namespace dollr::codec

#endif
