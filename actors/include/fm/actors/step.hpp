#pragma once
// All that the steps of a module need: plain C++, no CAF, no clock, no handles.
#include "fm/actors/context.hpp"
#include "fm/actors/effects.hpp"
#include "fm/actors/engine.hpp"
#include "fm/actors/error.hpp"
#include "fm/actors/flow.hpp"
#include "fm/actors/message_list.hpp"
#include "fm/actors/outcome.hpp"
#include "fm/actors/secret.hpp"
#include "fm/actors/turnstile.hpp"
