// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "exchange.hpp"

#include <dollr/http/wire.hpp>
#include <dollr/value/text.hpp>

#include <algorithm>
#include <charconv>
#include <new>
#include <system_error>
#include <utility>

#include <unistd.h>

namespace dollr::curl_detail {
namespace {

bool equal_without_case(std::string_view a, std::string_view lower) noexcept {
    return std::equal(a.begin(), a.end(), lower.begin(), lower.end(),
                      [](char x, char y) { return (x >= 'A' && x <= 'Z' ? x - 'A' + 'a' : x) == y; });
}

std::string_view trimmed(std::string_view text) noexcept {
    constexpr std::string_view blank = " \t\r\n";
    auto const first = text.find_first_not_of(blank);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

}  // namespace

void header_lines::add(std::string_view name_and_colon, std::string_view value) {
    auto& line = lines_.at(used_);
    line.reserve(name_and_colon.size() + value.size() + 1);
    line.append(name_and_colon);
    line.append(value);
    line.append(std::string_view{"\0", 1});
    nodes_.at(used_).data = line.data();
    if (used_ > 0) nodes_.at(used_ - 1).next = &nodes_.at(used_);
    ++used_;
}

exchange::exchange(http_request&& request, clock::time_point deadline, completion&& done)
    : request_(std::move(request)), deadline_(deadline), done_(std::move(done)) {}

CURL* exchange::prepare(endpoint const& place, curl_options const& options, pid_t process) {
    process_ = process;
    easy_.reset(curl_easy_init());
    if (!easy_ || !set_options(place, options)) return nullptr;
    return easy_.get();
}

bool exchange::set_options(endpoint const& place, curl_options const& options) {
    auto ok = true;
    // An option that libcurl does not take is a request that is not sent: half of them are there for safety.
    auto const set = [&](CURLoption option, auto value) {
        ok = ok && curl_easy_setopt(easy_.get(), option, value) == CURLE_OK;
    };
    body_max_ = options.body_max;
    head_max_ = options.head_max;
    authority_ = place.authority();
    target_ = place.base_path + request_.target;

    // The target goes beside the URL, so that no text of libcurl's can hold a query.
    set(CURLOPT_URL, (place.origin() + '/').c_str());
    set(CURLOPT_REQUEST_TARGET, target_.c_str());
    set(CURLOPT_PROTOCOLS_STR, place.tls ? "https" : "http");
    set(CURLOPT_HTTP_VERSION, long{CURL_HTTP_VERSION_1_1});
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_ERRORBUFFER, error_text_.data());

    auto const left = std::chrono::ceil<duration>(deadline_ - clock::now());
    set(CURLOPT_TIMEOUT_MS, std::max(1L, static_cast<long>(left.count())));
    set(CURLOPT_CONNECTTIMEOUT_MS, std::max(1L, static_cast<long>(std::min(left, options.connect_timeout).count())));
#if LIBCURL_VERSION_NUM >= 0x075700
    set(CURLOPT_QUICK_EXIT, 1L);  // a name lookup that hangs must not hold up the deadline
#endif

    if (needs_fresh_connection(request_.hazard)) {
        set(CURLOPT_FRESH_CONNECT, 1L);
        set(CURLOPT_FORBID_REUSE, 1L);
    }

    set(CURLOPT_SSL_VERIFYPEER, 1L);
    set(CURLOPT_SSL_VERIFYHOST, 2L);
    set(CURLOPT_SSLVERSION, long{CURL_SSLVERSION_TLSv1_2});
    if (!options.ca_file.empty()) {
        set(CURLOPT_CAINFO, options.ca_file.c_str());
        set(CURLOPT_CAPATH, static_cast<char const*>(nullptr));
    }
    if (place.loopback || !options.proxy_from_environment) {
        set(CURLOPT_PROXY, "");
        set(CURLOPT_NOPROXY, "*");
    }
    set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);  // what a proxy says is no answer of the API

    auto const has_body = !request_.body.empty();
    if (has_body || request_.method == http_method::post || request_.method == http_method::put) {
        set(CURLOPT_POST, 1L);
        set(CURLOPT_POSTFIELDS, has_body ? request_.body.reveal().data() : "");
        set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body.size()));
    } else {
        set(CURLOPT_HTTPGET, 1L);
    }
    set(CURLOPT_CUSTOMREQUEST, std::string{to_text(request_.method)}.c_str());

    headers_.add("Accept: ", "application/json");
    headers_.add("Accept-Encoding: ", "identity");
    headers_.add("User-Agent: ", "dollr-cpp");
    headers_.add("Expect:", "");
    headers_.add("Content-Type:", has_body ? " application/json" : "");
    if (!request_.authorization.empty()) headers_.add("Authorization: ", request_.authorization.reveal());
    set(CURLOPT_HTTPHEADER, headers_.list());

    set(CURLOPT_PREREQFUNCTION, &exchange::before_request);
    set(CURLOPT_PREREQDATA, static_cast<void*>(this));
    set(CURLOPT_HEADERFUNCTION, &exchange::on_header);
    set(CURLOPT_HEADERDATA, static_cast<void*>(this));
    set(CURLOPT_WRITEFUNCTION, &exchange::on_body);
    set(CURLOPT_WRITEDATA, static_cast<void*>(this));
    set(CURLOPT_PRIVATE, static_cast<void*>(this));
    return ok;
}

/// The connection stands, and the next thing is the request. In this instant its deadline is looked at, by a clock that
/// goes on while the computer sleeps, which libcurl's own does not; and a forked child leaves its parent's sockets
/// alone.
int exchange::before_request(void* self, char*, char*, int, int) {
    auto& me = *static_cast<exchange*>(self);
    me.forked_ = ::getpid() != me.process_;
    return !me.forked_ && clock::now() < me.deadline_ ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT;
}

// Both callbacks stop the exchange by returning less than they were given; neither may throw through libcurl.

std::size_t exchange::on_header(char* data, std::size_t, std::size_t size, void* self) {
    auto& me = *static_cast<exchange*>(self);
    me.head_size_ += size;
    if (me.head_size_ > me.head_max_) return 0;
    try {
        me.take_header({data, size});
    } catch (std::bad_alloc const&) {
        return 0;
    }
    return size;
}

std::size_t exchange::on_body(char* data, std::size_t, std::size_t size, void* self) {
    auto& me = *static_cast<exchange*>(self);
    auto const kept = std::min(size, me.body_max_ - me.response_.body.size());
    try {
        me.response_.body.append({data, kept});
    } catch (std::bad_alloc const&) {
        return 0;
    }
    return kept;
}

void exchange::take_header(std::string_view line) {
    if (line.starts_with("HTTP/")) {  // of the answer itself, or of a 1xx before it
        response_ = http_response{};
        auto const digits = line.substr(std::min(line.find(' ') + 1, line.size()));
        std::from_chars(digits.data(), digits.data() + std::min<std::size_t>(digits.size(), 3), response_.status);
        return;
    }
    if (head_done_) return;  // a trailer
    if (trimmed(line).empty()) {
        head_done_ = response_.status >= 200;
        return;
    }
    auto const colon = line.find(':');
    if (colon == std::string_view::npos) return;
    auto const name = line.substr(0, colon);
    auto const keep = [&](std::string_view wanted, std::string& place) {
        if (place.empty() && equal_without_case(name, wanted)) place = trimmed(line.substr(colon + 1));
    };
    keep("content-type", response_.content_type);
    keep("date", response_.date);
    keep("retry-after", response_.retry_after);
}

exchange_result exchange::finish(CURLcode code, bool cancelled) {
    if (head_done_) {
        response_.complete = code == CURLE_OK && !cancelled;
        return std::move(response_);
    }
    long request_size = 0;
    auto const known = easy_ && curl_easy_getinfo(easy_.get(), CURLINFO_REQUEST_SIZE, &request_size) == CURLE_OK;
    auto const sent = !known || request_size != 0;
    no_response none;
    none.delivery = sent ? delivery::maybe_sent : delivery::never_sent;
    none.timed_out = !cancelled && !forked_ && (code == CURLE_OPERATION_TIMEDOUT || code == CURLE_ABORTED_BY_CALLBACK);
    none.why = cancelled ? "the exchange was cancelled" : reason(code, sent);
    return none;
}

std::string exchange::reason(CURLcode code, bool sent) const {
    switch (code) {
        case CURLE_COULDNT_RESOLVE_HOST:
            return "the name of " + authority_ + " was not found";
        case CURLE_COULDNT_CONNECT: {
            long number = 0;
            curl_easy_getinfo(easy_.get(), CURLINFO_OS_ERRNO, &number);
            auto const cause = std::generic_category().message(static_cast<int>(number));
            return "no connection to " + authority_ + (number == 0 ? "" : ": " + cause);
        }
        case CURLE_ABORTED_BY_CALLBACK:  // before_request
            if (forked_) return "the transport belongs to the process that forked this one";
            [[fallthrough]];
        case CURLE_OPERATION_TIMEDOUT:
            return sent ? "no answer from " + authority_ + " in time" : "no connection to " + authority_ + " in time";
        case CURLE_SSL_CONNECT_ERROR:
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_ISSUER_ERROR:
        case CURLE_SSL_CACERT_BADFILE:
            return "TLS with " + authority_ +
                   " failed: " + (error_text_.front() != '\0' ? escaped(error_text_.data()) : curl_easy_strerror(code));
        case CURLE_GOT_NOTHING:
            return authority_ + " closed the connection without an answer";
        case CURLE_SEND_ERROR:
        case CURLE_RECV_ERROR:
            return "the connection to " + authority_ + " broke before an answer came";
        case CURLE_WRITE_ERROR:
            if (head_size_ > head_max_) return "the headers of the answer from " + authority_ + " are too large";
            return "there was no memory for the answer from " + authority_;
        case CURLE_UNSUPPORTED_PROTOCOL:
        case CURLE_WEIRD_SERVER_REPLY:
            return "the answer from " + authority_ + " is not HTTP/1.1";
        default:
            return "the exchange with " + authority_ + " failed: " + curl_easy_strerror(code);
    }
}

}  // namespace dollr::curl_detail
