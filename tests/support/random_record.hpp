// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_SUPPORT_RANDOM_RECORD_HPP
#define DOLLR_TESTS_SUPPORT_RANDOM_RECORD_HPP

#include <dollr/journal/record.hpp>

#include <array>
#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <random>
#include <string>
#include <type_traits>

/// Records with something in every member, the extremes included. The structs are taken apart again here, apart from
/// the codec: a member that is added to one of them does not compile until it is filled here as well.
namespace samples {

class random_record {
public:
    explicit random_record(std::uint64_t seed) : chance_(seed) {}

    dollr::record operator()() {
        dollr::record out;
        fill(out);
        return out;
    }

private:
    using u64 = std::uint64_t;

    u64 bits() { return chance_(); }
    u64 below(u64 n) { return bits() % n; }
    u64 number() {  // of any length, so that short encodings are met as often as long ones
        auto const kind = below(8);
        if (kind == 0) return 0;
        if (kind == 1) return std::numeric_limits<u64>::max();
        return bits() >> below(64);
    }

    void fill(bool& b) { b = below(2) == 1; }
    template <std::unsigned_integral T>
    void fill(T& n) {
        n = static_cast<T>(number());
    }
    void fill(dollr::phase& p) { p = static_cast<dollr::phase>(below(12)); }
    void fill(dollr::record_type& t) { t = static_cast<dollr::record_type>(1 + below(8)); }
    void fill(dollr::flow_kind& k) { k = static_cast<dollr::flow_kind>(below(8)); }
    void fill(dollr::operation_type& o) { o = static_cast<dollr::operation_type>(below(4)); }
    void fill(dollr::anomaly& a) { a = static_cast<dollr::anomaly>(static_cast<std::uint32_t>(number())); }
    void fill(dollr::server_time& t) {
        t = dollr::server_time{dollr::server_time::duration{static_cast<std::int64_t>(number())}};
    }
    template <class Tag>
    void fill(dollr::id<Tag>& i) {
        i.value = static_cast<std::int64_t>(number());
    }
    void fill(dollr::reference_id& id) {
        dollr::reference_id::bytes_type bytes{};
        for (auto& b : bytes) b = static_cast<std::uint8_t>(bits());
        id = below(8) == 0 ? dollr::reference_id{} : dollr::reference_id::from_random(bytes);
    }
    void fill(dollr::digest& d) {
        for (auto& b : d.bytes) b = static_cast<std::uint8_t>(bits());
    }
    void fill(dollr::currency& c) {
        std::string text(3, 'A');
        for (auto& letter : text) letter = static_cast<char>('A' + below(26));
        c = below(8) == 0 ? dollr::currency{} : *dollr::currency::unlisted(text);
    }
    void fill(dollr::amount& a) {
        std::optional<dollr::amount> made;
        while (!made) {
            bool const negative = below(2) == 1;
            made = dollr::amount::from_parts(
                {bits() >> below(64), number(), static_cast<std::uint8_t>(below(39)), negative});
        }
        a = *made;
    }
    void fill(dollr::intent_key& key) {
        std::string text(1 + below(dollr::intent_key::bytes_max), 'x');
        for (auto& c : text) c = static_cast<char>(' ' + below(95));
        key = below(16) == 0 ? dollr::intent_key{} : *dollr::intent_key::try_parse(text);
    }
    template <std::size_t N>
    void fill(std::array<char, N>& text) {
        auto const size = below(N + 1);
        text.fill('\0');
        for (std::size_t i = 0; i < size; ++i) text[i] = static_cast<char>(1 + below(126));
    }
    template <class T>
    void fill(std::optional<T>& o) {
        if (below(3) != 0) fill(o.emplace());
    }
    void fill(dollr::money& m) {
        auto& [amount, currency] = m;
        fill(amount), fill(currency);
    }
    void fill(dollr::intent& i) {
        auto& [key, content] = i;
        fill(key), fill(content);
    }
    void fill(dollr::lease& l) {
        auto& [owner, epoch] = l;
        fill(owner), fill(epoch);
    }
    void fill(dollr::evidence& e) {
        auto& [who, why] = e;
        fill(who), fill(why);
    }
    void fill(dollr::flow_progress& f) {
        auto& [a, b, c, d, e, g, h, i, j] = f;
        fill(a), fill(b), fill(c), fill(d), fill(e), fill(g), fill(h), fill(i), fill(j);
    }
    void fill(dollr::attempt_state& s) {
        auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, t, u, v, w, x, y] = s;
        fill(a), fill(b), fill(c), fill(d), fill(e), fill(f), fill(g), fill(h), fill(i), fill(j), fill(k), fill(l);
        fill(m), fill(n), fill(o), fill(p), fill(q), fill(r), fill(t), fill(u), fill(v), fill(w), fill(x), fill(y);
    }
    void fill(dollr::record& r) {
        auto& [type, sequence, written, intent, lease, flow, attempt, evidence] = r;
        fill(type), fill(sequence), fill(written), fill(intent), fill(lease), fill(flow), fill(attempt), fill(evidence);
    }

    std::mt19937_64 chance_;
};

}  // namespace samples

#endif
