// SPDX-License-Identifier: Apache-2.0
#pragma once

// The one place that knows which Catch2 this is: Debian 12 has 2.13.
#include <catch2/catch.hpp>
