#pragma once

#include <dollr/port/transport.hpp>

#include <curl/curl.h>

#include <string>
#include <string_view>

/// An HTTP stack of one's own, here libcurl's easy interface: one class, one function. Six things are due of any stack:
/// no redirects, no second try, TLS verified, all of it within `timeout`, a bound on the answer, and `never_sent` only
/// where no byte of the request can have left.
class my_http final : public dollr::blocking_transport {
public:
    explicit my_http(std::string base_url) : base_url_(std::move(base_url)) {}

    dollr::exchange_result send(dollr::http_request const& request, dollr::duration timeout) override {
        CURL* const curl = curl_easy_init();  // new each time: nothing is sent on an old connection, or twice
        if (curl == nullptr) return dollr::no_response{dollr::delivery::never_sent, false, "libcurl gives no handle"};
        auto* headers = curl_slist_append(nullptr, "Accept: application/json");
        if (!request.authorization.empty()) {
            auto const line = "Authorization: " + std::string{request.authorization.reveal()};
            headers = curl_slist_append(headers, line.c_str());
        }
        if (!request.body.empty()) {
            auto const body = request.body.reveal();
            headers = curl_slist_append(headers, "Content-Type: application/json");
            curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
            curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.data());
        }
        auto const url = base_url_ + request.target;
        dollr::http_response answer;
        curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
        curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, std::string{to_text(request.method)}.c_str());
        curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
        curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(timeout.count()));
        curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
        curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &take);
        curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer);
        auto const ended = curl_easy_perform(curl);
        long status = 0;
        curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
        char const* type = nullptr;
        curl_easy_getinfo(curl, CURLINFO_CONTENT_TYPE, &type);
        curl_header* date = nullptr;  // of the server, which corrects our clock
        if (curl_easy_header(curl, "Date", 0, CURLH_HEADER, -1, &date) == CURLHE_OK) answer.date = date->value;
        if (curl_easy_header(curl, "Retry-After", 0, CURLH_HEADER, -1, &date) == CURLHE_OK)
            answer.retry_after = date->value;
        answer.status = static_cast<int>(status);
        answer.content_type = type != nullptr ? type : "";
        answer.complete = ended == CURLE_OK;
        curl_slist_free_all(headers);
        curl_easy_cleanup(curl);
        if (status != 0) return answer;
        auto const not_connected = ended == CURLE_COULDNT_RESOLVE_HOST || ended == CURLE_COULDNT_CONNECT;
        return dollr::no_response{not_connected ? dollr::delivery::never_sent : dollr::delivery::maybe_sent,
                                  ended == CURLE_OPERATION_TIMEDOUT, curl_easy_strerror(ended)};
    }

private:
    static std::size_t take(char* bytes, std::size_t one, std::size_t count, void* to) {
        constexpr std::size_t body_max = 16u << 20;
        auto& body = static_cast<dollr::http_response*>(to)->body;
        if (body.size() + one * count > body_max) return 0;
        body.append({bytes, one * count});
        return one * count;
    }

    std::string base_url_;
};
