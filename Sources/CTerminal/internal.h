// What the parts of CTerminal share. Only these files know that ncurses exists.
#ifndef CTERMINAL_INTERNAL_H
#define CTERMINAL_INTERNAL_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
// Without it curses.h declares the narrow API only, silently.
#define NCURSES_WIDECHAR 1

#include <ncurses.h>
#include <signal.h>
#include <stddef.h>
#include <termios.h>

#include "cterminal.h"

// Sequences for which curses has no capability, or a wrong one: its own mouse support asks for the old encoding under
// tmux and screen, where columns beyond 223 are dead.
#define CT_MOUSE_ON "\033[?1002h\033[?1006h"
#define CT_MOUSE_OFF "\033[?1006l\033[?1002l"
#define CT_PASTE_ON "\033[?2004h"
#define CT_PASTE_OFF "\033[?2004l"

// Everything that the process has to know to give its terminal back. The crash handler reads it, so it is plain memory
// that is complete before the handler is installed.
typedef struct {
  SCREEN *screen;
  WINDOW *keys;  // a pad: reading from it never repaints, as reading from stdscr would
  FILE *input_file;
  int input;
  int output;
  bool utf8;
  bool own_colours;  // the terminal can go back to its own foreground and background
  bool mouse;
  volatile sig_atomic_t open;
  volatile sig_atomic_t painted;  // the screen is ours now: false while suspended
  struct termios original;
  char restore[512];
  size_t restore_length;
  char crash_note[512];
  size_t crash_note_length;
  int signals[2];
  int wakes[2];
  int real_stderr;
  int captured_stderr;
} ct_state;

extern ct_state ct;

// Writes all of it; async-signal-safe.
void ct_write(int descriptor, const char *bytes, size_t count);

// signals.c
bool ct_install_signals(void);
void ct_remove_signals(void);
void ct_default_stop(bool on);
// Drops what a stop, a continuation or a change of size has left in the pipe, once it is dealt with.
void ct_forget_stops(void);

// crash.c
void ct_install_crash_handler(void);
void ct_remove_crash_handler(void);

// stderr.c
void ct_capture_stderr(void);
void ct_release_stderr(void);

// input.c
void ct_define_keys(void);

// output.c
void ct_forget_pairs(void);

#endif
