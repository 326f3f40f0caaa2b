// Starting a program on a pseudo terminal of its own, which Swift cannot: fork(2) is closed to it.
#ifndef CPSEUDOTERMINAL_H
#define CPSEUDOTERMINAL_H

#include <sys/types.h>

/// Starts argv[0], found as a shell finds it, on a new terminal of a size. Returns the descriptor of our end, which does
/// not block, and the process; or -1 and errno. A program that cannot be started ends with status 127.
int cpt_start(char *const argv[], const char *term, int columns, int rows, pid_t *process);

#endif
