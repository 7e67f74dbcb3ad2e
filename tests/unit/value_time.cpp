// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <dollr/http/date.hpp>
#include <dollr/value/timestamp.hpp>

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using namespace dollr;
using namespace std::chrono_literals;
using std::chrono::days, std::chrono::sys_days, std::chrono::year, std::chrono::month, std::chrono::day;

namespace {

std::string text_of(std::string_view text) {
    auto const t = timestamp::try_parse(text);
    return t ? t->to_string() : "none";
}

server_time at(int y, unsigned m, unsigned d, duration time_of_day) {
    return server_time{sys_days{year{y} / month{m} / day{d}}} + time_of_day;
}

}  // namespace

TEST_CASE("a time is read with any offset and written in UTC") {
    struct row {
        std::string_view in;
        std::string_view out;
    };
    for (auto const& [in, out] : {
             row{"2026-06-23T10:00:00Z", "2026-06-23T10:00:00Z"},
             row{"2026-06-23T10:00:00", "2026-06-23T10:00:00Z"},  // no offset means UTC
             row{"2026-06-23t10:00:00z", "2026-06-23T10:00:00Z"},
             row{"2026-06-23 10:00:00+00:00", "2026-06-23T10:00:00Z"},
             row{"2026-06-23T10:00:00-00:00", "2026-06-23T10:00:00Z"},
             row{"2026-06-23T10:00:00+02:00", "2026-06-23T08:00:00Z"},
             row{"2026-06-23T10:00:00-05:30", "2026-06-23T15:30:00Z"},
             row{"2026-01-01T00:30:00+01:00", "2025-12-31T23:30:00Z"},
             row{"2024-02-29T23:59:59.999999-23:59", "2024-03-01T23:58:59.999999Z"},
             row{"2026-06-23T10:00:00.123456Z", "2026-06-23T10:00:00.123456Z"},
             row{"2026-06-23T10:00:00.5Z", "2026-06-23T10:00:00.500000Z"},
             row{"2026-06-23T10:00:00.000001Z", "2026-06-23T10:00:00.000001Z"},
             row{"2026-06-23T10:00:00.000Z", "2026-06-23T10:00:00Z"},
             row{"2026-06-23T10:00:00.123456999Z", "2026-06-23T10:00:00.123456Z"},  // cut, never rounded up
             row{"0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"},
             row{"9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z"},
             row{"1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z"},
         }) {
        CAPTURE(in);
        CHECK(text_of(in) == out);
        CHECK(timestamp::why_not(in) == "");
    }
}

TEST_CASE("a date or a time of day that does not exist, or another form, is refused") {
    for (std::string_view text : {"",
                                  "2026-06-23",
                                  "10:00:00",
                                  "2026-06-23T10:00",
                                  "2026-06-23T10:00Z",
                                  "2026-13-01T00:00:00Z",
                                  "2026-00-01T00:00:00Z",
                                  "2026-02-29T00:00:00Z",
                                  "2026-04-31T00:00:00Z",
                                  "2026-06-00T00:00:00Z",
                                  "1900-02-29T00:00:00Z",
                                  "2026-06-23T24:00:00Z",
                                  "2026-06-23T10:60:00Z",
                                  "2026-06-23T10:00:60Z",
                                  "2026-06-23T10:00:00.Z",
                                  "2026-06-23T10:00:00.1234567890Z",
                                  "2026-06-23T10:00:00,5Z",
                                  "2026-06-23T10:00:00+0200",
                                  "2026-06-23T10:00:00+02",
                                  "2026-06-23T10:00:00+24:00",
                                  "2026-06-23T10:00:00+02:60",
                                  "2026-06-23T10:00:00ZZ",
                                  "2026-06-23T10:00:00Z ",
                                  " 2026-06-23T10:00:00Z",
                                  "2026-6-23T10:00:00Z",
                                  "26-06-23T10:00:00Z",
                                  "+2026-06-23T10:00:00Z",
                                  "-026-06-23T10:00:00Z",
                                  "2026/06/23T10:00:00Z",
                                  "20260623T100000Z",
                                  "2026-06-23T1٠:00:00Z",
                                  "1782208800",
                                  "0000-12-31T00:00:00Z",
                                  "0001-01-01T00:00:00+00:01",
                                  "9999-12-31T23:59:59-00:01"}) {
        CAPTURE(text);
        CHECK_FALSE(timestamp::try_parse(text));
        CHECK(timestamp::why_not(text).find("2026-06-23T10:00:00Z") != std::string_view::npos);
        CHECK(timestamp::parse(text).has_error());
    }
    CHECK_FALSE(timestamp::try_parse({"2026-06-23T10:00:00Z\0", 21}));
}

TEST_CASE("a year of minus one day wraps into the year before only if there is one") {
    CHECK(text_of("0000-12-31T23:59:59-00:01") == "0001-01-01T00:00:59Z");
    CHECK(text_of("0001-01-01T00:00:00-00:01") == "0001-01-01T00:01:00Z");
}

TEST_CASE("a server time is the millisecond below") {
    CHECK(timestamp::try_parse("2026-06-23T10:00:00.123999Z")->server() == at(2026, 6, 23, 10h + 123ms));
    CHECK(timestamp::try_parse("1969-12-31T23:59:59.999999Z")->server() == server_time{-1ms});
    CHECK(timestamp{at(2026, 6, 23, 10h)}.to_string() == "2026-06-23T10:00:00Z");
}

TEST_CASE("every timestamp can be written, even from a time that has no four-digit year") {
    CHECK(timestamp{server_time::max()}.to_string() == "9999-12-31T23:59:59.999000Z");
    CHECK(timestamp{server_time::min()}.to_string() == "0001-01-01T00:00:00Z");
    CHECK(timestamp{timestamp::time_type::max()}.to_string() == "9999-12-31T23:59:59.999999Z");
    CHECK(timestamp{timestamp::time_type::min()}.to_string() == "0001-01-01T00:00:00Z");
    CHECK(timestamp{}.to_string() == "1970-01-01T00:00:00Z");
}

TEST_CASE("the three forms of an HTTP date are the same moment") {
    auto const expected = at(1994, 11, 6, 8h + 49min + 37s);
    CHECK(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT") == expected);
    CHECK(parse_http_date("Sunday, 06-Nov-94 08:49:37 GMT") == expected);
    CHECK(parse_http_date("Sun Nov  6 08:49:37 1994") == expected);
    CHECK(parse_http_date("Wed Nov 16 08:49:37 1994") == expected + 240h);
    CHECK(parse_http_date("Tuesday, 23-Jun-26 10:00:00 GMT") == at(2026, 6, 23, 10h));
    CHECK(parse_http_date("Thursday, 01-Jan-70 00:00:00 GMT") == server_time{});
    CHECK(parse_http_date("Thu, 29 Feb 2024 23:59:59 GMT") == at(2024, 2, 29, 23h + 59min + 59s));
}

TEST_CASE("what only looks like an HTTP date is ignored") {
    for (std::string_view text : {"",
                                  "0",
                                  "120",
                                  "Mon, 06 Nov 1994 08:49:37 GMT",
                                  "Sun, 6 Nov 1994 08:49:37 GMT",
                                  "Sun, 06 nov 1994 08:49:37 GMT",
                                  "sun, 06 Nov 1994 08:49:37 GMT",
                                  "Sun, 06 Nov 1994 08:49:37 UTC",
                                  "Sun, 06 Nov 1994 08:49:37 +0000",
                                  "Sun, 06 Nov 1994 08:49:37",
                                  "Sun, 06 Nov 1994 24:49:37 GMT",
                                  "Sun, 06 Nov 1994 08:60:37 GMT",
                                  "Sun, 06 Nov 1994 08:49:60 GMT",
                                  "Sun, 31 Nov 1994 08:49:37 GMT",
                                  "Sun, 06 Nov 94 08:49:37 GMT",
                                  "Sun, 06 Nov 1994 08:49:37 GMT ",
                                  " Sun, 06 Nov 1994 08:49:37 GMT",
                                  "Sun,06 Nov 1994 08:49:37 GMT",
                                  "Sunday, 06-Nov-1994 08:49:37 GMT",
                                  "Sun, 06-Nov-94 08:49:37 GMT",
                                  "Sun Nov 6 08:49:37 1994",
                                  "Sun Nov 06 08:49:37 1994",
                                  "Sun Nov  6 08:49:37 1994 GMT",
                                  "Sun, 00 Nov 1994 08:49:37 GMT",
                                  "2026-06-23T10:00:00Z",
                                  ",",
                                  ", ",
                                  "Sunday,",
                                  "Sun, "}) {
        CAPTURE(text);
        CHECK_FALSE(parse_http_date(text));
    }
}

TEST_CASE("an HTTP date is written in the first form") {
    CHECK(http_date(at(1994, 11, 6, 8h + 49min + 37s)) == "Sun, 06 Nov 1994 08:49:37 GMT");
    CHECK(http_date(at(1994, 11, 6, 8h + 49min + 37s + 999ms)) == "Sun, 06 Nov 1994 08:49:37 GMT");
    CHECK(http_date(server_time{-1ms}) == "Wed, 31 Dec 1969 23:59:59 GMT");
    CHECK(http_date(server_time::max()).size() == http_date_size);
}

TEST_CASE("every day of 400 years survives both forms") {
    auto const first = sys_days{2000y / 1 / 1};
    for (days d{0}; d < days{146097}; ++d) {
        auto const time = server_time{first + d} + 12h + 34min + 56s;
        if (parse_http_date(http_date(time)) != time) FAIL_CHECK(http_date(time));
        auto const text = timestamp{time}.to_string();
        if (timestamp::try_parse(text) != timestamp{time}) FAIL_CHECK(text);
    }
}

static_assert(timestamp::try_parse("2026-06-23T10:00:00Z")->server() == server_time{sys_days{2026y / 6 / 23}} + 10h);
static_assert(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT").has_value());
