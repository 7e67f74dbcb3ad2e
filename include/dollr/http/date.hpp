// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_HTTP_DATE_HPP
#define DOLLR_HTTP_DATE_HPP

#include <dollr/value/calendar.hpp>
#include <dollr/value/time.hpp>
#include <dollr/value/timestamp.hpp>

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

/// HTTP-date of RFC 9110, section 5.6.7, which says that a recipient accepts all three forms and a sender writes the
/// first:
///
///     Sun, 06 Nov 1994 08:49:37 GMT     IMF-fixdate
///     Sunday, 06-Nov-94 08:49:37 GMT    RFC 850; two digits from 70 on mean 1970, below 2000 (no clock is asked here)
///     Sun Nov  6 08:49:37 1994          asctime
///
/// Strict: case and widths as written, the date must exist and fall on the weekday that it names, years from 1.
/// A `Date` or `Retry-After` that does not follow it is ignored by whoever reads it.
namespace dollr {

[[nodiscard]] constexpr std::optional<server_time> parse_http_date(std::string_view text) noexcept;

inline constexpr std::size_t http_date_size = 29;

/// Writes the first form, exactly http_date_size characters without a NUL, and returns their end.
constexpr char* write_http_date(char* out, server_time time) noexcept;
[[nodiscard]] inline std::string http_date(server_time time);

namespace detail {

inline constexpr std::string_view month_names[12] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
inline constexpr std::string_view day_names[7] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
inline constexpr std::string_view long_day_names[7] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                       "Thursday", "Friday", "Saturday"};

constexpr duration time_of_day(calendar::date_scanner& in) noexcept {
    std::chrono::hours const hours{in.number(2, 0, 23)};
    in.literal(":");
    std::chrono::minutes const minutes{in.number(2, 0, 59)};
    in.literal(":");
    return hours + minutes + std::chrono::seconds{in.number(2, 0, 59)};
}

}  // namespace detail

constexpr std::optional<server_time> parse_http_date(std::string_view text) noexcept {
    calendar::date_scanner in{text};
    auto const comma = text.find(',');
    int weekday = 0;
    int year = 0;
    int month = 0;
    int day = 0;
    duration time{};
    if (comma == 3) {
        weekday = in.name(detail::day_names, 7);
        in.literal(", ");
        day = in.number(2, 1, 31);
        in.literal(" ");
        month = in.name(detail::month_names, 12) + 1;
        in.literal(" ");
        year = in.number(4, 1, 9999);
        in.literal(" ");
        time = detail::time_of_day(in);
        in.literal(" GMT");
    } else if (comma != std::string_view::npos) {
        weekday = in.name(detail::long_day_names, 7);
        in.literal(", ");
        day = in.number(2, 1, 31);
        in.literal("-");
        month = in.name(detail::month_names, 12) + 1;
        in.literal("-");
        year = in.number(2, 0, 99);
        year += year < 70 ? 2000 : 1900;
        in.literal(" ");
        time = detail::time_of_day(in);
        in.literal(" GMT");
    } else {
        weekday = in.name(detail::day_names, 7);
        in.literal(" ");
        month = in.name(detail::month_names, 12) + 1;
        in.literal(" ");
        day = in.optional(" ") != '\0' ? in.number(1, 1, 9) : in.number(2, 10, 31);
        in.literal(" ");
        time = detail::time_of_day(in);
        in.literal(" ");
        year = in.number(4, 1, 9999);
    }
    if (!in.ok() || !in.rest().empty()) return std::nullopt;
    auto const date = calendar::day_of(year, month, day);
    if (!date || std::chrono::weekday{*date}.c_encoding() != static_cast<unsigned>(weekday)) return std::nullopt;
    return server_time{*date} + time;
}

constexpr char* write_http_date(char* out, server_time time) noexcept {
    auto const in_range = timestamp{time}.server();  // four digits of year
    auto const midnight = std::chrono::floor<std::chrono::days>(in_range);
    std::chrono::year_month_day const date{midnight};
    std::chrono::hh_mm_ss const clock{std::chrono::floor<std::chrono::seconds>(in_range - server_time{midnight})};
    out = calendar::write_text(out, detail::day_names[std::chrono::weekday{midnight}.c_encoding()]);
    out = calendar::write_text(out, ", ");
    out = calendar::write_number(out, static_cast<unsigned>(date.day()), 2);
    *out++ = ' ';
    out = calendar::write_text(out, detail::month_names[static_cast<unsigned>(date.month()) - 1]);
    *out++ = ' ';
    out = calendar::write_number(out, static_cast<unsigned>(static_cast<int>(date.year())), 4);
    *out++ = ' ';
    out = calendar::write_number(out, static_cast<unsigned>(clock.hours().count()), 2);
    *out++ = ':';
    out = calendar::write_number(out, static_cast<unsigned>(clock.minutes().count()), 2);
    *out++ = ':';
    out = calendar::write_number(out, static_cast<unsigned>(clock.seconds().count()), 2);
    return calendar::write_text(out, " GMT");
}

inline std::string http_date(server_time time) {
    char text[http_date_size];
    return {text, write_http_date(text, time)};
}

}  // namespace dollr

#endif
