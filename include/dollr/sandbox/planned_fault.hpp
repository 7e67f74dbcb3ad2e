// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SANDBOX_PLANNED_FAULT_HPP
#define DOLLR_SANDBOX_PLANNED_FAULT_HPP

#include <dollr/sandbox/fault.hpp>
#include <dollr/schema/describe.hpp>
#include <dollr/value/enums.hpp>
#include <dollr/value/open_enum.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <cstdint>
#include <string_view>

/// One fault by hand: it strikes the next request of its kind, once, whatever magic values and chance say.
namespace dollr::sandbox {

BOOST_DEFINE_FIXED_ENUM_CLASS(fault_aim, std::uint8_t, any, moves_money, others)
[[nodiscard]] constexpr std::string_view to_text(fault_aim value) noexcept { return wire_name(value); }

struct planned_fault {
    sandbox::fault fault = sandbox::fault::none;
    fault_aim aim = fault_aim::any;

    friend bool operator==(planned_fault const&, planned_fault const&) = default;
};
BOOST_DESCRIBE_STRUCT(planned_fault, (), (fault, aim))
consteval auto schema_of(planned_fault const*) {
    return schema::description{"SandboxPlannedFault", schema::evidence::own};
}

[[nodiscard]] constexpr bool is_meant(planned_fault const& p, hazard h) noexcept {
    return p.aim == fault_aim::any || (p.aim == fault_aim::moves_money) == (h == hazard::moves_money);
}

}  // namespace dollr::sandbox

#endif
