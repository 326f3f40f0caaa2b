// Finished cells to ncurses, which knows what the terminal shows and how to get from there to here.
#include "internal.h"

#include <wchar.h>

enum { RUN = 128 };

// The pair asked for last: neighbours nearly always share it, and looking one up costs more than the rest of a cell.
static int last_pair;
static int last_foreground;
static int last_background;

void ct_forget_pairs(void) {
  last_pair = 0;
  last_foreground = last_background = -1;
}

static int pair_of(int foreground, int background) {
  if (foreground == last_foreground && background == last_background) return last_pair;
  int pair = 0;
  if (COLORS > 0 && (foreground >= 0 || background >= 0)) {
    int behind = background < 0 && !ct.own_colours ? COLOR_BLACK : background;
    int front = foreground < 0 && !ct.own_colours ? COLOR_WHITE : foreground;
    if (front < COLORS && behind < COLORS) pair = alloc_pair(front, behind);
  }
  last_foreground = foreground;
  last_background = background;
  return last_pair = pair < 0 ? 0 : pair;
}

static attr_t attributes_of(uint8_t bits) {
  attr_t attributes = A_NORMAL;
  if (bits & CT_BOLD) attributes |= A_BOLD;
  if (bits & CT_UNDERLINE) attributes |= A_UNDERLINE;
  if (bits & CT_REVERSE) attributes |= A_REVERSE;
  if (bits & CT_DIM) attributes |= A_DIM;
  return attributes;
}

// ncurses lays out by the C library's widths. Where that disagrees with ours, a stand-in of the right width is shown,
// because a row that shifts is worse than a character that is missing.
static int characters_of(const ct_cell *cell, wchar_t out[CT_CELL_SCALARS + 1]) {
  wchar_t first = (wchar_t)cell->scalars[0];
  int columns = first < 0x7F ? 1 : wcwidth(first);
  if (!ct.utf8 && first >= 0x7F) {
    first = L'?';
    columns = 1;
  } else if (columns < 1 || columns > cell->width) {
    first = 0xFFFD;
    columns = 1;
  }
  int count = 0;
  out[count++] = first;
  for (int i = 1; i < CT_CELL_SCALARS && cell->scalars[i] && ct.utf8; i++) {
    if (wcwidth((wchar_t)cell->scalars[i]) == 0) out[count++] = (wchar_t)cell->scalars[i];
  }
  out[count] = 0;
  return columns;
}

// One cell as one or, where a stand-in is narrower, two of ncurses' own.
static int convert(const ct_cell *cell, cchar_t *out) {
  wchar_t characters[CT_CELL_SCALARS + 1];
  int columns = characters_of(cell, characters);
  int pair = pair_of(cell->foreground, cell->background);
  attr_t attributes = attributes_of(cell->attributes);
  if (setcchar(out, characters, attributes, 0, &pair) != OK) setcchar(out, L"?", attributes, 0, &pair);
  if (columns >= cell->width) return 1;
  setcchar(out + 1, L" ", attributes, 0, &pair);
  return 2;
}

void ct_put(int x, int y, const ct_cell *cells, int count) {
  if (!ct.open || x < 0 || y < 0 || y >= getmaxy(stdscr)) return;
  cchar_t run[RUN + 1];
  int room = getmaxx(stdscr) - x;
  for (int i = 0; i < count;) {
    int start = x;
    int length = 0;
    while (i < count && length < RUN && cells[i].width <= room) {
      if (cells[i].width > 0) length += convert(&cells[i], run + length);
      x += cells[i].width;
      room -= cells[i].width;
      i++;
    }
    if (length == 0) return;
    mvadd_wchnstr(y, start, run, length);
  }
}

void ct_flush(int x, int y) {
  if (!ct.open) return;
  bool visible = x >= 0 && y >= 0 && x < getmaxx(stdscr) && y < getmaxy(stdscr);
  // A hidden cursor rests where it disturbs least, should the terminal show it all the same.
  move(visible ? y : getmaxy(stdscr) - 1, visible ? x : 0);
  curs_set(visible ? 1 : 0);
  refresh();
}

void ct_repaint(void) {
  if (ct.open) clearok(curscr, TRUE);
}

void ct_beep(void) {
  if (ct.open) beep();
}

ct_info ct_get_info(void) {
  ct_info info = {.utf8 = ct.utf8};
  if (!ct.open) return info;
  info.width = getmaxx(stdscr);
  info.height = getmaxy(stdscr);
  info.colours = has_colors() ? COLORS : 0;
  return info;
}
