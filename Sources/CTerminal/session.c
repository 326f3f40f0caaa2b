// Opening a terminal, giving it back, and taking it again.
#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <term.h>
#include <time.h>
#include <unistd.h>

ct_state ct = {.signals = {-1, -1}, .wakes = {-1, -1}, .input = -1, .output = -1, .real_stderr = -1,
               .captured_stderr = -1};

// A terminal may claim any size; memory is not spent on more than this.
enum { CT_SIZE_LIMIT = 1000 };

bool ct_is_terminal(int descriptor) { return isatty(descriptor) == 1; }

const char *ct_environment(const char *name) { return getenv(name); }

int64_t ct_milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void ct_write(int descriptor, const char *bytes, size_t count) {
  while (count > 0) {
    ssize_t written = write(descriptor, bytes, count);
    if (written < 0) {
      if (errno == EINTR) continue;
      return;
    }
    bytes += written;
    count -= (size_t)written;
  }
}

// ---- Locale

static bool codeset_is_utf8(void) {
  const char *codeset = nl_langinfo(CODESET);
  return strcasecmp(codeset, "UTF-8") == 0 || strcasecmp(codeset, "utf8") == 0;
}

// By name, as the codeset of a locale that is not installed cannot be asked.
static bool environment_asks_for_utf8(void) {
  static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    const char *value = getenv(names[i]);
    // The first one that is set decides.
    if (value && *value) return strcasestr(value, "utf-8") || strcasestr(value, "utf8");
  }
  return false;
}

bool ct_use_utf8(bool force) {
  static const char *const substitutes[] = {"C.UTF-8", "C.utf8", "en_US.UTF-8"};
  // Only LC_CTYPE: nothing here wants another decimal point.
  bool installed = setlocale(LC_CTYPE, "") != NULL;
  if (installed && codeset_is_utf8()) return ct.utf8 = true;
  if (force || (!installed && environment_asks_for_utf8())) {
    for (size_t i = 0; i < sizeof substitutes / sizeof *substitutes; i++) {
      if (setlocale(LC_CTYPE, substitutes[i]) && codeset_is_utf8()) return ct.utf8 = true;
    }
  }
  return ct.utf8 = false;
}

// ---- The restore string

static int collect(int byte) {
  if (ct.restore_length < sizeof ct.restore) ct.restore[ct.restore_length++] = (char)byte;
  return byte;
}

// Built while all is well: the crash handler may neither look anything up nor call curses.
static void build_restore_string(void) {
  static const char *const capabilities[] = {"sgr0", "op", "cnorm", "rmkx", "rmcup"};
  ct.restore_length = 0;
  for (const char *p = CT_MOUSE_OFF CT_PASTE_OFF; *p; p++) collect(*p);
  for (size_t i = 0; i < sizeof capabilities / sizeof *capabilities; i++) {
    char *sequence = tigetstr((char *)capabilities[i]);
    if (sequence && sequence != (char *)-1) tputs(sequence, 1, collect);
  }
}

// ---- Open and close

static void extras(bool on) {
  if (on) {
    ct_write(ct.output, CT_PASTE_ON, strlen(CT_PASTE_ON));
    if (ct.mouse) ct_write(ct.output, CT_MOUSE_ON, strlen(CT_MOUSE_ON));
  } else {
    ct_write(ct.output, CT_MOUSE_OFF CT_PASTE_OFF, strlen(CT_MOUSE_OFF CT_PASTE_OFF));
  }
}

// Standard input if that is a terminal, else the terminal itself, so that a scenario can be piped in.
static bool open_input(void) {
  ct.input = isatty(STDIN_FILENO) ? STDIN_FILENO : open("/dev/tty", O_RDWR | O_CLOEXEC);
  if (ct.input < 0) return false;
  ct.input_file = ct.input == STDIN_FILENO ? stdin : fdopen(ct.input, "r+");
  return ct.input_file != NULL;
}

static void close_input(void) {
  if (ct.input > STDIN_FILENO && ct.input_file) fclose(ct.input_file);
  ct.input = -1;
  ct.input_file = NULL;
}

static void set_modes(void) {
  if (!getenv("ESCDELAY")) set_escdelay(25);  // a second, the default, makes Esc feel broken
  typeahead(-1);  // a frame is drawn whole: what was typed meanwhile is the next one's
  raw();
  noecho();
  nonl();
  intrflush(stdscr, FALSE);
  ct.keys = newpad(1, 1);
  keypad(ct.keys, TRUE);
  meta(ct.keys, TRUE);
  nodelay(ct.keys, TRUE);
  ct.own_colours = false;
  if (has_colors()) {
    start_color();
    ct.own_colours = use_default_colors() == OK;
  }
  ct_forget_pairs();
  ct_define_keys();
  curs_set(0);
}

// Until it has come back from an endwin, ncurses writes at every movement of the cursor, and from then on once a frame, so
// that nobody sees half of one. Before it knows of colours, as it would set those of the terminal back.
static void write_whole_frames(void) {
  endwin();
  refresh();
}

static ct_result open_screen(void) {
  use_tioctl(TRUE);  // the real size, not what LINES and COLUMNS were when somebody exported them
  // Not initscr, which calls exit() for a terminal that it does not know.
  ct.screen = newterm(NULL, stdout, ct.input_file);
  if (!ct.screen) return CT_UNKNOWN_TERMINAL;
  char *move_cursor = tigetstr("cup");
  if (move_cursor && move_cursor != (char *)-1) {
    write_whole_frames();
    return CT_OK;
  }
  endwin();
  delscreen(ct.screen);
  ct.screen = NULL;
  return CT_TOO_SIMPLE;
}

static void set_crash_note(const char *note) {
  ct.crash_note_length = note ? strnlen(note, sizeof ct.crash_note) : 0;
  if (ct.crash_note_length) memcpy(ct.crash_note, note, ct.crash_note_length);
}

ct_result ct_open(ct_options options) {
  static bool registered = false;
  if (ct.open) return CT_BUSY;
  if (!isatty(STDOUT_FILENO) || !open_input()) return CT_NO_TERMINAL;
  ct.output = STDOUT_FILENO;
  ct.mouse = options.mouse;
  set_crash_note(options.crash_note);
  tcgetattr(ct.output, &ct.original);
  // Before newterm: it installs handlers that end the program wherever it finds the default ones.
  if (!ct_install_signals()) {
    close_input();
    return CT_SYSTEM;
  }
  ct_result result = open_screen();
  if (result != CT_OK) {
    ct_remove_signals();
    close_input();
    return result;
  }
  build_restore_string();
  ct_capture_stderr();
  ct.open = 1;
  ct.painted = 1;
  ct_install_crash_handler();
  if (!registered) registered = atexit(ct_close) == 0;
  set_modes();
  def_prog_mode();
  refresh();
  extras(true);
  return CT_OK;
}

void ct_close(void) {
  if (!ct.open) return;
  ct.open = 0;
  if (ct.painted) extras(false);
  endwin();
  ct.painted = 0;
  delwin(ct.keys);
  delscreen(ct.screen);
  ct.screen = NULL;
  ct.keys = NULL;
  ct_release_stderr();
  ct_remove_crash_handler();
  ct_remove_signals();
  close_input();
}

void ct_die(int signal_number) {
  ct_close();
  sigset_t only;
  sigemptyset(&only);
  sigaddset(&only, signal_number);
  signal(signal_number, SIG_DFL);
  pthread_sigmask(SIG_UNBLOCK, &only, NULL);
  raise(signal_number);
  _exit(128 + signal_number);
}

void ct_set_mouse(bool on) {
  ct.mouse = on;
  if (!ct.open) return;
  if (on) {
    ct_write(ct.output, CT_MOUSE_ON, strlen(CT_MOUSE_ON));
  } else {
    ct_write(ct.output, CT_MOUSE_OFF, strlen(CT_MOUSE_OFF));
  }
}

// ---- Stop and continue

static void leave(void) {
  extras(false);
  endwin();
  ct.painted = 0;
}

static void take(void) {
  ct.painted = 1;
  reset_prog_mode();
  ct_update_size();
  clearok(curscr, TRUE);
  refresh();
  keypad(ct.keys, TRUE);  // endwin has switched it off, and ncurses would wait for the first key to notice
  extras(true);
}

// Whether the process was stopped is not for us to know: without job control the kernel drops the signal and nothing
// happens. So wait a moment for the SIGCONT that follows a real stop; the time while stopped does not count.
static void await_continue(void) {
  struct pollfd continued = {.fd = ct.signals[0], .events = POLLIN};
  poll(&continued, 1, 100);
}

// Continued in the background (`bg`) the terminal is the shell's: neither its modes nor its screen are to be touched.
// Stop again, as tcsetattr would make us, until we are brought to the foreground. Not for ever: in a group that nobody
// controls the kernel drops this signal too.
static void await_foreground(void) {
  for (int attempt = 0; attempt < 10; attempt++) {
    pid_t foreground = tcgetpgrp(ct.output);
    if (foreground < 0 || foreground == getpgrp()) return;
    kill(0, SIGTTOU);
    await_continue();
    ct_forget_stops();
  }
}

void ct_suspend(void) {
  if (!ct.open) return;
  leave();
  ct_default_stop(true);
  kill(0, SIGTSTP);  // not SIGSTOP, which would hang a program that nobody can continue
  await_continue();
  ct_default_stop(false);
  ct_forget_stops();
  await_foreground();
  struct termios changed;
  if (tcgetattr(ct.output, &changed) == 0) {
    ct.original = changed;
    def_shell_mode();
  }
  take();
}

void ct_reassert(void) {
  if (!ct.open) return;
  await_foreground();
  leave();
  take();
}

bool ct_update_size(void) {
  struct winsize size;
  if (!ct.open || ioctl(ct.output, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) return false;
  int width = size.ws_col < CT_SIZE_LIMIT ? size.ws_col : CT_SIZE_LIMIT;
  int height = size.ws_row < CT_SIZE_LIMIT ? size.ws_row : CT_SIZE_LIMIT;
  if (width == getmaxx(stdscr) && height == getmaxy(stdscr)) return false;
  resize_term(height, width);
  clearok(curscr, TRUE);
  return true;
}
