/// The few Asio pieces that every coroutine of the engine uses.
#pragma once
#include "net/child_task.h"
#include "net/task.h"
