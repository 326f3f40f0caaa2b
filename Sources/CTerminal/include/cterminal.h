// A terminal as paxoscope needs one, over ncurses. No ncurses type or macro appears here: Swift cannot import most of
// them, and refuses the globals (stdscr, LINES, …) as shared mutable state.
//
// One terminal at a time, one thread; only ct_wake may be called from any.
#ifndef CTERMINAL_H
#define CTERMINAL_H

#include <stdbool.h>
#include <stdint.h>

// ---- What there is, before anything is opened

bool ct_is_terminal(int descriptor);
// NULL where it is not set.
const char *_Nullable ct_environment(const char *_Nonnull name);
// Whether the locale's codeset is UTF-8. A locale that asks for UTF-8 but is not installed (usual over ssh) counts, and
// so does any when `force` is set, if the system has a UTF-8 locale at all.
bool ct_use_utf8(bool force);

// ---- Life cycle

typedef enum {
  CT_OK,
  CT_NO_TERMINAL,       // standard output is no terminal, or there is none to read from
  CT_UNKNOWN_TERMINAL,  // nothing is known about $TERM
  CT_TOO_SIMPLE,        // the terminal cannot move its cursor (TERM=dumb)
  CT_BUSY,              // it is open already
  CT_SYSTEM             // the system refused a pipe or a descriptor
} ct_result;

typedef struct {
  bool mouse;
  // Written to standard error after a crash, when the terminal is restored: what was saved and where. May be NULL.
  const char *_Nullable crash_note;
} ct_options;

ct_result ct_open(ct_options options);
// Gives the terminal back as it was found and shows what was written to standard error meanwhile. Also runs at exit().
void ct_close(void);
// Closes, then dies of the signal, so that the parent sees the true cause.
_Noreturn void ct_die(int signal_number);
// Gives the terminal back and stops the process group, as ^Z does; returns when it is continued.
void ct_suspend(void);
// Takes the terminal again after a stop that could not be prepared (kill -STOP): modes, mouse, everything.
void ct_reassert(void);
void ct_set_mouse(bool on);

// ---- Output

enum { CT_BOLD = 1, CT_UNDERLINE = 2, CT_REVERSE = 4, CT_DIM = 8 };
enum { CT_CELL_SCALARS = 5 };

typedef struct {
  uint32_t scalars[CT_CELL_SCALARS];  // the character, then its marks, then 0
  int16_t foreground;                 // palette index, -1 for the terminal's own
  int16_t background;
  uint8_t attributes;
  uint8_t width;  // 0 for the right half of the cell before, which is skipped
} ct_cell;

typedef struct {
  int width;
  int height;
  int colours;
  bool utf8;
} ct_info;

ct_info ct_get_info(void);
void ct_put(int x, int y, const ct_cell *_Nonnull cells, int count);
// Shows what was put. The cursor is hidden where x is negative.
void ct_flush(int x, int y);
// The next flush sends every cell: something else has painted on the terminal.
void ct_repaint(void);
void ct_beep(void);

// ---- Input

enum { CT_READY_INPUT = 1, CT_READY_SIGNAL = 2, CT_READY_WAKE = 4, CT_READY_HANGUP = 8 };

// Blocks until something happens or so many milliseconds passed (-1: for ever); answers what, 0 for nothing.
int ct_wait(int timeout_milliseconds);
// The descriptor whose other end is ct_wait: a byte written to it ends the wait with CT_READY_WAKE. -1 if not open.
int ct_wake_descriptor(void);
// Async-signal-safe, and from any thread.
void ct_wake(int descriptor);

typedef enum {
  CT_TEXT,  // value: a scalar, controls included
  CT_ALT,   // value: the scalar that came with Alt
  CT_SPECIAL,
  CT_MOUSE,
  CT_PASTE_BEGIN,
  CT_PASTE_END,
  CT_IGNORED  // a key without a meaning here
} ct_event_kind;

typedef enum {
  CT_KEY_UP = 1, CT_KEY_DOWN, CT_KEY_LEFT, CT_KEY_RIGHT, CT_KEY_PAGE_UP, CT_KEY_PAGE_DOWN, CT_KEY_HOME, CT_KEY_END,
  CT_KEY_BACKSPACE, CT_KEY_DELETE, CT_KEY_INSERT, CT_KEY_BACK_TAB, CT_KEY_ENTER,
  CT_KEY_F0 = 100
} ct_key;

typedef enum { CT_PRESS, CT_RELEASE, CT_DRAG, CT_WHEEL_UP, CT_WHEEL_DOWN } ct_mouse_action;

typedef struct {
  ct_event_kind kind;
  uint32_t value;  // a scalar, a ct_key, or the mouse button (0 left, 1 middle, 2 right)
  ct_mouse_action action;
  int x;
  int y;
} ct_event;

// The next thing that was typed, false when there is no more. Does not block, except for the rest of a sequence.
bool ct_next_event(ct_event *_Nonnull event);

typedef enum { CT_SIGNAL_NONE, CT_SIGNAL_END, CT_SIGNAL_STOP, CT_SIGNAL_CONTINUE, CT_SIGNAL_RESIZE } ct_signal_kind;

// What the next signal that arrived asks for, and its number; CT_SIGNAL_NONE when there is no more.
ct_signal_kind ct_next_signal(int *_Nonnull number);
// Adopts the terminal's present size; true if it has changed.
bool ct_update_size(void);
// Milliseconds of a clock that never goes back.
int64_t ct_milliseconds(void);

#endif
