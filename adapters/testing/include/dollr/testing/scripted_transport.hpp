// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTING_SCRIPTED_TRANSPORT_HPP
#define DOLLR_TESTING_SCRIPTED_TRANSPORT_HPP

#include <dollr/http/message.hpp>
#include <dollr/port/transport.hpp>

#include <cstddef>
#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// A transport that answers from a script, for tests of one's own code: what the server says, and what becomes of a
/// request on the way.
///
///     auto const wire = std::make_shared<testing::scripted_transport>();
///     wire->on("/oauth/token", R"({"access_token": "t", "expires_in": 60, ...})");
///     wire->on("/payment/execute/collection", testing::lost_answer());
///
/// Each answer serves once, in the order in which the answers of its path were given; the last one of a path serves for
/// ever. A request that no answer is for gets a 404 of the API's form.
namespace dollr::testing {

/// The request arrived, or it did not: nobody knows.
[[nodiscard]] inline exchange_result lost_answer() {
    return no_response{delivery::maybe_sent, true, "no answer in time (a script)"};
}
[[nodiscard]] inline exchange_result never_sent() {
    return no_response{delivery::never_sent, false, "no connection (a script)"};
}
[[nodiscard]] inline exchange_result answer(int status, std::string_view json) {
    http_response r;
    r.status = status;
    r.body = secret_string{json};
    r.content_type = "application/json";
    return r;
}

class scripted_transport final : public blocking_transport {
public:
    /// For requests whose target begins so (without the query).
    void on(std::string target, exchange_result end) {
        script_[find(std::move(target))].answers.push_back(std::move(end));
    }
    void on(std::string target, std::string_view json) { on(std::move(target), answer(200, json)); }

    exchange_result send(http_request const& request, duration) override {
        asked.push_back(request.target);
        for (auto& one : script_) {
            if (!request.target.starts_with(one.target) || one.answers.empty()) continue;
            if (one.answers.size() == 1) return one.answers.front();
            auto end = std::move(one.answers.front());
            one.answers.pop_front();
            return end;
        }
        return answer(404, R"({"detail": "Not found"})");
    }

    std::vector<std::string> asked;  ///< every target, in order

private:
    struct path {
        std::string target;
        std::deque<exchange_result> answers;
    };
    std::size_t find(std::string target) {
        for (std::size_t i = 0; i < script_.size(); ++i)
            if (script_[i].target == target) return i;
        script_.push_back({std::move(target), {}});
        return script_.size() - 1;
    }

    std::vector<path> script_;
};

}  // namespace dollr::testing

#endif
