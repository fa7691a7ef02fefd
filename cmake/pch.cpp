// Carries the precompiled header of the engine (cleardeck_engine_pch).
