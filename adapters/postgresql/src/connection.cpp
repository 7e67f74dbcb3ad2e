// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "connection.hpp"

#include <dollr/value/text.hpp>

#include <libpq-fe.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace dollr::postgresql {
namespace {

constexpr std::string_view password_elsewhere =
    "every user of this machine can read it in the list of processes; write it into a file of mode 0600 and name that "
    "by PGPASSFILE or ?passfile=FILE, or use PGSERVICE";

constexpr int format_text = 0;
constexpr int format_binary = 1;

std::string_view value_of(PQconninfoOption const* options, std::string_view keyword) {
    for (auto const* o = options; o->keyword != nullptr; ++o)
        if (o->keyword == keyword && o->val != nullptr) return o->val;
    return {};
}

query_error::kind kind_of(std::string_view state) {
    if (state == "23505") return query_error::kind::conflict;
    if (state == "42P07") return query_error::kind::duplicate;
    if (state == "25006") return query_error::kind::read_only;
    // No state: there is no connection. 57P0x: the server goes down or comes up. 25P03: it found us idle for too long.
    constexpr std::string_view passing[] = {"",      "57P01", "57P02", "57P03", "57P05", "53300",
                                            "25P03", "40001", "40003", "40P01", "55P03", "57014"};
    for (auto const s : passing)
        if (state == s) return query_error::kind::away;
    return state.starts_with("08") ? query_error::kind::away : query_error::kind::other;
}

/// The first line, without "ERROR:"; libpq's further lines are hints and positions.
std::string first_line(std::string_view message) {
    message = message.substr(0, message.find('\n'));
    auto const lead = message.find(":  ");
    if (lead < 8) message.remove_prefix(lead + 3);
    return escaped(message);
}

}  // namespace

result<address> address::parse(std::string const& url) {
    // libpq's own message may show the password, so it is not repeated.
    std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption*)> const parsed{PQconninfoParse(url.c_str(), nullptr),
                                                                                PQconninfoFree};
    if (!parsed)
        return invalid_input("this is not a URL of a PostgreSQL database",
                             "write it like postgresql://user@host:5432/database");
    auto const* const options = parsed.get();
    if (!value_of(options, "password").empty() || !value_of(options, "sslpassword").empty())
        return invalid_input("the journal's URL has a password in it", password_elsewhere);
    address out;
    out.url = url;
    out.name = "postgresql://" + escaped(value_of(options, "host"));
    if (auto const port = value_of(options, "port"); !port.empty()) out.name += ':' + escaped(port);
    if (auto const database = value_of(options, "dbname"); !database.empty()) out.name += '/' + escaped(database);
    if (auto const service = value_of(options, "service"); !service.empty()) out.name += "?service=" + escaped(service);
    return out;
}

std::string hexadecimal(std::span<std::byte const> bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text = "\\x";
    for (auto const b : bytes) {
        text += digits[std::to_integer<unsigned>(b) >> 4];
        text += digits[std::to_integer<unsigned>(b) & 0xFu];
    }
    return text;
}

void array::begin_element() { text_ += text_.empty() ? "{" : ","; }

void array::add(std::string_view text) {
    begin_element();
    text_ += '"';
    for (char const c : text) {
        if (c == '"' || c == '\\') text_ += '\\';
        text_ += c;
    }
    text_ += '"';
}

void array::add(std::span<std::byte const> bytes) { add(std::string_view{hexadecimal(bytes)}); }

void array::add(std::int64_t number) {
    begin_element();
    text_ += std::to_string(number);
}

parameter array::take() { return text_.empty() ? std::string{"{}"} : std::move(text_) + '}'; }

void rows::clearer::operator()(pg_result* raw) const noexcept { PQclear(raw); }

int rows::size() const noexcept { return PQntuples(raw_.get()); }
bool rows::is_null(int row, int column) const noexcept { return PQgetisnull(raw_.get(), row, column) != 0; }
std::span<std::byte const> rows::bytes(int row, int column) const noexcept {
    return {reinterpret_cast<std::byte const*>(PQgetvalue(raw_.get(), row, column)),
            static_cast<std::size_t>(PQgetlength(raw_.get(), row, column))};
}
std::string_view rows::text(int row, int column) const noexcept {
    return {PQgetvalue(raw_.get(), row, column), static_cast<std::size_t>(PQgetlength(raw_.get(), row, column))};
}
std::int64_t rows::number(int row, int column) const noexcept {
    std::uint64_t value = 0;
    for (auto const b : bytes(row, column)) value = value << 8 | std::to_integer<std::uint64_t>(b);
    return static_cast<std::int64_t>(value);
}
bool rows::flag(int row, int column) const noexcept { return number(row, column) != 0; }
std::int64_t rows::changed() const noexcept { return std::strtoll(PQcmdTuples(raw_.get()), nullptr, 10); }

void connection::finisher::operator()(pg_conn* raw) const noexcept {
    // What PQfinish says goodbye to is then no socket any more.
    if (::getpid() != owner && PQsocket(raw) >= 0) {
        auto const nowhere = ::open("/dev/null", O_RDWR | O_CLOEXEC);
        ::dup2(nowhere, PQsocket(raw));
        ::close(nowhere);
    }
    PQfinish(raw);
}

bool connection::is_open() const noexcept { return raw_ && PQstatus(raw_.get()) == CONNECTION_OK; }
int connection::server_version() const noexcept { return PQserverVersion(raw_.get()); }

std::optional<query_error> connection::open(address const& where, std::string const& setup) {
    close();
    // Defaults stand before the URL, which may say otherwise; what the journal depends on stands behind it.
    constexpr std::array<char const*, 9> names{"connect_timeout",  "keepalives_idle",  "keepalives_interval",
                                               "keepalives_count", "tcp_user_timeout", "fallback_application_name",
                                               "dbname",           "client_encoding",  nullptr};
    std::array<char const*, 9> const values{"10", "10", "5", "3", "20000", "dollr", where.url.c_str(), "UTF8", nullptr};
    raw_ = {PQconnectdbParams(names.data(), values.data(), 1), finisher{::getpid()}};
    if (!is_open()) {
        // A wrong name or password is not passing, but a server that starts up says so in the same way.
        auto const message = raw_ ? first_line(PQerrorMessage(raw_.get())) : std::string{"out of memory"};
        return query_error{query_error::kind::away, message};
    }
    auto const note = [](void* warned, PGresult const* said) {
        auto const* const severity = PQresultErrorField(said, PG_DIAG_SEVERITY_NONLOCALIZED);
        if (severity != nullptr && std::string_view{severity} == "WARNING") *static_cast<bool*>(warned) = true;
    };
    PQsetNoticeReceiver(raw_.get(), note, warned_.get());
    PQsetnonblocking(raw_.get(), 1);
    if (auto failed = run(setup.c_str())) {
        close();
        return failed;
    }
    return std::nullopt;
}

/// libpq's own PQexec waits for ever for a server that is stopped, or behind a network that swallows packets.
pg_result* connection::answer(bool sent) {
    PGresult* last = nullptr;
    while (sent) {
        auto const pending = PQflush(raw_.get());
        if (pending < 0) break;
        if (pending == 0 && PQisBusy(raw_.get()) == 0) {
            auto* const next = PQgetResult(raw_.get());
            if (next == nullptr) return last;
            PQclear(std::exchange(last, next));
            continue;
        }
        auto const left = std::chrono::ceil<std::chrono::milliseconds>(until_ - std::chrono::steady_clock::now());
        pollfd wait{PQsocket(raw_.get()), static_cast<short>(pending == 0 ? POLLIN : POLLIN | POLLOUT), 0};
        auto const ready =
            left.count() <= 0 ? 0 : ::poll(&wait, 1, static_cast<int>(std::min<std::int64_t>(left.count(), 60'000)));
        if (ready < 0 && errno != EINTR) break;
        if (ready == 0 && std::chrono::steady_clock::now() >= until_) {
            PQclear(last);
            close();
            return nullptr;
        }
        if (ready > 0 && PQconsumeInput(raw_.get()) == 0) break;
    }
    PQclear(last);
    return sent ? PQgetResult(raw_.get()) : nullptr;
}

std::optional<query_error> connection::run(char const* sql) {
    std::unique_ptr<PGresult, void (*)(PGresult*)> const answer{this->answer(PQsendQuery(raw_.get(), sql) == 1),
                                                                PQclear};
    auto const status = PQresultStatus(answer.get());
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return std::nullopt;
    return last_error_of(answer.get());
}

std::optional<query_error> connection::query(rows& out, char const* sql, std::vector<parameter> const& values) {
    std::string name{'s'};
    name += std::to_string(reinterpret_cast<std::uintptr_t>(sql));
    if (!prepared_.contains(sql)) {
        std::unique_ptr<PGresult, void (*)(PGresult*)> const answer{
            this->answer(PQsendPrepare(raw_.get(), name.c_str(), sql, 0, nullptr) == 1), PQclear};
        if (PQresultStatus(answer.get()) != PGRES_COMMAND_OK) return last_error_of(answer.get());
        prepared_.insert(sql);
    }
    std::vector<char const*> texts;
    texts.reserve(values.size());
    for (auto const& value : values) texts.push_back(value ? value->c_str() : nullptr);
    static_assert(format_text == 0, "no list of formats means that all parameters are text");
    std::unique_ptr<PGresult, void (*)(PGresult*)> answer{
        this->answer(PQsendQueryPrepared(raw_.get(), name.c_str(), static_cast<int>(texts.size()), texts.data(),
                                         nullptr, nullptr, format_binary) == 1),
        PQclear};
    auto const status = PQresultStatus(answer.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) return last_error_of(answer.get());
    out = rows{answer.release()};
    return std::nullopt;
}

query_error connection::last_error_of(PGresult const* failed) const {
    if (!raw_) return {query_error::kind::away, "it does not answer"};
    auto const* const state = failed != nullptr ? PQresultErrorField(failed, PG_DIAG_SQLSTATE) : nullptr;
    auto const* const message = failed != nullptr ? PQresultErrorField(failed, PG_DIAG_MESSAGE_PRIMARY) : nullptr;
    return {kind_of(state != nullptr ? state : ""),
            message != nullptr ? escaped(message) : first_line(PQerrorMessage(raw_.get()))};
}

error error_of(address const& where, query_error const& why) {
    switch (why.what) {
        case query_error::kind::away:
            return journal_error(
                where.name, "cannot be reached: " + why.sentence,
                "check that the database runs and that the URL is right; then run the same command again");
        case query_error::kind::read_only:
            return journal_error(where.name, "is read-only: " + why.sentence,
                                 "connect to the primary (target_session_attrs=read-write): nothing is sent that "
                                 "cannot be recorded before");
        default:
            return journal_error(where.name, "was refused by the database: " + why.sentence, "solve that, then go on");
    }
}

}  // namespace dollr::postgresql
