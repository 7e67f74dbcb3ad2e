// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_JOURNAL_RECORD_HPP
#define DOLLR_JOURNAL_RECORD_HPP

#include <dollr/value/amount.hpp>
#include <dollr/value/currency.hpp>
#include <dollr/value/digest.hpp>
#include <dollr/value/enums.hpp>
#include <dollr/value/ids.hpp>
#include <dollr/value/intent_key.hpp>
#include <dollr/value/money.hpp>
#include <dollr/value/reference_id.hpp>
#include <dollr/value/time.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

/// What must survive a crash, as one value.
///
/// Every record is a snapshot: the last record of an intent tells all that is known of it, so recovery reads
/// forward and keeps the newest. Records are append-only and small (512 bytes encoded at most, see record_codec.hpp).
/// No member can hold a secret (invariant I9).
namespace dollr {

/// Where an attempt stands. Journaled: a number is never reused and never changes its meaning.
enum class phase : std::uint8_t {
    none = 0,           ///< no attempt yet (a flow's own step)
    recorded = 1,       ///< durable, and no send of it can have left
    sending = 2,        ///< send recorded, answer awaited
    unknown = 3,        ///< may have landed, polling
    live = 4,           ///< the server has it
    action = 5,         ///< 3-D Secure wanted
    confirming = 6,     ///< refused on its only send, being confirmed by polls
    parked = 7,         ///< an operator should look; still polled slowly
    completed = 8,      ///< terminal: money moved
    failed = 9,         ///< terminal: the server says FAILED
    rejected = 10,      ///< terminal: the only send was refused
    not_executed = 11,  ///< terminal: proven that nothing can have moved
};

/// The word for it in reports; a program may compare it.
[[nodiscard]] constexpr std::string_view to_text(phase value) noexcept;

constexpr bool is_terminal(phase p) noexcept { return p >= phase::completed; }

/// Why the record was written. Journaled: a number is never reused.
enum class record_type : std::uint8_t {
    step = 1,        ///< a flow's own progress: an object was created, or is about to be
    attempt = 2,     ///< an attempt begins: its reference_id is now the intent's
    send = 3,        ///< a POST is about to leave
    unsent = 4,      ///< that POST provably did not leave
    seen = 5,        ///< the phase changed by what the server said, or by time
    verdict = 6,     ///< terminal
    late_truth = 7,  ///< the server contradicted a verdict
    resolution = 8,  ///< an operator decided, with evidence
};

[[nodiscard]] constexpr std::string_view to_text(record_type value) noexcept;

/// Things that should not happen, kept as bits in the record so that nobody has to believe a log. Journaled: a bit is
/// never reused.
enum class anomaly : std::uint32_t {
    none = 0,
    stale_answer = 1u << 0,            ///< an answer carried another serial
    unknown_status = 1u << 1,          ///< a status text outside the documented set
    wrong_reference_id = 1u << 2,      ///< an answer spoke of another payment
    wrong_operation = 1u << 3,         ///< an answer spoke of another operation
    unreadable_answer = 1u << 4,       ///< undecodable, truncated, too large
    regression = 1u << 5,              ///< a status older than one already seen
    verdict_flip = 1u << 6,            ///< COMPLETED after FAILED, or the reverse
    late_truth = 1u << 7,              ///< the server knows a payment that was given up
    amount_mismatch = 1u << 8,         ///< an expected side differs
    fx_drift = 1u << 9,                ///< a converted side differs from its prediction
    vanished = 1u << 10,               ///< 404 after the server had it
    action_without_secret = 1u << 11,  ///< 3-D Secure wanted, but nothing to show came with it
    unexpected_http = 1u << 12,        ///< redirect, odd 4xx, HTML
    unauthorized = 1u << 13,           ///< 401 with a fresh token
    not_durable = 1u << 14,            ///< the journal failed after this attempt began
    missing_sequence = 1u << 15,       ///< recovered from a journal whose tail was torn
    unexpected_event = 1u << 16,       ///< an event that this phase does not name
    secret_refused = 1u << 17,         ///< the server refused the passcode itself: asking again in a loop would lock it
    refused = 1u << 18,                ///< a send was refused; the answer's issues say why
    forbidden = 1u << 19,              ///< 403
};

constexpr anomaly operator|(anomaly a, anomaly b) noexcept {
    return static_cast<anomaly>(static_cast<std::uint32_t>(a) | static_cast<std::uint32_t>(b));
}
constexpr anomaly operator&(anomaly a, anomaly b) noexcept {
    return static_cast<anomaly>(static_cast<std::uint32_t>(a) & static_cast<std::uint32_t>(b));
}
constexpr anomaly& operator|=(anomaly& a, anomaly b) noexcept { return a = a | b; }
constexpr bool has(anomaly set, anomaly one) noexcept { return (set & one) != anomaly::none; }

/// Of one bit; empty for none, for several and for one that a later version added.
[[nodiscard]] constexpr std::string_view to_text(anomaly value) noexcept;
/// Of every bit in the set that this version knows.
[[nodiscard]] inline std::vector<std::string_view> names_of(anomaly set);

/// The application's business key and the digest of everything it said under that key.
struct intent {
    intent_key key;
    digest content;

    friend bool operator==(intent const&, intent const&) = default;
};

/// Which guide a flow follows. Journaled: a number is never reused.
enum class flow_kind : std::uint8_t {
    none = 0,
    execute = 1,
    collect_by_invoice = 2,  ///< the flow makes the invoice
    payout = 3,
    transfer = 4,
    refund = 5,
    collect_invoice = 6,  ///< one that there is
    collect_order = 7,
};

[[nodiscard]] constexpr std::string_view to_text(flow_kind value) noexcept;

/// How far a flow is, and the objects that it made on the way. A zero id means: not made yet.
struct flow_progress {
    flow_kind kind = flow_kind::none;
    std::uint8_t step = 0;  ///< the flow's own numbering; journaled
    std::uint8_t items_added = 0;
    bool step_may_exist = false;  ///< this step's create may have left: look up before repeating
    party_id party{};
    counterparty_id counterparty{};
    invoice_id invoice{};  ///< of collect_order: the order's id
    payment_account_id account{};
    session_id session{};

    friend bool operator==(flow_progress const&, flow_progress const&) = default;
};

/// The part of an attempt that must survive a crash.
struct attempt_state {
    std::uint32_t generation = 0;  ///< 1 for the first attempt of an intent
    dollr::phase phase = phase::none;
    dollr::operation_type operation{};
    dollr::reference_id reference_id{};
    session_id session{};
    payment_account_id account{};
    dollr::currency currency{};  ///< of the execution request
    std::optional<money> payer;  ///< expected, from the source prediction
    std::optional<money> payee;
    bool payer_converted = false;  ///< that side went through an exchange rate: compared with a tolerance
    bool payee_converted = false;
    server_time expiry{};         ///< of the session
    std::uint8_t sends = 0;       ///< open SENDs: those without a durable UNSENT
    bool proven = false;          ///< of a rejected one: the session fence has passed
    bool told = false;            ///< the verdict has been handed to the application
    bool payer_compared = false;  ///< an executed amount was held against the expected one
    bool payee_compared = false;
    std::uint8_t status = 0;  ///< 0: none seen; else 1 + execution_status as last seen
    anomaly anomalies = anomaly::none;
    server_time started{};
    server_time doubted{};     ///< when it became unknown or confirming; zero: never
    server_time first_seen{};  ///< when the server first showed it; zero: never
    server_time settled{};     ///< when it became terminal, or was contradicted; zero: not yet
    server_time audit_at{};    ///< when the server is asked about the verdict once more; zero: never

    friend bool operator==(attempt_state const&, attempt_state const&) = default;
};

/// Why an operator decided: who, and what was seen. Printable text, padded with NUL; only in a record of type
/// `resolution`.
struct evidence {
    std::array<char, 32> who{};
    std::array<char, 96> why{};

    [[nodiscard]] constexpr std::string_view who_text() const noexcept { return unpadded(who); }
    [[nodiscard]] constexpr std::string_view why_text() const noexcept { return unpadded(why); }

    friend bool operator==(evidence const&, evidence const&) = default;

private:
    template <std::size_t N>
    static constexpr std::string_view unpadded(std::array<char, N> const& padded) noexcept {
        std::string_view const all{padded.data(), N};
        return all.substr(0, all.find('\0'));
    }
};

/// Who may write about an intent now. A journal without leases leaves this zero.
struct lease {
    std::uint64_t owner = 0;
    std::uint64_t epoch = 0;

    friend bool operator==(lease const&, lease const&) = default;
};

struct record {
    record_type type{};
    std::uint64_t sequence = 0;  ///< given by the journal, growing within the intent
    server_time written{};
    dollr::intent intent{};
    dollr::lease lease{};
    flow_progress flow{};
    attempt_state attempt{};
    dollr::evidence evidence{};

    friend bool operator==(record const&, record const&) = default;
};

/// Its verdict was told, and the time has come to ask the server about it once more.
[[nodiscard]] constexpr bool is_due_for_audit(record const& r, server_time by) noexcept {
    return is_terminal(r.attempt.phase) && r.attempt.told && r.attempt.audit_at != server_time{} &&
           r.attempt.audit_at <= by;
}

constexpr std::string_view to_text(phase value) noexcept {
    switch (value) {
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
    return {};
}

constexpr std::string_view to_text(record_type value) noexcept {
    switch (value) {
        case record_type::step:
            return "step";
        case record_type::attempt:
            return "attempt";
        case record_type::send:
            return "send";
        case record_type::unsent:
            return "unsent";
        case record_type::seen:
            return "seen";
        case record_type::verdict:
            return "verdict";
        case record_type::late_truth:
            return "late truth";
        case record_type::resolution:
            return "resolution";
    }
    return {};
}

constexpr std::string_view to_text(flow_kind value) noexcept {
    switch (value) {
        case flow_kind::none:
            return "none";
        case flow_kind::execute:
            return "execute";
        case flow_kind::collect_by_invoice:
            return "collect by invoice";
        case flow_kind::payout:
            return "payout";
        case flow_kind::transfer:
            return "transfer";
        case flow_kind::refund:
            return "refund";
        case flow_kind::collect_invoice:
            return "collect invoice";
        case flow_kind::collect_order:
            return "collect order";
    }
    return {};
}

namespace detail {

/// What an operator should look at first is written in capitals.
inline constexpr std::pair<anomaly, std::string_view> anomaly_texts[] = {
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

}  // namespace detail

constexpr std::string_view to_text(anomaly value) noexcept {
    for (auto const& [bit, text] : detail::anomaly_texts) {
        if (bit == value) return text;
    }
    return {};
}

inline std::vector<std::string_view> names_of(anomaly set) {
    std::vector<std::string_view> names;
    for (auto const& [bit, text] : detail::anomaly_texts) {
        if (has(set, bit)) names.push_back(text);
    }
    return names;
}

}  // namespace dollr

#endif
