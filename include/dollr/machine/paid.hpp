// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_MACHINE_PAID_HPP
#define DOLLR_MACHINE_PAID_HPP

#include <dollr/value/enums.hpp>
#include <dollr/value/reference_id.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

/// The proof that fulfilment takes. A redirect to a success page proves nothing (mistake 19), and neither does a
/// verdict whose amounts differ from what was intended (mistake 20): so there is no public constructor. Two places make
/// one: `attempt::proof`, and the codec from a decoded source status or receipt.
namespace dollr {

template <class Rules>
class basic_attempt;
struct attempt_table;

class paid {
public:
    enum class ground : std::uint8_t {
        attempt,        ///< our own attempt completed
        source_status,  ///< the source's status is PAID
        receipt,        ///< a receipt was issued
    };

    [[nodiscard]] ground by() const noexcept { return by_; }
    [[nodiscard]] std::optional<dollr::reference_id> reference_id() const noexcept {
        return reference_id_;
    }  ///< of an attempt
    [[nodiscard]] std::optional<operation_type> operation() const noexcept { return operation_; }  ///< of an attempt
    [[nodiscard]] std::int64_t source() const noexcept { return source_; }  ///< the document's id, 0: not known
    [[nodiscard]] std::optional<dollr::source_type> source_type() const noexcept {
        return source_type_;
    }  ///< of what that is the id
    [[nodiscard]] bool payer_compared() const noexcept { return payer_compared_; }
    [[nodiscard]] bool payee_compared() const noexcept { return payee_compared_; }

    friend bool operator==(paid const&, paid const&) = default;

private:
    friend class basic_attempt<attempt_table>;  // the machine that is shipped, and none that follows other rules
    friend struct paid_from_answer;  // the codec's factory (codec/paid.hpp): a decoded source status or receipt

    paid() = default;

    ground by_ = ground::attempt;
    std::optional<dollr::reference_id> reference_id_;
    std::optional<operation_type> operation_;
    std::int64_t source_ = 0;
    std::optional<dollr::source_type> source_type_;
    bool payer_compared_ = false;
    bool payee_compared_ = false;
};

[[nodiscard]] constexpr std::string_view to_text(paid::ground value) noexcept;

constexpr std::string_view to_text(paid::ground value) noexcept {
    switch (value) {
        case paid::ground::attempt:
            return "attempt";
        case paid::ground::source_status:
            return "source status";
        case paid::ground::receipt:
            return "receipt";
    }
    return {};
}

}  // namespace dollr

#endif
