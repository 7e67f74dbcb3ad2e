// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "names.hpp"

#include <utility>

namespace dollr::cli {

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

std::string_view phase_hint(phase p) noexcept {
    switch (p) {
        case phase::none:
        case phase::recorded:
            return "nothing was sent";
        case phase::sending:
        case phase::unknown:
        case phase::confirming:
            return "may have been sent";
        case phase::live:
        case phase::action:
            return "sent, not finished";
        case phase::parked:
            return "not known whether money moved";
        case phase::completed:
        case phase::failed:
        case phase::rejected:
        case phase::not_executed:
            break;
    }
    return {};
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
        {anomaly::forbidden, "forbidden"},
        {anomaly::refused, "refused"},
        {anomaly::secret_refused, "passcode refused"},
    };
    std::vector<std::string> names;
    for (auto const& [bit, name] : texts)
        if (has(a, bit)) names.emplace_back(name);
    return names;
}

}  // namespace dollr::cli
