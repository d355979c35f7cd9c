// Owns: the attacks that a sandbox has to stand, as Python programs. Each prints a line that begins with OPEN for
// everything it gets at, and "through" at its end. Not here: running them.
#pragma once

#include <vector>

struct Attack {
    int number; ///< in the list of the module's README
    const char *name;
    /// @SECRET@: a file, @HOME@: the user's home, @PORT@: one that is listened to, @NAME@: an abstract socket that is,
    /// @PID@: of the test.
    const char *code;
    bool isOpenOutside = false; ///< outside a sandbox it prints OPEN: the attack is one
    const char *end = "";       ///< of the outcome, where the program does not come through
};

/// Stands before each.
extern const char *const attackPrelude;
std::vector<Attack> allAttacks();
